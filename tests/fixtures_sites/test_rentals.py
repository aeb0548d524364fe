"""The rental console over HTTP: sign-in, postbacks, the hidden fields, the rules of lending, the faults."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator

import httpx
import pytest

from clerkwork.fixtures_sites.server import SiteServer
from clerkwork.fixtures_sites.sessions import USER, site_password

MAIN = "ctl00$ContentPlaceHolder1$"
ORDER = {"txtEmployee": "A. Meyer", "txtDays": "7", "txtStart": "2026-12-01", "ddlCostCentre": "4711"}


class Clerk:
    """Posts pages back as a browser would: with the hidden fields that the page brought."""

    def __init__(self, url: str) -> None:
        self.http = httpx.Client(base_url=url, follow_redirects=True, verify=False)
        self.page = self.http.get("/login")
        if self.page.status_code == 200:
            self.press("btnSignIn", txtUser=USER, txtPassword=site_password())

    @property
    def text(self) -> str:
        return html.unescape(self.page.text)

    def open(self, path: str) -> str:
        self.page = self.http.get(path)
        return self.text

    def press(self, button: str, **fields: str) -> str:
        return self._post({MAIN + button: "pressed"}, fields)

    def follow(self, target: str, argument: str = "", **fields: str) -> str:
        return self._post({"__EVENTTARGET": MAIN + target, "__EVENTARGUMENT": argument}, fields)

    def reserve(self, device: str, **changes: str) -> str:
        self.open(f"/reserve?device={device}")
        return self.press("btnSubmit", **(ORDER | changes))

    def row_of(self, device: str) -> str:
        """The row name (such as ctl07) of a device's Reserve link."""
        row = re.search(rf"<td>{device}</td>.*?GridView1\$(ctl\d+)\$btnReserve'", self.text, re.DOTALL)
        assert row, self.text
        return row[1]

    def devices(self) -> list[str]:
        return re.findall(r"<td>((?:LT|TB|PR|PH)-\d+)</td>", self.text)

    def _post(self, event: dict[str, str], fields: dict[str, str]) -> str:
        body = hidden_fields(self.page) | event | {MAIN + name: value for name, value in fields.items()}
        self.page = self.http.post(self.page.url.path, data=body)
        return self.text


def hidden_fields(page: httpx.Response) -> dict[str, str]:
    return dict(re.findall(r'type="hidden" name="(\w+)" id="\w+" value="([^"]*)"', page.text))


@pytest.fixture
def rentals(site: Callable[[str], SiteServer]) -> SiteServer:
    return site("rentals")


@pytest.fixture
def clerk(rentals: SiteServer) -> Iterator[Clerk]:
    clerk = Clerk(rentals.url)
    yield clerk
    clerk.http.close()


@pytest.mark.parametrize(
    "path", ["/devices", "/reserve?device=LT-0042", "/loans", "/loan?no=L-0961", "/calendar"]
)
def test_without_a_session_every_page_leads_to_the_sign_in(rentals: SiteServer, path: str) -> None:
    answer = httpx.get(rentals.url + path, verify=False)
    assert answer.status_code == 302
    assert answer.headers["location"].startswith("/login?ReturnUrl=/")


def test_the_session_cookie_is_hidden_from_scripts(clerk: Clerk, rentals: SiteServer) -> None:
    cookies = [value for answer in clerk.page.history for value in answer.headers.get_list("set-cookie")]
    assert [cookie for cookie in cookies if "rentals_session=" in cookie and "HttpOnly" in cookie]
    assert rentals.state()["counters"] == {"logins": 1, "sessions_opened": 1}


def test_a_wrong_password_opens_nothing(rentals: SiteServer, clerk: Clerk) -> None:
    clerk.open("/logout")
    assert "was not successful" in clerk.press("btnSignIn", txtUser=USER, txtPassword="wrong")
    assert rentals.state()["counters"]["refused_logins"] == 1
    assert rentals.state()["open_sessions"] == 0


def test_signing_in_never_leads_to_another_site(clerk: Clerk) -> None:
    clerk.open("/login?ReturnUrl=//evil.example/")
    clerk.press("btnSignIn", txtUser=USER, txtPassword=site_password())
    assert clerk.page.url.path == "/devices"


def test_the_changed_sign_in_has_other_fields_and_a_second_step(rentals: SiteServer, clerk: Clerk) -> None:
    rentals.faults(changed_sign_in=True)
    assert "txtUser" not in clerk.open("/login")
    clerk.press("btnNext", txtLogonName=USER)
    assert "Department" in clerk.text
    assert "Signed in as clerk" in clerk.press("btnSignIn", txtPin=site_password())


def test_the_grid_shows_ten_devices_a_page_and_all_of_them_on_five(clerk: Clerk) -> None:
    pages = [clerk.devices()]
    for page in range(2, 6):
        clerk.follow("GridView1", f"Page${page}")
        pages.append(clerk.devices())
    assert [len(page) for page in pages] == [10, 10, 10, 10, 5]
    assert len({device for page in pages for device in page}) == 45


def test_a_second_click_on_a_header_sorts_downwards(clerk: Clerk) -> None:
    clerk.follow("GridView1", "Sort$no")
    assert clerk.devices()[0] == "LT-0031"
    clerk.follow("GridView1", "Sort$no")
    assert clerk.devices()[0] == "TB-0110"


def test_a_search_narrows_the_grid_and_stays_over_a_sort(clerk: Clerk) -> None:
    clerk.press("btnSearch", txtSearch="projector")
    clerk.follow("GridView1", "Sort$model")
    assert sorted(clerk.devices()) == [f"PR-{number:04d}" for number in range(201, 207)]
    assert "No devices match" in clerk.press("btnSearch", txtSearch="typewriter")


def test_row_names_move_when_a_device_is_lent(clerk: Clerk) -> None:
    before = clerk.row_of("LT-0042")
    clerk.reserve("LT-0031")
    clerk.open("/devices")
    assert (before, clerk.row_of("LT-0042")) == ("ctl09", "ctl08")


def test_a_row_link_reserves_what_the_row_held_when_the_page_was_written(clerk: Clerk) -> None:
    row, page = clerk.row_of("LT-0042"), clerk.page
    clerk.reserve("LT-0031")
    clerk.page = page
    clerk.follow(f"GridView1${row}$btnReserve")
    assert str(clerk.page.url).endswith("/reserve?device=LT-0042")


def test_an_order_creates_one_loan_with_the_next_number(clerk: Clerk, rentals: SiteServer) -> None:
    assert "Loan L-1001 created" in clerk.reserve("LT-0042", txtNotes="For the fair")
    loan = rentals.state()["loans"][-1]
    assert list(loan.values()) == [
        *("L-1001", "LT-0042", "A. Meyer", "4711", "2026-12-01", "2026-12-08"),
        *(7, 0, "For the fair", 0, "open"),
    ]
    assert "L-1002" in clerk.reserve("LT-0043")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"txtEmployee": " "}, "Employee is required."),
        ({"txtDays": "31"}, "Number of days must be between 1 and 30."),
        ({"txtDays": "9" * 5000}, "Number of days must be between 1 and 30."),
        ({"txtStart": "9999-12-31"}, "Start date is not a valid date."),
        ({"txtDays": "x"}, "Number of days must be between 1 and 30."),
        ({"txtDays": "15"}, "Loans of more than 14 days must be marked as long loan."),
        ({"txtStart": "2026-02-30"}, "Start date is not a valid date."),
        ({"ddlCostCentre": ""}, "Choose a cost centre."),
    ],
)
def test_a_faulty_order_is_refused_with_the_typed_values_kept(
    clerk: Clerk, rentals: SiteServer, changes: dict[str, str], message: str
) -> None:
    assert message in clerk.reserve("LT-0042", txtNotes="keep me", **changes)
    assert ">keep me</textarea>" in clerk.text
    assert "loans_created" not in rentals.state()["counters"]


def test_a_long_loan_is_taken_when_it_is_marked(clerk: Clerk) -> None:
    assert "Loan L-1001 created" in clerk.reserve("LT-0042", txtDays="15", chkLongLoan="on")


def test_a_lent_device_is_refused_by_name(clerk: Clerk) -> None:
    clerk.reserve("LT-0042")
    refusal = "Device LT-0042 is already lent to A. Meyer (loan L-1001)."
    assert refusal in clerk.open("/reserve?device=LT-0042")
    assert refusal in clerk.press("btnSubmit", **ORDER)


def test_a_form_sent_twice_makes_one_loan_unless_the_site_does_not_guard(
    clerk: Clerk, rentals: SiteServer
) -> None:
    clerk.open("/reserve?device=LT-0042")
    form = clerk.page
    clerk.press("btnSubmit", **ORDER)
    clerk.page = form
    assert "already lent" in clerk.press("btnSubmit", **ORDER)
    assert rentals.state()["counters"]["loans_created"] == 1
    rentals.faults(double_submit=True)
    clerk.page = form
    assert "Loan L-1002 created" in clerk.press("btnSubmit", **ORDER)
    assert rentals.state()["counters"]["loans_created"] == 2


def test_loans_are_found_by_device_and_can_be_returned_once(clerk: Clerk, rentals: SiteServer) -> None:
    clerk.reserve("LT-0042")
    clerk.open("/loans?device=LT-0042")
    assert re.findall(r"<td>(L-\d+)</td>", clerk.text) == ["L-1001"]
    clerk.follow("GridView1$ctl02$lnkOpen")
    detail = clerk.page
    assert "Device LT-0042 was returned." in clerk.press("btnReturn")
    clerk.page = detail
    clerk.press("btnReturn")
    assert rentals.state()["counters"]["loans_returned"] == 1
    assert "Loan L-1002 created" in clerk.reserve("LT-0042")


def test_the_partial_update_brings_the_panel_and_new_hidden_fields(clerk: Clerk) -> None:
    clerk.open("/reserve?device=LT-0042")
    before = hidden_fields(clerk.page)["__VIEWSTATE"]
    body = hidden_fields(clerk.page) | {"__EVENTTARGET": f"{MAIN}chkLongLoan", "__ASYNCPOST": "true"}
    answer = clerk.http.post("/reserve", data=body | {f"{MAIN}chkLongLoan": "on"}).text
    length, kind, name, rest = answer.split("|", 3)
    panel = rest[: int(length)]
    assert (kind, name) == ("updatePanel", "ctl00_ContentPlaceHolder1_UpdatePanel1")
    assert 'checked="checked"' in panel
    assert "approved by the head of department" in panel
    assert "|hiddenField|__VIEWSTATE|" in rest
    assert before not in rest


def test_a_view_state_of_another_session_is_a_server_error(clerk: Clerk, rentals: SiteServer) -> None:
    clerk.open("/reserve?device=LT-0042")
    stale = clerk.page
    clerk.open("/login")
    clerk.press("btnSignIn", txtUser=USER, txtPassword=site_password())
    clerk.page = stale
    assert "Validation of viewstate MAC failed" in clerk.press("btnSubmit", **ORDER)
    assert clerk.page.status_code == 500
    assert "loans_created" not in rentals.state()["counters"]


def test_a_page_older_than_the_last_nine_is_a_server_error(clerk: Clerk) -> None:
    old = clerk.page
    for _ in range(9):
        clerk.open("/loans")
    clerk.page = old
    assert "state information is invalid" in clerk.follow("GridView1", "Page$2")


def test_an_event_that_the_page_did_not_offer_is_a_server_error(clerk: Clerk) -> None:
    clerk.press("btnSearch", txtSearch="LT-0032")
    assert "Invalid postback or callback argument" in clerk.follow("GridView1$ctl02$btnReserve")


@pytest.mark.parametrize("forged", ["", "not base64!", "AAAA", "L3dFUHt9"])
def test_a_forged_view_state_is_a_server_error(clerk: Clerk, forged: str) -> None:
    answer = clerk.http.post("/devices", data={"__VIEWSTATE": forged})
    assert (answer.status_code, "Server Error in '/Rentals' Application." in answer.text) == (500, True)


def test_a_lost_answer_leaves_the_loan_stored(clerk: Clerk, rentals: SiteServer) -> None:
    rentals.faults(lose_answer_once=True)
    with pytest.raises(httpx.RemoteProtocolError):
        clerk.reserve("LT-0042")
    rentals.faults(lose_answer_once="504")
    clerk.reserve("LT-0043", txtDays="0")
    clerk.reserve("LT-0043")
    assert clerk.page.status_code == 504
    assert rentals.state()["counters"]["loans_created"] == 2
    assert "Loan L-1003 created" in clerk.reserve("LT-0045")


def test_an_error_comes_once_and_stores_nothing(clerk: Clerk, rentals: SiteServer) -> None:
    rentals.faults(error_once="/reserve")
    clerk.open("/reserve?device=LT-0042")
    assert clerk.page.status_code == 500
    assert "New loan" in clerk.open("/reserve?device=LT-0042")


def test_an_expired_session_leads_back_to_the_asked_page_after_signing_in(
    clerk: Clerk, rentals: SiteServer
) -> None:
    rentals.faults(expire_session=True)
    clerk.open("/loans?device=LT-0032")
    assert clerk.page.url.path == "/login"
    clerk.press("btnSignIn", txtUser=USER, txtPassword=site_password())
    assert str(clerk.page.url).endswith("/loans?device=LT-0032")


def test_what_a_person_types_is_escaped(clerk: Clerk) -> None:
    clerk.reserve("LT-0042", txtEmployee="<b>Bold</b>")
    assert "&lt;b&gt;Bold" in clerk.page.text
    assert "<b>Bold" not in clerk.page.text


@pytest.mark.parametrize(
    ("asked", "shown"),
    [("2026-02", "2026-02"), ("9999-12", "2099-12"), ("soon", "2026-02"), ("2026-13", "2026-02")],
)
def test_the_date_window_shows_a_month_whatever_is_asked(
    clerk: Clerk, rentals: SiteServer, asked: str, shown: str
) -> None:
    rentals.faults(clock="2026-02-10T09:00:00")
    assert f">{shown}</td>" in clerk.open(f"/calendar?field=x&month={asked}")

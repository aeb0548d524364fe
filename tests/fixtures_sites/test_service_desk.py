"""The desk over HTTP: what its pages answer, and how its faults act."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import AsyncIterator, Callable

import httpx
import pytest

from clerkwork.fixtures_sites.server import SiteServer
from clerkwork.fixtures_sites.service_desk.reports import AUDITOR, auditor_password
from clerkwork.fixtures_sites.service_desk.skins import SKINS
from clerkwork.fixtures_sites.sessions import USER, site_password

TICKET = {
    "subject": "Fan is loud",
    "category": "Hardware",
    "subcategory": "Laptop",
    "priority": "High",
    "description": "Since Monday",
    "requester": "Grant, Olivia",
    "notify": ["Helpdesk", "Security"],
    "send_mail": "1",
}


@pytest.fixture
def desk(site: Callable[[str], SiteServer]) -> SiteServer:
    return site("service_desk")


@pytest.fixture
async def clerk(desk: SiteServer) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=desk.url) as client:
        await sign_in(client)
        yield client


async def sign_in(client: httpx.AsyncClient) -> httpx.Response:
    return await client.post("/login", data={"user": USER, "pass": site_password()})


async def submit(
    client: httpx.AsyncClient, form: str = "f1", skin: int = 1, **changes: object
) -> httpx.Response:
    fields = {SKINS[skin].id(control): value for control, value in {**TICKET, **changes}.items()}
    files = {SKINS[skin].id("attachment"): ("C:\\temp\\fan.wav", b"whirr", "audio/wav")}
    return await client.post("/ticket/new", data={"form": form, **fields}, files=files)


async def act(client: httpx.AsyncClient, number: str, what: str, **fields: str) -> str:
    return (await client.post(f"/ticket/{number}", data={"act": what, **fields})).text


@pytest.mark.parametrize(
    "path", ["/", "/menu", "/tickets", "/search", "/export.csv", "/ticket/new", "/people", "/detail"]
)
async def test_without_a_session_every_page_leads_to_the_sign_in(desk: SiteServer, path: str) -> None:
    async with httpx.AsyncClient(base_url=desk.url) as stranger:
        answer = await stranger.get(path)
    assert answer.status_code == 302
    assert answer.headers["location"].startswith("/login?ReturnUrl=")


async def test_signing_in_leads_to_the_frameset_and_is_counted(
    clerk: httpx.AsyncClient, desk: SiteServer
) -> None:
    page = (await clerk.get("/")).text
    assert all(f'<frame name="{name}"' in page for name in ("menu", "list", "detail"))
    assert desk.state()["counters"]["logins"] == 1


async def test_a_wrong_password_is_refused_and_counted(desk: SiteServer) -> None:
    async with httpx.AsyncClient(base_url=desk.url) as client:
        answer = await client.post("/login", data={"user": USER, "pass": "wrong"})
    assert "User name or password is wrong" in answer.text
    assert desk.state()["counters"] == {"refused_logins": 1}


async def test_the_sign_in_never_leads_to_another_site(desk: SiteServer) -> None:
    async with httpx.AsyncClient(base_url=desk.url) as client:
        fields = {"user": USER, "pass": site_password()}
        answer = await client.post("/login?ReturnUrl=//elsewhere.example/", data=fields)
    assert answer.headers["location"] == "/"


async def test_a_submitted_ticket_is_stored_with_all_its_fields_and_its_attachment(
    clerk: httpx.AsyncClient, desk: SiteServer
) -> None:
    desk.faults(clock="1999-12-31T23:59:58")
    assert "Ticket T-1026 created" in (await submit(clerk)).text
    stored = desk.state()["tickets"][-1]
    assert {name: stored[name] for name in TICKET} == {**TICKET, "send_mail": True}
    assert (stored["number"], stored["status"], stored["created"]) == (
        "T-1026",
        "Open",
        "1999-12-31 23:59:58",
    )
    digest = hashlib.sha256(b"whirr").hexdigest()
    assert stored["attachments"] == [{"id": 1, "name": "fan.wav", "size": 5, "sha256": digest}]
    assert (await clerk.get("/attachment/1")).content == b"whirr"


@pytest.mark.parametrize("skin", [number for number in SKINS if SKINS[number].has("submit")])
async def test_the_same_ticket_can_be_submitted_in_every_skin_that_has_the_control(
    clerk: httpx.AsyncClient, desk: SiteServer, skin: int
) -> None:
    desk.faults(skin=skin)
    assert (await submit(clerk, skin=skin)).status_code == 200
    assert desk.state()["tickets"][-1]["requester"] == "Grant, Olivia"


async def test_a_refused_form_comes_back_filled_and_stores_nothing(
    clerk: httpx.AsyncClient, desk: SiteServer
) -> None:
    page = (await submit(clerk, requester="<Nobody>")).text
    assert "Requester unknown: &lt;Nobody&gt;" in page
    assert 'value="Fan is loud"' in page
    assert len(desk.state()["tickets"]) == 25


async def test_a_form_sent_twice_is_one_ticket_unless_the_site_is_told_otherwise(
    clerk: httpx.AsyncClient, desk: SiteServer
) -> None:
    await submit(clerk)
    assert "This form was submitted already" in (await submit(clerk)).text
    assert len(desk.state()["tickets"]) == 26
    desk.faults(double_submit=True)
    await submit(clerk)
    assert len(desk.state()["tickets"]) == 27


async def test_submit_and_close_stores_a_ticket_that_is_closed_already(
    clerk: httpx.AsyncClient, desk: SiteServer
) -> None:
    desk.faults(skin=4)
    await submit(clerk, skin=4, submit_and_close="Submit and close")
    stored = desk.state()["tickets"][-1]
    assert (stored["status"], stored["close_reason"]) == ("Closed", "Closed on entry")


async def test_a_ticket_from_the_template_starts_with_its_words(clerk: httpx.AsyncClient) -> None:
    assert 'value="Standard request: "' in (await clerk.get("/ticket/new?template=1")).text
    assert "Standard request" not in (await clerk.get("/ticket/new")).text


async def test_a_lost_answer_leaves_the_ticket_stored(clerk: httpx.AsyncClient, desk: SiteServer) -> None:
    desk.faults(lose_answer_once=True)
    with pytest.raises(httpx.RemoteProtocolError):
        await submit(clerk)
    assert desk.state()["counters"]["tickets_created"] == 1
    assert "T-1026" in (await clerk.get("/tickets", params={"subject": "fan is"})).text


async def test_what_a_clerk_does_to_a_ticket_is_said_and_stored(
    clerk: httpx.AsyncClient, desk: SiteServer
) -> None:
    await submit(clerk)
    assert "Ticket T-1026 saved" in await act(clerk, "T-1026", "save", status="Waiting", assigned="Novak")
    assert "Note added" in await act(clerk, "T-1026", "add_note", note="Fan ordered")
    assert "Ticket T-1026 escalated" in await act(clerk, "T-1026", "escalate")
    assert "Ticket T-1026 closed" in await act(clerk, "T-1026", "close_ticket", reason="Replaced")
    stored = desk.state()["tickets"][-1]
    assert (stored["status"], stored["assigned"], stored["close_reason"]) == ("Closed", "Novak", "Replaced")
    assert stored["escalated"]
    assert [(note["author"], note["text"]) for note in stored["notes"]] == [(USER, "Fan ordered")]
    assert "Ticket T-1026 deleted" in await act(clerk, "T-1026", "delete")
    assert (await clerk.get("/ticket/T-1026")).status_code == 404


async def test_the_process_refuses_to_escalate_a_low_priority(
    clerk: httpx.AsyncClient, desk: SiteServer
) -> None:
    await submit(clerk, priority="Low")
    assert "Escalation refused: priority Low" in await act(clerk, "T-1026", "escalate")
    assert "escalations" not in desk.state()["counters"]


async def test_the_export_is_csv_with_every_ticket(clerk: httpx.AsyncClient, desk: SiteServer) -> None:
    answer = await clerk.get("/export.csv")
    assert answer.headers["content-disposition"] == 'attachment; filename="tickets.csv"'
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert [row["No."] for row in rows] == [ticket["number"] for ticket in desk.state()["tickets"]]


async def test_open_tickets_leave_the_closed_out_and_search_finds_by_subject_and_status(
    clerk: httpx.AsyncClient,
) -> None:
    closed = (await clerk.get("/search", params={"q": "", "st": "Closed"})).text
    listed = (await clerk.get("/tickets", params={"view": "open"})).text
    assert 'href="/ticket/T-1016"' in closed
    assert 'href="/ticket/T-1016"' not in listed
    found = (await clerk.get("/search", params={"q": "PASSWORD", "st": ""})).text
    assert found.count('href="/ticket/') == 2


async def test_reports_ask_for_the_auditor_and_nobody_else(desk: SiteServer) -> None:
    async with httpx.AsyncClient(base_url=desk.url) as client:
        stranger = await client.get("/reports/")
        wrong = await client.get("/reports/", auth=(AUDITOR, "guess"))
        right = await client.get("/reports/", auth=(AUDITOR, auditor_password()))
    assert (stranger.status_code, wrong.status_code, right.status_code) == (401, 401, 200)
    assert stranger.headers["www-authenticate"].startswith("Basic realm=")
    assert "Monthly report" in right.text
    counters = desk.state()["counters"]
    assert counters == {"report_challenges": 1, "refused_report_logins": 1, "reports_read": 1}


async def test_a_changed_sign_in_has_other_fields_and_asks_for_the_terms(desk: SiteServer) -> None:
    desk.faults(changed_sign_in=True)
    async with httpx.AsyncClient(base_url=desk.url) as client:
        assert "Staff number" in (await client.get("/login")).text
        assert "is wrong" in (await sign_in(client)).text
        fields = {"sso_user": USER, "sso_pass": site_password()}
        terms = (await client.post("/login", data=fields)).text
        key = terms.split('name="key" value="')[1].split('"')[0]
        await client.post("/login/terms", data={"key": key})
        assert (await client.get("/")).status_code == 200


async def test_an_expired_session_leads_back_to_the_sign_in(
    clerk: httpx.AsyncClient, desk: SiteServer
) -> None:
    desk.faults(expire_session=True)
    assert (await clerk.get("/tickets")).status_code == 302


@pytest.mark.parametrize("skin", sorted(SKINS))
async def test_every_control_that_truth_names_is_on_its_page_and_no_other_is(
    clerk: httpx.AsyncClient, desk: SiteServer, skin: int
) -> None:
    desk.faults(skin=skin)
    pages = {
        "sign_in": (await clerk.get("/login")).text,
        "new_ticket": (await clerk.get("/ticket/new")).text,
        "people": (await clerk.get("/people")).text,
        "console": "".join([(await clerk.get(path)).text for path in ("/menu", "/search", "/ticket/T-1001")]),
    }
    everything = "".join(pages.values())
    for control, place in desk.truth(skin).items():
        if control in SKINS[skin].ids and place is None:
            assert f'id="{SKINS[skin].id(control)}"' not in everything, control
        elif control in SKINS[skin].ids:
            assert isinstance(place, dict)
            assert pages[place["window"]].count(f'id="{place["css"][1:]}"') == 1, control

"""The rental console as a clerk meets it: postback links, the replaced panel, the date window, every release."""

from __future__ import annotations

import asyncio
import contextlib
import re
from collections.abc import Callable

import pytest
from playwright.async_api import Dialog, Error, Page, expect

from clerkwork.fixtures_sites.rentals.releases import SKINS
from clerkwork.fixtures_sites.server import SiteServer
from clerkwork.fixtures_sites.sessions import USER, site_password


@pytest.fixture
def rentals(site: Callable[[str], SiteServer]) -> SiteServer:
    return site("rentals")


class Console:
    """A clerk's hands: finds controls by the site's truth about one release."""

    def __init__(self, page: Page, server: SiteServer, skin: int = 1) -> None:
        self.page = page
        self.url = server.url
        self.skin = skin
        self.truth = server.truth(skin)

    def at(self, control: str) -> str:
        selector = self.truth[control]
        assert selector is not None, f"{control} is removed in this release"
        return selector

    async def sign_in(self) -> None:
        await self.page.goto(f"{self.url}/login?skin={self.skin}")
        await self.page.fill(self.at("login.user"), USER)
        await self.page.fill(self.at("login.password"), site_password())
        await self.page.click(self.at("login.sign_in"))
        await self.page.wait_for_url("**/devices")

    async def reserve(self, device: str) -> None:
        row = self.page.locator(self.at("devices.row")).filter(has_text=device)
        await row.locator(self.at("devices.reserve")).click()
        await self.page.wait_for_url(f"**/reserve?device={device}")

    async def fill_order(self, days: str = "7") -> None:
        await self.page.fill(self.at("reserve.employee"), "A. Meyer")
        await self.page.fill(self.at("reserve.days"), days)
        await self.page.fill(self.at("reserve.start"), "2026-12-01")
        await self.page.select_option(self.at("reserve.cost_centre"), "4711")
        await expect(self.page.get_by_text("R. Brandt")).to_be_visible()


@pytest.fixture
async def console(page: Page, rentals: SiteServer) -> Console:
    console = Console(page, rentals)
    await console.sign_in()
    return console


def accepted(page: Page) -> list[str]:
    """Accepts every dialog of the page; the list gets what they said."""
    said: list[str] = []
    answers: set[asyncio.Task[None]] = set()

    def accept(dialog: Dialog) -> None:
        said.append(dialog.message)
        answers.add(asyncio.ensure_future(dialog.accept()))

    page.on("dialog", accept)
    return said


async def test_a_page_link_posts_back_and_shows_the_next_ten(console: Console) -> None:
    link = console.page.get_by_role("link", name="2", exact=True)
    assert re.fullmatch(
        r"javascript:__doPostBack\('.*GridView1','Page\$2'\)", await link.get_attribute("href") or ""
    )
    await link.click()
    await expect(console.page.locator(".GridPager span")).to_have_text("2")
    await expect(console.page.locator(console.at("devices.row"))).to_have_count(10)


async def test_the_checkbox_of_the_panel_is_replaced_by_its_own_click(console: Console) -> None:
    await console.reserve("LT-0042")
    await console.page.fill(console.at("reserve.notes"), "still here")
    box = await console.page.query_selector(console.at("reserve.long_loan"))
    assert box
    await box.click()
    await expect(console.page.get_by_text("approved by the head of department")).to_be_visible()
    assert await box.evaluate("box => box.isConnected") is False
    await expect(console.page.locator(console.at("reserve.long_loan"))).to_be_checked()
    await expect(console.page.locator(console.at("reserve.notes"))).to_have_value("still here")


async def test_the_date_window_calls_back_its_opener_and_closes(
    console: Console, rentals: SiteServer
) -> None:
    rentals.faults(clock="2026-02-10T09:00:00")
    await console.reserve("LT-0042")
    async with console.page.expect_popup() as opening:
        await console.page.click(console.at("reserve.start_popup"))
    window = await opening.value
    await window.get_by_role("link", name=">").click()
    await expect(window.get_by_text("2026-03")).to_be_visible()
    async with window.expect_event("close"):
        with contextlib.suppress(Error):  # the window may be gone before the click is answered
            await window.get_by_role("link", name="17", exact=True).click()
    await expect(console.page.locator(console.at("reserve.start"))).to_have_value("2026-03-17")


async def test_a_device_is_returned_after_the_question(console: Console, rentals: SiteServer) -> None:
    said = accepted(console.page)
    await console.page.goto(f"{console.url}/loan?no=L-0961")
    await console.page.click(console.at("loan.return"))
    await expect(console.page.locator(console.at("loan.status"))).to_have_text("Returned")
    assert said == ["Return device LT-0032 now?"]
    assert rentals.state()["counters"]["loans_returned"] == 1


async def test_a_surprise_dialog_opens_once_and_not_into_a_partial_update(
    console: Console, rentals: SiteServer
) -> None:
    said = accepted(console.page)
    await console.reserve("LT-0042")
    rentals.faults(surprise_dialog="</script> 5 minutes left")
    await console.page.check(console.at("reserve.long_loan"))
    await expect(console.page.get_by_text("approved by the head of department")).to_be_visible()
    assert said == []
    await console.page.goto(f"{console.url}/loans")
    await console.page.goto(f"{console.url}/devices")
    assert said == ["</script> 5 minutes left"]


async def test_a_dropped_answer_is_not_sent_again_by_the_browser(
    console: Console, rentals: SiteServer
) -> None:
    await console.reserve("LT-0042")
    await console.fill_order()
    rentals.faults(lose_answer_once=True, double_submit=True)
    async with console.page.expect_event("requestfailed"):
        await console.page.click(console.at("reserve.submit"), no_wait_after=True)
    assert rentals.state()["counters"]["loans_created"] == 1


@pytest.mark.parametrize("skin", [number for number in SKINS if SKINS[number].has("reserve.submit")])
async def test_in_every_release_the_truth_leads_to_a_loan(page: Page, rentals: SiteServer, skin: int) -> None:
    console = Console(page, rentals, skin)
    await console.sign_in()
    await console.reserve("LT-0042")
    await console.fill_order("15")
    await page.check(console.at("reserve.long_loan"))
    await expect(
        page.locator(".hint").filter(has_text=re.compile("head of department|Abteilungsleitung"))
    ).to_be_visible()
    await page.click(console.at("reserve.submit"))
    await expect(page.locator(console.at("confirmation.loan"))).to_have_text("L-1001")
    loan = rentals.state()["loans"][-1]
    assert (loan["device"], loan["days"], loan["long_loan"], loan["printed"]) == ("LT-0042", 15, 1, 0)
    assert rentals.state()["waiting_list"] == []


@pytest.mark.parametrize("skin", SKINS)
async def test_in_every_release_the_truth_selects_one_control_or_names_it_removed(
    page: Page, rentals: SiteServer, skin: int
) -> None:
    console = Console(page, rentals, skin)
    await console.sign_in()
    pages = {
        "devices": "/devices",
        "reserve": "/reserve?device=LT-0042",
        "loan": "/loan?no=L-0961",
        "menu": "/devices",
        "calendar": "/calendar?field=x",
    }
    for room, path in pages.items():
        await page.goto(console.url + path)
        for control in (name for name in console.truth if name.startswith(f"{room}.")):
            selector = console.truth[control]
            found = await page.locator(selector or f'[id$="{SKINS[skin].id(control)}"]').count()
            in_rows = control in ("devices.row", "devices.reserve", "devices.reserve_later")
            assert (control, found) == (control, 0 if selector is None else 10 if in_rows else 1)


async def test_the_release_without_submit_says_whom_to_ask(page: Page, rentals: SiteServer) -> None:
    console = Console(page, rentals, 6)
    await console.sign_in()
    await console.reserve("LT-0042")
    assert console.truth["reserve.submit"] is None
    await expect(page.get_by_text("please contact your administrator")).to_be_visible()
    await expect(page.locator("input[type=submit]")).to_have_count(0)


async def test_a_loan_is_extended_where_it_cannot_be_returned(page: Page, rentals: SiteServer) -> None:
    console = Console(page, rentals, 9)
    await console.sign_in()
    await page.goto(f"{console.url}/loan?no=L-0961")
    assert console.truth["loan.return"] is None
    await page.click(console.at("loan.extend"))
    await expect(page.get_by_text("extended by a week")).to_be_visible()
    [loan] = [loan for loan in rentals.state()["loans"] if loan["no"] == "L-0961"]
    assert (loan["status"], loan["due"]) == ("open", "2026-11-14")
    assert rentals.state()["counters"]["loans_extended"] == 1


async def test_the_similar_controls_do_something_else(page: Page, rentals: SiteServer) -> None:
    console = Console(page, rentals, 4)
    await console.sign_in()
    row = page.locator(console.at("devices.row")).filter(has_text="LT-0043")
    await row.locator(console.at("devices.reserve_later")).click()
    await expect(page.get_by_text("LT-0043 was put on your waiting list")).to_be_visible()
    await console.reserve("LT-0042")
    await console.fill_order()
    await page.click(console.at("reserve.submit_print"))
    await expect(page.get_by_text("sent to printer")).to_be_visible()
    assert rentals.state()["loans"][-1]["printed"] == 1
    assert [entry["device"] for entry in rentals.state()["waiting_list"]] == ["LT-0043"]


async def test_no_page_tells_the_truth_about_itself(console: Console) -> None:
    for path in ("/devices", "/reserve?device=LT-0042", "/loans", "/loan?no=L-0961"):
        await console.page.goto(console.url + path)
        source = await console.page.content()
        assert not re.search(r"__truth|(devices|reserve|loans?)\.(reserve|submit|employee|row)", source)

"""The desk as a clerk meets it: frames, windows that call back, dialogs and downloads, in a real Chromium."""

from __future__ import annotations

import asyncio
import contextlib
import csv
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from playwright.async_api import (
    Browser,
    Dialog,
    Error,
    FilePayload,
    FrameLocator,
    HttpCredentials,
    Page,
    expect,
)

from clerkwork.fixtures_sites.server import SiteServer
from clerkwork.fixtures_sites.service_desk.reports import AUDITOR, auditor_password
from clerkwork.fixtures_sites.service_desk.skins import SKINS
from clerkwork.fixtures_sites.sessions import USER, site_password


@pytest.fixture
def desk(site: Callable[[str], SiteServer]) -> SiteServer:
    return site("service_desk")


async def sign_in(page: Page, desk: SiteServer, skin: int = 1) -> None:
    desk.faults(skin=skin)
    ids = SKINS[skin].ids
    await page.goto(desk.url)
    await page.fill(f"#{ids['user_name']}", USER)
    await page.fill(f"#{ids['password']}", site_password())
    await page.click(f"#{ids['sign_in']}")
    await expect(frame(page, "detail", skin).locator("body")).to_have_class("sheet-page")


def frame(page: Page, name: str, skin: int = 1) -> FrameLocator:
    called = SKINS[skin].frames[name]
    return page.frame_locator(f'frame[name="{called}"], iframe[name="{called}"]')


async def popup(opener: Page, click: Awaitable[None]) -> Page:
    async with opener.context.expect_page() as opening:
        await click
    opened = await opening.value
    await opened.wait_for_load_state()
    return opened


def answering(page: Page, answer: bool, text: str | None = None) -> list[str]:
    """Answers every dialog of the page; the list gets what they asked."""
    asked: list[str] = []
    answers: set[asyncio.Task[None]] = set()

    def reply(dialog: Dialog) -> None:
        asked.append(dialog.message)
        answers.add(asyncio.ensure_future(dialog.accept(text) if answer else dialog.dismiss()))

    page.on("dialog", reply)
    return asked


async def fill_in(form: Page, skin: int = 1, requester: str = "Haddad, Samir") -> None:
    ids = SKINS[skin].ids
    await form.fill(f"#{ids['subject']}", "Conveyor stops")
    await form.select_option(f"#{ids['category']}", "Network")
    await form.select_option(f"#{ids['subcategory']}", "Dial-in")
    await form.check(f"#{ids['priority']}_Urgent")
    await form.fill(f"#{ids['description']}", "Twice an hour\nsince Monday")
    await form.select_option(f"#{ids['notify']}", ["Network", "Facilities"])
    file = FilePayload(name="trace.log", mimeType="text/plain", buffer=b"line 1\n")
    await form.set_input_files(f"#{ids['attachment']}", file)
    people = await popup(form, form.click(f"#{ids['requester_lookup']}"))
    async with people.expect_event("close"):
        with contextlib.suppress(Error):  # the window may be gone before the click is answered
            await people.get_by_role("link", name=requester).click()
    await expect(form.locator(f"#{ids['requester']}")).to_have_value(requester)


@pytest.mark.parametrize("skin", [number for number in SKINS if SKINS[number].has("submit")])
async def test_a_new_ticket_goes_through_two_windows_and_appears_in_both_frames(
    page: Page, desk: SiteServer, skin: int
) -> None:
    await sign_in(page, desk, skin)
    form = await popup(page, frame(page, "menu", skin).locator(f"#{SKINS[skin].id('menu_new')}").click())
    await fill_in(form, skin)
    asked = answering(form, True)
    async with form.expect_event("close"):
        with contextlib.suppress(Error):
            await form.click(f"#{SKINS[skin].id('submit')}")
    created = SKINS[skin].say("Ticket {number} created").format(number="T-1026")
    await expect(frame(page, "detail", skin).locator(".said")).to_have_text(created)
    await expect(frame(page, "list", skin).get_by_role("link", name="T-1026")).to_have_count(1)
    assert asked == [SKINS[skin].say("Submit ticket?")]
    stored = desk.state()["tickets"][-1]
    assert (stored["subject"], stored["subcategory"], stored["priority"]) == (
        "Conveyor stops",
        "Dial-in",
        "Urgent",
    )
    assert stored["description"].splitlines() == ["Twice an hour", "since Monday"]
    assert stored["requester"] == "Haddad, Samir"
    assert stored["notify"] == ["Network", "Facilities"]
    assert [(file["name"], file["size"]) for file in stored["attachments"]] == [("trace.log", 7)]


async def test_a_declined_confirmation_submits_nothing(page: Page, desk: SiteServer) -> None:
    await sign_in(page, desk)
    form = await popup(page, frame(page, "menu").get_by_role("link", name="New ticket").click())
    await fill_in(form)
    asked = answering(form, False)
    await form.click("#btnSubmit")
    assert asked == ["Submit ticket?"]
    assert len(desk.state()["tickets"]) == 25


async def test_changing_the_category_changes_the_sub_categories(page: Page, desk: SiteServer) -> None:
    await sign_in(page, desk)
    await page.goto(f"{desk.url}/ticket/new")
    await expect(page.locator("#subcat option")).to_have_text(["(choose)"])
    await page.select_option("#category", "Access")
    await expect(page.locator("#subcat option")).to_have_text(
        ["(choose)", "New account", "Password", "Permissions"]
    )


async def test_closing_stores_the_prompted_reason_and_cancel_closes_nothing(
    page: Page, desk: SiteServer
) -> None:
    await sign_in(page, desk)
    await frame(page, "list").get_by_role("link", name="T-1005").click()
    close = frame(page, "detail").get_by_role("button", name="Close ticket")
    page.once("dialog", lambda dialog: asyncio.ensure_future(dialog.dismiss()))
    await close.click()
    assert desk.state()["tickets"][4]["status"] == "In progress"
    asked = answering(page, True, "Cable replaced")
    await close.click()
    await expect(frame(page, "detail").locator(".said")).to_have_text("Ticket T-1005 closed")
    await expect(frame(page, "list").get_by_role("link", name="T-1005")).to_have_count(0)
    assert asked == ["Reason for closing?"]
    assert desk.state()["tickets"][4]["close_reason"] == "Cable replaced"


async def test_deleting_asks_and_takes_the_ticket_out_of_the_list(page: Page, desk: SiteServer) -> None:
    await sign_in(page, desk)
    await frame(page, "list").get_by_role("link", name="T-1003").click()
    asked = answering(page, True)
    await frame(page, "detail").get_by_role("button", name="Delete").click()
    await expect(frame(page, "detail").locator(".said")).to_have_text("Ticket T-1003 deleted")
    await expect(frame(page, "list").get_by_role("link", name="T-1003")).to_have_count(0)
    assert asked == ["Delete this ticket?"]


async def test_a_refused_escalation_is_said_in_the_detail_frame(page: Page, desk: SiteServer) -> None:
    await sign_in(page, desk)
    await frame(page, "list").get_by_role("link", name="T-1001").click()
    await frame(page, "detail").get_by_role("button", name="Escalate").click()
    refused = frame(page, "detail").locator(".refused")
    await expect(refused).to_have_text("Escalation refused: priority Low")


async def test_saving_and_adding_a_note_work_in_the_detail_frame(page: Page, desk: SiteServer) -> None:
    await sign_in(page, desk)
    await frame(page, "list").get_by_role("link", name="T-1006").click()
    detail = frame(page, "detail")
    await detail.locator("#assigned").select_option("Okafor")
    await detail.get_by_role("button", name="Save").click()
    await expect(detail.locator(".said")).to_have_text("Ticket T-1006 saved")
    await detail.locator("#note").fill("Trainee starts on Monday")
    await detail.get_by_role("button", name="Add note").click()
    await expect(detail.locator(".said")).to_have_text("Note added to ticket T-1006")
    stored = desk.state()["tickets"][5]
    assert (stored["assigned"], stored["notes"][-1]["text"]) == ("Okafor", "Trainee starts on Monday")


async def test_the_export_arrives_as_a_download(page: Page, desk: SiteServer, tmp_path: Path) -> None:
    await sign_in(page, desk)
    async with page.expect_download() as arriving:
        await frame(page, "menu").get_by_role("link", name="Export CSV").click()
    download = await arriving.value
    await download.save_as(tmp_path / "tickets.csv")
    rows = list(csv.reader((tmp_path / "tickets.csv").read_text(encoding="utf-8").splitlines()))
    assert download.suggested_filename == "tickets.csv"
    assert (len(rows), rows[1][:2]) == (26, ["T-1001", "Laptop does not start after lunch"])


async def test_reports_open_in_the_list_frame_for_who_has_the_second_password(
    chromium: Browser, desk: SiteServer
) -> None:
    credentials = HttpCredentials(username=AUDITOR, password=auditor_password())
    context = await chromium.new_context(http_credentials=credentials)
    page = await context.new_page()
    await sign_in(page, desk)
    await frame(page, "menu").get_by_role("link", name="Reports (restricted)").click()
    await expect(frame(page, "list").locator("table.grid tr")).to_have_count(5)
    await context.close()


async def test_a_session_that_expires_inside_a_frame_brings_the_whole_window_to_the_sign_in(
    page: Page, desk: SiteServer
) -> None:
    await sign_in(page, desk)
    desk.faults(expire_session=True)
    await frame(page, "menu").get_by_role("link", name="All tickets").click()
    await page.wait_for_url("**/login")
    await expect(page.locator("#pass")).to_be_visible()


async def test_a_switched_clock_stands_still_in_the_menu(page: Page, desk: SiteServer) -> None:
    desk.faults(clock="1999-12-31T23:59:58")
    await sign_in(page, desk)
    await expect(frame(page, "menu").locator("#clock")).to_have_text("23:59:58")


async def test_a_surprise_dialog_opens_with_the_console(page: Page, desk: SiteServer) -> None:
    await sign_in(page, desk)
    asked = answering(page, True)
    desk.faults(surprise_dialog="Server restarts at noon.")
    await page.goto(desk.url)
    assert asked == ["Server restarts at noon."]

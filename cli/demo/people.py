"""Scripted people: each works through a routine in a mock site with mouse and keyboard, as a clerk would.

They drive the browser over a client of their own and know nothing of the recorder that watches it, but
for the recorder's keys: a person who records marks the commit and asks for checks and checkpoints.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Locator, Page, expect

CHECK_TEXT, COMMIT, MASK, CHECKPOINT = "Alt+Shift+T", "Alt+Shift+K", "Alt+Shift+M", "Alt+Shift+B"
"""The recorder's keys: the next click points at a text that must be there; the next step is a commit; the
next click points at what pictures leave out; compare the page with this picture from now on."""

GLANCE = 0.6
"""Seconds in which a person takes in a new page before going on."""


@dataclass(frozen=True)
class Person:
    """A routine that somebody shows to the recorder.

    `play(page, base URL, password, inputs, desk)` works through it in an open page; `desk` is a folder
    with the files that the person has at hand.
    """

    bot: str
    site: str
    title: str
    inputs: dict[str, str]
    play: Callable[[Page, str, str, dict[str, str], Path], Awaitable[None]]


async def rent_device(page: Page, base: str, password: str, inputs: dict[str, str], _desk: Path) -> None:
    """Sign in, find the device, fill the order, choose the date in its popup, submit, sign out."""
    await page.goto(f"{base}/login")
    await asyncio.sleep(GLANCE)
    await _type(_beside(page, "User name:"), "clerk")
    await _type(_beside(page, "Password:"), password)
    await page.get_by_role("button", name="Sign in").click()
    await asyncio.sleep(GLANCE)
    await _type(page.get_by_role("textbox").first, inputs["device"])
    await page.get_by_role("button", name="Search").click()
    await asyncio.sleep(GLANCE)
    row = page.get_by_role("row", name=re.compile(inputs["device"]))
    await row.get_by_role("link", name="Reserve").click()
    await asyncio.sleep(GLANCE)
    await _picture(page, page.get_by_text("Server time:"), _beside(page, "Device:"), *_daily(page))
    await _type(_beside(page, "Employee:"), inputs["employee"])
    await _type(_beside(page, "Number of days:"), inputs["days"])
    async with page.expect_popup() as opened:
        await page.get_by_role("button", name="...").click()
    calendar = await opened.value
    await asyncio.sleep(GLANCE)
    await _close_by(calendar, calendar.get_by_role("link", name="15", exact=True))
    await _choose(_beside(page, "Cost centre:"), "4711 Sales")
    await expect(page.get_by_text("Approver:")).to_be_visible()
    await _type(_beside(page, "Notes:"), "Handed out at the front desk.")
    await page.keyboard.press(COMMIT)
    await page.get_by_role("button", name="Submit order").click()
    created = page.get_by_text("created")
    await expect(created).to_be_visible()
    await asyncio.sleep(GLANCE)
    await page.keyboard.press(CHECK_TEXT)
    await created.click()
    await page.get_by_role("link", name="Sign out").click()
    await expect(_beside(page, "User name:")).to_be_visible()


async def open_ticket(page: Page, base: str, password: str, inputs: dict[str, str], desk: Path) -> None:
    """Sign in, open the form in its window, look up the requester, attach a file, submit, sign out."""
    attachment = desk / "photo-note.txt"
    attachment.write_text("Toner at three percent.\n", encoding="utf-8")
    await page.goto(f"{base}/login")
    await asyncio.sleep(GLANCE)
    await _type(page.locator("input[type=text]").first, "clerk")
    await _type(page.locator("input[type=password]"), password)
    await page.get_by_role("button", name=re.compile("Sign in", re.I)).click()
    await asyncio.sleep(GLANCE)
    menu, detail = page.frame_locator("frame[name=menu]"), page.frame_locator("frame[name=detail]")
    async with page.expect_popup() as opened:
        await menu.get_by_role("link", name="New ticket").click()
    form = await opened.value
    await asyncio.sleep(GLANCE)
    subject = form.locator("[name=subject]")
    await _type(subject, inputs["subject"])
    await _picture(form, subject)
    await _look_up(form, inputs["requester"])
    await _choose(form.locator("[name=category]"), "Hardware")
    await _choose(form.locator("[name=subcat]"), "Printer")
    await form.locator("[name=prio][value=High]").check()
    await _type(form.locator("[name=descr]"), "The printer on floor 3 stops after every page.\nPlease check.")
    async with form.expect_file_chooser() as chooser:
        await form.locator("[name=attach]").click()
    await (await chooser.value).set_files(attachment)
    form.on("dialog", lambda dialog: asyncio.ensure_future(dialog.accept()))
    await form.keyboard.press(COMMIT)
    await _close_by(form, form.get_by_role("button", name="Submit"))
    created = detail.get_by_text("created")
    await expect(created).to_be_visible()
    await asyncio.sleep(GLANCE)
    await page.keyboard.press(CHECK_TEXT)
    await created.click()
    await menu.get_by_role("link", name="Sign out").click()
    await expect(page.locator("input[type=password]")).to_be_visible()


async def _look_up(form: Page, requester: str) -> None:
    async with form.expect_popup() as opened:
        await form.locator("[name=requester] ~ input[type=button]").click()
    people = await opened.value
    await asyncio.sleep(GLANCE)
    await _close_by(people, people.get_by_role("link", name=requester))


async def _close_by(window: Page, pressed: Locator) -> None:
    """Press what closes its own window; that may be gone before the press is answered."""
    async with window.expect_event("close"):
        with contextlib.suppress(PlaywrightError):
            await pressed.click(no_wait_after=True)


async def _picture(page: Page, *left_out: Locator) -> None:
    """Ask for the page to be compared from now on, without what differs every day."""
    for part in left_out:
        await page.keyboard.press(MASK)
        await part.click()
    await page.keyboard.press(CHECKPOINT)


def _daily(page: Page) -> tuple[Locator, ...]:
    """What the order form shows by itself and is another thing tomorrow: the model and the start date."""
    model = page.locator("tr", has=page.get_by_text("Device:")).last.locator(".hint")
    return model, _beside(page, "Start date:")


def _beside(page: Page, words: str) -> Locator:
    """The field in the table row that begins with these words, as people find it."""
    return page.locator("tr", has=page.get_by_text(words)).last.locator("input, select, textarea").first


async def _type(field: Locator, text: str) -> None:
    """Click into the field and replace what it holds, key by key."""
    await field.click()
    await field.press("Control+A")
    await field.press_sequentially(text)


async def _choose(field: Locator, label: str) -> None:
    """Choose in the open list with the keyboard, as people do."""
    await field.click()
    await field.page.keyboard.type(label)
    await field.page.keyboard.press("Enter")
    if await field.evaluate("list => list.selectedOptions[0]?.label.trim()") != label:
        await field.select_option(label=label)


PEOPLE = {
    person.bot: person
    for person in (
        Person(
            "rent_device",
            "rentals",
            "Hand out a rental device",
            {"employee": "A. Meyer", "device": "LT-0042", "days": "7"},
            rent_device,
        ),
        Person(
            "open_ticket",
            "service_desk",
            "Open a ticket for a colleague",
            {"subject": "Printer stops after every page", "requester": "Meyer, Anna"},
            open_ticket,
        ),
    )
}

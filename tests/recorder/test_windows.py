"""Windows, frames, dialogs, downloads, uploads and sign-in, each with a real browser."""

from __future__ import annotations

import contextlib
import hashlib
from typing import TYPE_CHECKING

from playwright.async_api import Error

from clerkwork.bots.load import load_bundle

if TYPE_CHECKING:
    from playwright.async_api import Dialog

    from tests.recorder.conftest import Desk


async def test_dialogs_keep_what_the_person_chose(desk: Desk) -> None:
    answers = iter([("accept", ""), ("dismiss", ""), ("accept", "broken"), ("dismiss", "")])

    async def answer(dialog: Dialog) -> None:
        choice, text = next(answers)
        await (dialog.accept(text) if choice == "accept" else dialog.dismiss())

    await desk.open("desk")
    desk.page.on("dialog", answer)
    for name in ("Delete", "Delete", "Reason", "Reason"):
        await desk.page.click(f"text={name}")
    await desk.seen("answered", 4)
    dialogs = [step.get("dialogs") for step in (await desk.steps())[1:]]
    assert dialogs == [
        [{"type": "confirm", "message": "Delete item 17?"}],
        [{"type": "confirm", "answer": "dismiss", "message": "Delete item 17?"}],
        [{"type": "prompt", "text": "broken", "message": "Reason?"}],
        [{"type": "prompt", "answer": "dismiss", "message": "Reason?"}],
    ]


async def test_a_popup_that_closes_inside_the_click_is_recorded(desk: Desk) -> None:
    await desk.open("desk")
    async with desk.page.expect_popup() as opening:
        await desk.page.click("text=Pick")
    popup = await opening.value
    await desk.seen("window_opened", 2)
    async with popup.expect_event("close"):
        with contextlib.suppress(Error):  # the popup is gone before the click is confirmed
            await popup.click("text=Choose", no_wait_after=True)
    await desk.page.wait_for_function("document.title == 'picked'")
    await desk.page.click("text=Plain")
    await desk.seen("window_closed")
    assert await desk.steps() == [
        {"open": "app:/desk"},
        {"click": "pick", "opens": "picker"},
        {"click": "choose"},
        {"click": "plain"},
    ]
    assert load_bundle(desk.folder).targets.targets["choose"].window == "picker"


async def test_a_window_that_a_script_writes_is_recorded(desk: Desk) -> None:
    await desk.open("desk")
    async with desk.page.expect_popup() as opening:
        await desk.page.click("text=Write")
    popup = await opening.value
    await desk.seen("window_opened", 2)
    async with popup.expect_event("close"):
        with contextlib.suppress(Error):
            await popup.click("text=Take", no_wait_after=True)
    await desk.seen("window_closed")
    assert await desk.actions() == ["open app:/desk", "click write", "click take"]


async def test_a_new_tab_and_its_closing_by_the_person(desk: Desk) -> None:
    await desk.open("desk")
    async with desk.page.expect_popup() as opening:
        await desk.page.click("text=New tab")
    tab = await opening.value
    await tab.click("text=Press me")
    await desk.seen("clicked", 2)
    await tab.wait_for_timeout(1100)  # a window closed within a second of an act was closed by its page
    await tab.close()
    await desk.seen("window_closed")
    await desk.page.click("text=Plain")
    await desk.seen("clicked", 3)
    assert await desk.steps() == [
        {"open": "app:/desk"},
        {"click": "new_tab", "opens": "popup"},
        {"click": "press_me"},
        {"close": "popup"},
        {"click": "plain"},
    ]


async def test_frames_of_a_frameset_are_known_by_name(desk: Desk) -> None:
    await desk.open("frames")
    side, main = desk.page.frame("side"), desk.page.frame("main")
    assert side and main
    await side.click("text=Desk")
    await main.click("text=Plain")
    await desk.seen("clicked", 2)
    recorded = (await desk.finish()).recording
    assert [step.words() for step in recorded.steps] == ["open app:/frames", "click desk", "click plain"]
    assert [[step.name for step in target.frame] for target in recorded.targets.values()] == [
        ["side"],
        ["main"],
    ]
    assert recorded.steps[1].after == "navigation"


async def test_a_download_belongs_to_the_click_that_caused_it(desk: Desk) -> None:
    await desk.open("desk")
    async with desk.page.expect_download() as downloading:
        await desk.page.click("text=Export")
    assert (await (await downloading.value).path()).read_bytes() == b"a,b\n1,2\n"
    await desk.seen("downloaded")
    assert (await desk.steps())[1:] == [{"click": "export", "download": {"name": r"list_\d+\.csv"}}]


async def test_uploaded_files_are_copied_into_the_bundle(desk: Desk) -> None:
    await desk.open("desk")
    content = bytes(range(256)) * 3000
    async with desk.page.expect_file_chooser() as choosing:
        await desk.page.click("#f")
    files = [
        {"name": "photo.bin", "mimeType": "application/x", "buffer": content},
        {"name": "note.txt", "mimeType": "text/plain", "buffer": b"toner 3%\n"},
    ]
    await (await choosing.value).set_files(files)
    await desk.seen("uploaded")
    assert (await desk.steps())[1:] == [
        {"upload": "attachment", "files": ["files/photo.bin", "files/note.txt"]}
    ]
    kept = desk.folder / "files" / "photo.bin"
    assert hashlib.sha256(kept.read_bytes()).digest() == hashlib.sha256(content).digest()
    assert (desk.folder / "files" / "note.txt").read_bytes() == b"toner 3%\n"


async def test_basic_credentials_make_a_system_that_signs_in_by_itself(desk: Desk) -> None:
    await desk.context.set_extra_http_headers({"Authorization": "Basic Y2xlcms6Z2VoZWltITQy"})
    try:
        await desk.open("private/three")
        await desk.page.click("text=Press me")
        await desk.seen("signed_in")
        recorded = (await desk.finish()).recording
    finally:
        await desk.context.set_extra_http_headers({})
    assert recorded.systems["app"].sign_in == "basic"
    assert recorded.secrets == ("app_user", "app_password")
    assert b"geheim" not in desk.bytes()
    assert b"Y2xlcms6" not in desk.bytes()


async def test_only_typed_addresses_are_opened(desk: Desk) -> None:
    await desk.open()
    await desk.page.click("text=Go to the desk")
    await desk.page.wait_for_url("**/desk")
    await desk.page.evaluate("location.href = '/three'")
    await desk.page.wait_for_url("**/three")
    await desk.open("desk?item=3")
    await desk.page.click("text=Plain")
    await desk.seen("clicked", 2)
    assert await desk.actions() == [
        "open app:/",
        "click go_to_the_desk",
        "open app:/desk?item=3",
        "click plain",
    ]


async def test_a_page_that_was_open_before_is_opened_by_the_bot(desk: Desk) -> None:
    await desk.open("desk")
    await desk.page.click("text=Plain")
    await desk.seen("clicked")
    assert await desk.actions() == ["open app:/desk", "click plain"]

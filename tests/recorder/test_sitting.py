"""A whole sitting: the command, its end, a crash in the middle, the toolbar, secrets."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from clerkwork.bots.load import load_bundle
from clerkwork.recorder.errors import BotExists, NothingToResume, OptionInvalid
from clerkwork.recorder.order import order
from clerkwork.recorder.page_source import FOLLOW, capture_script
from clerkwork.recorder.session import record
from clerkwork.recorder.trail import read_trail

if TYPE_CHECKING:
    from playwright.async_api import BrowserContext, Page, Playwright

    from tests.recorder.conftest import Desk


class Command:
    """`clerkwork record` as a process of its own."""

    def __init__(self, *words: str, into: Path) -> None:
        self.log = into / "said.txt"
        arguments = [
            sys.executable,
            "-c",
            "import sys; from clerkwork.cli.main import main; sys.exit(main())",
            "record",
            *words,
        ]
        arguments += ["--name", "bot", "--into", str(into)]
        with self.log.open("w") as log:
            self.process = subprocess.Popen(arguments, stdout=log, stderr=subprocess.STDOUT)

    async def ready(self) -> None:
        deadline = time.monotonic() + 30
        while "recording: ready" not in self.log.read_text():
            assert self.process.poll() is None, self.log.read_text()
            assert time.monotonic() < deadline, self.log.read_text()
            await asyncio.sleep(0.05)

    def end(self, number: int = signal.SIGINT) -> int:
        self.process.send_signal(number)
        return self.process.wait(10)


def _stored(folder: Path) -> bytes:
    return b"\0".join(one.read_bytes() for one in folder.rglob("*") if one.is_file())


async def _until(holds: object) -> None:
    deadline = time.monotonic() + 30
    while not holds():  # type: ignore[operator]
        assert time.monotonic() < deadline
        await asyncio.sleep(0.02)


async def test_a_killed_recording_goes_on(
    person: BrowserContext, endpoint: str, console: str, tmp_path: Path
) -> None:
    page = await person.new_page()
    for other in person.pages[:-1]:
        await other.close()
    command = Command(console, "--connect", endpoint, into=tmp_path)
    await command.ready()
    await page.goto(f"{console}/desk")
    await page.click("text=Plain")
    await _until(lambda: [event.kind for event in read_trail(tmp_path / "bot")][-1] == "clicked")
    command.process.kill()
    command.process.wait()
    with (tmp_path / "bot" / ".recording" / "events.jsonl").open("ab") as torn:
        torn.write(b'{"data":{"kind":"do')
    assert not (tmp_path / "bot" / "bot.yaml").exists()

    command = Command(console, "--connect", endpoint, "--resume", into=tmp_path)
    await command.ready()
    await page.click("#mid")
    await _until(lambda: sum(event.kind == "clicked" for event in read_trail(tmp_path / "bot")) == 2)
    began = time.monotonic()
    assert command.end() == 0
    assert time.monotonic() - began < 3
    words = [step.words() for step in load_bundle(tmp_path / "bot").bot.steps]
    assert words == ["open app:/desk", "click plain", "click middle"]
    said = command.log.read_text()
    assert "  3  click middle" in said
    assert "run it: clerkwork run" in said


async def test_a_browser_of_its_own_is_opened_and_closed(console: str, tmp_path: Path) -> None:
    command = Command(f"{console}/desk", "--headless", into=tmp_path)
    await command.ready()
    await _until(lambda: any(event.kind == "navigated" for event in read_trail(tmp_path / "bot")))
    assert command.end(signal.SIGTERM) == 0
    bundle = load_bundle(tmp_path / "bot")
    assert [step.words() for step in bundle.bot.steps] == ["open app:/desk"]
    assert (bundle.bot.viewport.width, bundle.bot.viewport.height) == (1280, 900)


async def test_a_bot_that_is_there_is_not_written_over(
    playwright: Playwright, console: str, tmp_path: Path
) -> None:
    (tmp_path / "bot").mkdir()
    (tmp_path / "bot" / "bot.yaml").write_text("clerkwork: 1\n")
    with pytest.raises(BotExists, match="holds a bot already"):
        await record(order(console, "bot", tmp_path, headless=True), asyncio.Event(), None, playwright)
    with pytest.raises(NothingToResume, match="no recording to go on with"):
        await record(order(console, "other", tmp_path, resume=True), asyncio.Event(), None, playwright)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": "Rent Device"}, "no name for a bot"),
        ({"url": "rentals"}, "no address"),
        ({"inputs": ["device"]}, "NAME=VALUE"),
        ({"systems": ["app=rentals"]}, "no address"),
        ({"secrets": ["nowhere_to_be_found"]}, "is in no place"),
    ],
)
def test_an_option_that_cannot_be_used_is_named(wrong: dict[str, object], words: str, tmp_path: Path) -> None:
    given = {"url": "http://127.0.0.1:1", "name": "bot", "into": tmp_path} | wrong
    with pytest.raises(OptionInvalid, match=words):
        order(**given)  # type: ignore[arg-type]


async def test_a_secret_typed_into_a_plain_field_is_stored_nowhere(
    playwright: Playwright,
    person: BrowserContext,
    endpoint: str,
    console: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("CLERKWORK_SECRET_PIN", "zw0lf-grün")
    stop, page = asyncio.Event(), await person.new_page()
    for other in person.pages[:-1]:
        await other.close()
    wish = order(console, "bot", tmp_path, secrets=["pin"], connect=endpoint)
    sitting = asyncio.create_task(record(wish, stop, None, playwright))
    await _until(lambda: (tmp_path / "bot" / ".recording" / "events.jsonl").exists())
    await asyncio.sleep(0.3)
    await page.goto(f"{console}/")
    await page.click("#u")
    await page.keyboard.type("zw0lf-grün")
    await _until(lambda: [event.kind for event in read_trail(tmp_path / "bot")].count("typed") == 10)
    stop.set()
    steps = (await sitting).recording.steps
    assert [step.words() for step in steps][1:] == ["fill user_name with '{{ secrets.pin }}'"]
    assert b"zw0lf" not in _stored(tmp_path)
    assert load_bundle(tmp_path / "bot").bot.secrets == ("pin",)


@pytest.fixture
def pin(monkeypatch: pytest.MonkeyPatch) -> str:
    """A secret that the recorder is told of."""
    monkeypatch.setenv("CLERKWORK_SECRET_PIN", "zw0lf Rot")
    return "zw0lf Rot"


@pytest.mark.parametrize("desk", [{"secrets": ["pin"]}], indirect=True)
async def test_a_secret_typed_key_by_key_is_stored_nowhere_not_even_by_its_keys(pin: str, desk: Desk) -> None:
    await desk.open()
    await desk.page.evaluate(
        "document.body.replaceChildren(); onkeydown = event => event.preventDefault(); 0"
    )
    for key in ("z", "Tab", *pin, "F3"):
        await desk.page.keyboard.press("Space" if key == " " else key)
    await desk.seen("pressed", 3)
    keys = [event.key for event in read_trail(desk.folder) if event.kind == "pressed"]
    assert keys == ["z", "Tab", "F3"]
    assert [step.words() for step in (await desk.finish()).recording.steps][1:] == [
        "press z",  # one letter gives nothing away
        "press Tab",
        "type '{{ secrets.pin }}'",
        "press F3",
    ]
    assert pin[:3].encode() not in desk.bytes()
    assert load_bundle(desk.folder).bot.secrets == ("pin",)


@pytest.mark.parametrize("desk", [{"secrets": ["pin"]}], indirect=True)
async def test_a_value_that_is_how_a_secret_begins_is_that_part_of_it(pin: str, desk: Desk) -> None:
    await desk.open()
    await desk.page.click("#u")
    await desk.page.keyboard.type(pin[:5])
    await desk.seen("typed", 5)
    assert await desk.actions() == ["open app:/", "fill user_name"]
    assert [step.words() for step in load_bundle(desk.folder).bot.steps][1:] == [
        "fill user_name with '{{ secrets.pin[:5] }}'"
    ]
    assert pin[:3].encode() not in desk.bytes()


@pytest.mark.parametrize("desk", [{"toolbar": True}], indirect=True)
async def test_checks_are_added_by_the_toolbars_keys(desk: Desk) -> None:
    await desk.open()
    await desk.page.fill("#u", "clerk")
    await desk.page.keyboard.press("Alt+Shift+V")
    await desk.page.click("#u")
    await desk.seen("checked")
    await desk.open("desk")
    await desk.page.keyboard.press("Alt+Shift+T")
    await desk.page.click("h1")
    await desk.seen("checked", 2)
    await desk.page.keyboard.press("Alt+Shift+P")
    await desk.page.click("text=Plain")
    await desk.page.keyboard.press("Alt+Shift+S")
    recorded = await asyncio.wait_for(desk.sitting, 5)
    words = [step.words() for step in recorded.recording.steps]
    assert words == [
        "open app:/",
        "fill user_name with 'clerk'",
        "user_name holds 'clerk'",
        "open app:/desk",
        "see 'Welcome to the desk'",
    ]


@pytest.mark.parametrize("desk", [{"toolbar": True}], indirect=True)
async def test_the_toolbar_is_no_part_of_the_page(desk: Desk) -> None:
    await desk.open("desk")
    toolbar = desk.page.locator("clerkwork-toolbar")
    assert await toolbar.evaluate("bar => bar.shadowRoot") is None
    assert await desk.page.evaluate("document.body.innerText.includes('recording')") is False
    await desk.page.evaluate("document.open(); document.write('<button>New</button>'); document.close()")
    await desk.page.click("text=New")
    await desk.seen("clicked")
    assert await desk.actions() == ["open app:/desk", "click new"]


@pytest.mark.parametrize("desk", [{"toolbar": True}], indirect=True)
async def test_rows_and_states_are_checked_a_step_is_taken_back_and_a_value_named_by_keys_alone(
    desk: Desk,
) -> None:
    page = desk.page
    await desk.open()
    await page.click("#u")
    await page.keyboard.type("clerk")
    await page.keyboard.press("Alt+Shift+I")
    await page.keyboard.press("Enter")
    await _until(lambda: _wishes(desk) == ["user_name"])
    await desk.open("desk")
    await page.keyboard.press("Alt+Shift+H")
    await page.click("text=Plain")
    await page.keyboard.press("Alt+Shift+E")
    await page.click("#mid")
    await page.keyboard.press("Alt+Shift+R")
    await page.click("text=LT-0042")
    await desk.seen("checked", 3)
    await page.click("text=Plain")
    await desk.seen("clicked", 2)
    await page.keyboard.press("Alt+Shift+U")
    await _until(lambda: _wishes(desk) == ["user_name", ""])
    words = [step.words() for step in (await desk.finish()).recording.steps]
    assert words == [
        "open app:/",
        "fill user_name with '{{ inputs.user_name }}'",
        "open app:/desk",
        "plain is shown",
        "middle is enabled",
        "see the row LT-0042 · Lend",
    ]
    assert load_bundle(desk.folder).bot.inputs["user_name"].example == "clerk"
    assert "Taken back: step 7: click plain" in desk.said


def _wishes(desk: Desk) -> list[str]:
    return [event.title for event in read_trail(desk.folder) if event.kind == "asked"]


@pytest.mark.parametrize("desk", [{"toolbar": True}], indirect=True)
async def test_a_button_of_the_toolbar_is_pressed_and_the_page_hears_nothing(desk: Desk) -> None:
    page = desk.page
    await page.set_viewport_size({"width": 1280, "height": 800})
    await desk.open()
    await page.click("#u")
    await page.keyboard.type("clerk")
    await page.evaluate(
        "window.heard = []; for (const kind of ['pointerdown', 'mousedown', 'click', 'keydown', 'keyup', 'blur'])"
        " window.addEventListener(kind, event => heard.push(event.type + (event.key || '')), true)"
    )
    box = await page.locator("clerkwork-toolbar").bounding_box()
    assert box
    upper = box["y"] + 14
    await page.mouse.click(box["x"] + box["width"] - 20, upper)
    recorded = await asyncio.wait_for(desk.sitting, 5)
    await page.mouse.move(box["x"] + 20, upper)
    await page.mouse.down()
    await page.mouse.move(100, 100)
    await page.mouse.up()
    moved = await page.locator("clerkwork-toolbar").bounding_box()
    assert moved
    assert moved["x"] < box["x"] or moved["y"] < box["y"]
    assert await page.evaluate("heard") == []
    assert await page.evaluate("document.activeElement.id") == "u"
    assert [step.words() for step in recorded.recording.steps][1:] == ["fill user_name with 'clerk'"]


@pytest.mark.parametrize("desk", [{"toolbar": True}], indirect=True)
async def test_the_toolbar_is_folded_and_moved_by_keys_and_stays_so_on_the_next_page(desk: Desk) -> None:
    page = desk.page
    await page.set_viewport_size({"width": 1280, "height": 800})
    await desk.open()
    toolbar = page.locator("clerkwork-toolbar")
    await toolbar.wait_for()
    whole = await toolbar.bounding_box()
    assert whole
    place = "(() => { const box = document.querySelector('clerkwork-toolbar')?.getBoundingClientRect();"
    folded = f"{place} return box && box.width < {whole['width'] - 300} && box.left < 10 }})()"
    await page.keyboard.press("Alt+Shift+F")
    await page.keyboard.press("Alt+Shift+C")
    await page.wait_for_function(folded)
    await desk.open("desk")
    await page.wait_for_function(folded)
    assert await desk.actions() == ["open app:/desk"]


async def _untold(person: BrowserContext, console: str) -> Page:
    """A page with room for the toolbar, of which no recorder knows."""
    page = await person.new_page()
    await page.set_viewport_size({"width": 1280, "height": 800})
    await page.goto(f"{console}/desk")
    return page


async def test_what_a_page_is_told_first_gives_way_only_to_what_is_newer(
    person: BrowserContext, console: str
) -> None:
    page = await _untold(person, console)
    await page.evaluate(capture_script(toolbar=True))
    toolbar = page.locator("clerkwork-toolbar")
    whole = await toolbar.bounding_box()
    await page.evaluate(FOLLOW, {"corner": 2, "steps": 1})
    await page.evaluate(FOLLOW, {"first": True, "corner": 0, "steps": 0, "folded": True, "notice": ""})
    folded = await toolbar.bounding_box()
    assert whole
    assert folded
    assert (folded["x"], folded["y"]) == (8, 8)
    assert folded["width"] < whole["width"] - 300


async def test_what_a_page_is_told_before_it_has_anything_to_show_holds_for_its_toolbar(
    person: BrowserContext, console: str
) -> None:
    page = await _untold(person, console)
    await page.evaluate("window.whole = document.documentElement; whole.remove()")
    await page.evaluate(capture_script(toolbar=True))
    await page.evaluate(FOLLOW, {"first": True, "corner": 2, "folded": True})
    await page.evaluate("document.append(whole)")
    folded = await page.locator("clerkwork-toolbar").bounding_box()
    assert folded
    assert (folded["x"], folded["y"]) == (8, 8)
    assert folded["width"] < 500


@pytest.mark.parametrize("desk", [{"toolbar": True}], indirect=True)
async def test_an_input_is_named_from_inside_a_frame_and_the_field_gets_no_letter_of_it(desk: Desk) -> None:
    await desk.open("desk")
    await desk.page.evaluate(
        "document.body.innerHTML = '<iframe name=inner srcdoc=\\'<label>Subject <input></label>\\'></iframe>'"
    )
    field = desk.page.frame_locator("iframe").get_by_label("Subject")
    await field.click()
    await desk.page.keyboard.type("Toner")
    await desk.page.keyboard.press("Alt+Shift+I")
    await desk.page.keyboard.type("what is-wronk", delay=5)
    await desk.page.keyboard.press("Backspace")
    await desk.page.keyboard.type("g")
    await desk.page.keyboard.press("Enter")
    await _until(lambda: _wishes(desk) == ["what_is_wrong"])
    assert await field.input_value() == "Toner"
    words = [step.words() for step in (await desk.finish()).recording.steps]
    assert words == ["open app:/desk", "fill subject with '{{ inputs.what_is_wrong }}'"]


async def test_what_was_done_just_before_the_end_is_in_the_bot(desk: Desk) -> None:
    await desk.open()
    await desk.page.click("text=User name")
    await desk.page.keyboard.type("a clerk of few words who ends at once")
    steps = await desk.steps()
    assert steps[-1] == {"fill": "user_name", "with": "a clerk of few words who ends at once"}

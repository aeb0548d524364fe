"""Going on from a bot that exists: what is kept, what is replaced, and what an unknown step says."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from clerkwork.bots.load import load_bundle
from clerkwork.recorder.errors import OptionInvalid
from clerkwork.recorder.normalise import Options, steps_of
from clerkwork.recorder.order import order
from clerkwork.recorder.saving import save
from clerkwork.recorder.session import Listeners, record
from clerkwork.recorder.splice import begin, resumed, splice_of
from clerkwork.recorder.trail import read_trail
from tests.recorder.test_normalise import BUTTON, NAME, NOTE, OPEN, act, click, recorded, told
from tests.recorder.test_sitting import Command

if TYPE_CHECKING:
    from playwright.async_api import BrowserContext, Playwright

URL = "http://127.0.0.1:8101/login"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A bot of five steps, with a comment and an id that a person wrote."""
    written = recorded(
        OPEN,
        act("typed", "1", NAME, value="ada"),
        act("typed", "2", NOTE, value="Please"),
        *click("p", "3", BUTTON),
        act("typed", "1", NAME, value="bob"),
    )
    path = save(tmp_path / "bot", "bot", written)
    text = path.read_text().replace(
        "  - fill: user_name\n", "  # who it is\n  - fill: user_name\n    id: who\n", 1
    )
    path.write_text(text)
    return tmp_path / "bot"


def _save(folder: Path, shapes: list[dict[str, Any]], **which: Any) -> list[str]:
    wish = order(URL, "bot", folder.parent, **which)
    assert wish.splice
    options = Options(systems=wish.systems, inputs=wish.inputs, kept=wish.splice.names())
    save(folder, "bot", steps_of(told(*shapes), options), wish.splice)
    return [step.words() for step in load_bundle(folder).bot.steps]


def test_what_comes_after_a_step_is_dropped_and_recorded_anew(folder: Path) -> None:
    words = _save(folder, click("q", "9", BUTTON), after="who")
    assert words == ["open app:/login", "fill user_name with 'ada'", "click save"]
    text = (folder / "bot.yaml").read_text()
    assert "  # who it is\n" in text
    assert "id: who" in text
    assert set(load_bundle(folder).targets.targets) == {"user_name", "save"}


def test_only_the_steps_between_are_replaced(folder: Path) -> None:
    words = _save(folder, [act("typed", "9", NOTE, value="Now")], replace=("3", "4"))
    assert words == [
        "open app:/login",
        "fill user_name with 'ada'",
        "fill note with 'Now'",
        "fill user_name with 'bob'",
    ]
    assert "  # who it is\n" in (folder / "bot.yaml").read_text()
    assert set(load_bundle(folder).targets.targets) == {"user_name", "note"}


def test_another_target_of_the_same_words_gets_another_name(folder: Path) -> None:
    other = {**NAME, "candidates": [{"by": "id", "value": "u2"}]}
    words = _save(
        folder, [act("typed", "8", NAME, value="x"), act("typed", "9", other, value="y")], after="who"
    )
    assert words[2:] == ["fill user_name with 'x'", "fill user_name_field with 'y'"]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"after": "6"}, "--after: the bot bot has no step '6'"),
        ({"after": "0"}, "has no step '0'"),
        ({"replace": ("who", "pay")}, "--replace: the bot bot has no step 'pay'"),
        ({"replace": ("4", "who")}, "step 2 comes before step 4"),
        ({"after": "1", "replace": ("1", "2")}, "do not go together"),
        ({"after": "1", "resume": True}, "--resume knows"),
        ({"after": "1", "name": "other"}, "there is no bot"),
    ],
)
def test_a_step_that_is_not_there_is_named(folder: Path, wrong: dict[str, Any], words: str) -> None:
    with pytest.raises(OptionInvalid, match=words):
        order(**({"url": URL, "name": "bot", "into": folder.parent} | wrong))


def test_a_sitting_that_was_broken_off_knows_the_bot_as_it_was(folder: Path) -> None:
    splice = splice_of(folder, "1", None)
    begin(folder, splice)
    (folder / "bot.yaml").write_text("torn")
    assert resumed(folder) == splice


async def test_recording_goes_on_where_the_console_is(
    playwright: Playwright, person: BrowserContext, endpoint: str, console: str, tmp_path: Path
) -> None:
    page = await person.new_page()
    for other in person.pages[:-1]:
        await other.close()

    async def sit(work: Any, **which: Any) -> list[str]:
        stop, ready = asyncio.Event(), asyncio.Event()
        wish = order(console, "bot", tmp_path, connect=endpoint, **which)
        sitting = asyncio.create_task(record(wish, stop, Listeners(ready.set), playwright))
        await ready.wait()
        await work()
        deadline = time.monotonic() + 30
        while [event.kind for event in read_trail(tmp_path / "bot")].count("clicked") < 2:
            assert time.monotonic() < deadline
            await asyncio.sleep(0.02)
        stop.set()
        await sitting
        return [step.words() for step in load_bundle(tmp_path / "bot").bot.steps]

    async def first() -> None:
        await page.goto(f"{console}/desk")
        await page.click("text=Plain")
        await page.click("#mid")

    async def second() -> None:
        await page.click("#menu")
        await page.click("text=Plain")

    assert await sit(first) == ["open app:/desk", "click plain", "click middle"]
    words = await sit(second, after="2")
    assert words == ["open app:/desk", "click plain", "click menu", "click plain"]
    assert set(load_bundle(tmp_path / "bot").targets.targets) == {"plain", "menu"}


async def test_a_browser_of_its_own_waits_until_the_console_is_there(folder: Path, console: str) -> None:
    before = (folder / "bot.yaml").read_text()
    command = Command(f"{console}/desk", "--headless", "--after", "who", into=folder.parent)
    await command.ready()
    assert command.end() == 0
    assert "recording waits: bring the console to where step 2 ends" in command.log.read_text()
    assert "navigated" not in [event.kind for event in read_trail(folder)]
    assert (folder / "bot.yaml").read_text() == before

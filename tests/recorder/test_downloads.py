"""Name, size and digest of what the person was given, and of what the bot is given."""

from __future__ import annotations

import asyncio
import hashlib
import json
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from clerkwork.bots.load import load_bundle
from clerkwork.recorder.opening import opened
from clerkwork.recorder.order import order
from clerkwork.recorder.session import Listeners, Session
from clerkwork.recorder.trail import Trail, read_trail
from clerkwork.runner.options import RunOptions
from clerkwork.runner.run import run_bot

if TYPE_CHECKING:
    from playwright.async_api import Playwright

FILE = b"a,b\n1,2\n"


async def test_a_file_is_known_by_its_digest_also_when_a_new_tab_brings_it(
    playwright: Playwright, console: str, tmp_path: Path
) -> None:
    wish, stop = order(f"{console}/desk", "bot", tmp_path, headless=True), asyncio.Event()
    async with opened(playwright, wish, stop) as context:
        with closing(Trail.begin(wish.folder, {})) as trail:
            session = Session(wish, trail, stop, Listeners())
            await session.listen(context)
            await session.open(context, wish.url)
            page = context.pages[0]
            await page.click("text=Export")
            await _downloads(wish.folder, 1)
            await page.evaluate("document.querySelector('[href=\"/export\"]').target = '_blank'")
            await page.click("text=Export")
            told = await _downloads(wish.folder, 2)
            recording = session.save().recording
    facts = {(one.name, one.size, one.sha256) for one in told}
    assert facts == {("list_7.csv", len(FILE), hashlib.sha256(FILE).hexdigest())}
    assert [bool(getattr(step, "download", None)) for step in recording.steps] == [False, True, True]


async def test_the_bot_keeps_the_digest_of_what_it_was_given(
    playwright: Playwright, console: str, tmp_path: Path
) -> None:
    wish, stop = order(f"{console}/desk", "bot", tmp_path, headless=True), asyncio.Event()
    async with opened(playwright, wish, stop) as context:
        with closing(Trail.begin(wish.folder, {})) as trail:
            session = Session(wish, trail, stop, Listeners())
            await session.listen(context)
            await session.open(context, wish.url)
            await context.pages[0].click("text=Export")
            await _downloads(wish.folder, 1)
            session.save()
    options = RunOptions(runs=tmp_path / "runs", shots="failure", attempts=1)
    outcome = await run_bot(load_bundle(wish.folder), {}, {}, options)
    assert outcome.exit_code == 0, outcome.why
    kept = [one["data"] for one in _journal(tmp_path / "runs") if one.get("event") == "download"]
    assert [(one["name"], one["size"], one["sha256"]) for one in kept] == [
        ("list_7.csv", len(FILE), hashlib.sha256(FILE).hexdigest())
    ]


async def _downloads(folder: Path, count: int) -> list[Any]:
    for _ in range(250):
        told = [event for event in read_trail(folder) if event.kind == "downloaded"]
        if len(told) >= count:
            return told
        await asyncio.sleep(0.02)
    raise AssertionError(f"{count} downloads were not recorded")


def _journal(runs: Path) -> list[dict[str, Any]]:
    file = next(runs.rglob("journal.jsonl"))
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]

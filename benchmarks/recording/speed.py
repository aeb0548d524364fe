"""What recording costs the page that is watched: `python -m benchmarks.recording.speed [ROWS [RECORDER]...]`.

One person's gestures (typing, a list, boxes, links, buttons, keys, a wheel) on a page with a table of 15,000 rows,
made three times by trusted events of a CDP client of its own: with nobody listening, with `clerkwork record`, and
with Playwright's recorder as `playwright codegen` starts it (which takes a click away and makes it again itself,
hence more events). Each has a browser of its own. Who is not through after two minutes is stopped there.

Figures come from Chromium's trace of the page's main thread, so they hold for any recorder: milliseconds of the
thread's own clock from when an event enters its first listener to when it leaves the last one, the page's listeners
and the browser's default action included, events inside of it left out (trace.py). Compare with `nobody`. `later` is
what listeners left for timers, idle time and microtasks, and what the recorder asks the page, in all and the longest.

`event to journal` is wall clock, from the time stamp that the browser gave the event when its input came in, to the
time in the journal's line, which is taken right before it is written. It holds the time until the page got to the
event (a table of this size takes long to lay out and draw) and suffers from a busy machine; `told to journal` is the
recorder's part of it.
"""

import asyncio
import contextlib
import json
import os
import socket
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from playwright.async_api import Page, Playwright, ViewportSize, async_playwright

from benchmarks.recording.console import ROWS, served
from benchmarks.recording.person import Person
from benchmarks.recording.recorders import RECORDERS, recorded
from benchmarks.recording.trace import CATEGORIES, HEARD, Work, work_of
from clerkwork.browser.find import find_browser
from clerkwork.evidence.journal import read_journal
from clerkwork.recorder.trail import FILE, FOLDER

VIEWPORT: ViewportSize = {"width": 1280, "height": 800}
PATIENCE = 120
"""Seconds after which a person gives up; the gestures take less than one minute where nobody listens."""

LOAD = 300_000
"""Milliseconds for a page of this size to load, on any machine."""

SOURCES = {
    "down": "pointerdown",
    "clicked": "click",
    "pressed": "keydown",
    "typed": "input",
    "chosen": "input",
    "ticked": "input",
}
"""Kinds of journalled events, and the page's event that each comes from."""


@dataclass(frozen=True)
class Sitting:
    """One person's work with one recorder: seconds it took, presses that were recorded, and delays in ms by name."""

    work: Work
    seconds: float
    recorded: int
    delays: dict[str, list[float]]


async def sit(playwright: Playwright, name: str, url: str) -> Sitting:
    """The person works once while the recorder of that name watches."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as place:
        folder, port = Path(place), _free_port()
        context = await playwright.chromium.launch_persistent_context(
            str(folder / "profile"),
            executable_path=find_browser(None, True).path,
            headless=True,
            viewport=VIEWPORT,
            args=[f"--remote-debugging-port={port}"],
        )
        try:
            endpoint = f"http://127.0.0.1:{port}"
            async with RECORDERS[name](context, endpoint, url, folder):
                browser = await playwright.chromium.connect_over_cdp(endpoint, no_defaults=True)
                page = browser.contexts[0].pages[0]
                await page.goto(url, timeout=LOAD)
                await browser.start_tracing(page=page, categories=CATEGORIES)
                seconds = await _timed(page)
                trace = json.loads(await browser.stop_tracing())
                heard = await page.evaluate("heard") if name == "clerkwork" else []
        finally:
            with contextlib.suppress(TimeoutError):  # a page that hangs keeps its recorder, too
                await asyncio.wait_for(context.close(), PATIENCE)
        delays = _delays(heard, folder) if heard else {}
        return Sitting(work_of(trace["traceEvents"]), seconds, recorded(name, folder), delays)


async def _timed(page: Page) -> float:
    began = time.perf_counter()
    try:
        await asyncio.wait_for(Person(page).work(), PATIENCE)
    except TimeoutError:
        return float("inf")
    return time.perf_counter() - began


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _delays(heard: list[tuple[str, float]], folder: Path) -> dict[str, list[float]]:
    """Until the journal's line about an event: from its time stamp, and from when the page told of it."""
    delays: dict[str, list[float]] = {"event to journal": [], "told to journal": []}
    for entry in read_journal(folder / "bot" / FOLDER / FILE):
        source = SOURCES.get(str(entry.data.get("kind")))
        if source is None:
            continue
        told = float(entry.data["at"]) * 1000  # whole milliseconds
        written = datetime.fromisoformat(entry.time).timestamp() * 1000
        came = max((at for of, at in heard if of == source and at <= told + 1), default=None)
        if came is not None:
            delays["event to journal"].append(written - came)
            delays["told to journal"].append(written - told)
    return delays


async def measure(rows: int, names: Sequence[str]) -> dict[str, Sitting]:
    """One sitting for each recorder."""
    os.environ["PWTEST_CLI_HEADLESS"] = "1"  # codegen's own window needs no display then
    with served(rows) as url:
        async with async_playwright() as playwright:
            return {name: await sit(playwright, name, url) for name in names}


def _figures(times: Sequence[float]) -> str:
    if not times:
        return f"{'-':>8}{'':>16}"
    return f"{len(times):>8}{_short(statistics.median(times)):>8}{_short(_high(times)):>8}"


def _short(figure: float) -> str:
    return f"{figure:.2f}" if figure < 1000 else f"{figure:.0f}"


def _high(times: Sequence[float]) -> float:
    """The 95th percentile."""
    return sorted(times)[round(0.95 * (len(times) - 1))]


def report(sittings: dict[str, Sitting]) -> list[str]:
    """Number, median and 95th percentile for each type of event and recorder; then the rest."""
    lines = [f"{'':<14}" + "".join(f"{name:>24}" for name in sittings)]
    lines.append(f"{'ms per event':<14}" + f"{'number':>8}{'median':>8}{'95th':>8}" * len(sittings))
    for kind in HEARD:
        lines.append(
            f"{kind:<14}" + "".join(_figures(one.work.events.get(kind, ())) for one in sittings.values())
        )
    every = [[time for times in one.work.events.values() for time in times] for one in sittings.values()]
    lines.append(f"{'all of these':<14}" + "".join(map(_figures, every)))
    for name, one in sittings.items():
        took = f"{one.seconds:.0f} s" if one.seconds < PATIENCE else f"stopped after {PATIENCE} s"
        later = f"later {sum(one.work.later):.0f} ms in all, longest {max(one.work.later, default=0):.0f} ms"
        lines.append(f"{name}: {took}, {one.recorded} presses and keys recorded, {later}")
        for what, times in one.delays.items():
            lines.append(f"{name}: {what:<16} {_figures(times)} ms")
    return lines


def main(rows: int = ROWS, *names: str) -> None:
    sittings = asyncio.run(measure(rows, names or list(RECORDERS)))
    print(f"a table of {rows:,} rows")
    print("\n".join(report(sittings)))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]), *sys.argv[2:])

"""The recorder's scenario suite with Clerkwork and with Playwright's own recorder: `python -m benchmarks.scenarios.accuracy [CASE]...`.

Takes half an hour or more, so `make bench` leaves it out; `python -m benchmarks scenarios` runs it. CASE is the
beginning of folder names in `tests/recorder/scenarios/`; with `--keep FILE` it goes on where it was broken off.

Clerkwork: the suite itself, which asks for more than the effect: the very steps, and the very elements.
Playwright: `playwright codegen` as it is, in the same browser, driven by the same gestures. The script is replayed as
it was written (its launch options aside), on a fresh page of the same server, by Playwright's own limits for
each action but LIMIT seconds in all, in a folder that holds the files which the person had chosen. Its
effect is compared as the suite does. A case that is not right is tried once more, by both: the machine may have
been busy. The table is printed as it stands in docs/recording.md.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import importlib.metadata
import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from playwright.async_api import Browser, BrowserContext, Error, Page, async_playwright
from ruamel.yaml import YAML

from benchmarks.scenarios.peer import HEADLESS, Codegen, codegen, files_kept, run_of
from benchmarks.scenarios.verdicts import Verdict, keep_verdict, kind_of, read_verdicts, table
from clerkwork.bots.actions.registry import CHECKS
from clerkwork.browser.launch import launch
from tests.recorder.scenarios.conftest import Human, Stage
from tests.recorder.scenarios.test_scenarios import CASES, effect_of, gesture_of

SUITE = Path("tests") / "recorder" / "scenarios"
LIMIT = 10.0
"""Seconds for a replay, the wait for its effect included."""

PLAY_LIMIT = 45.0
"""Seconds for the person's work."""


class Replay:
    """Stands for `playwright` in a recorded script: its launch gives the browser that is there, and before its
    context is closed, the effect is taken from its first page."""

    def __init__(self, browser: Browser, stage: Stage, expected: dict[str, Any]) -> None:
        self.chromium = self
        self.effect: dict[str, Any] | None = None
        self._browser, self._stage, self._expected = browser, stage, expected
        self._contexts: list[BrowserContext] = []

    async def launch(self, **_: Any) -> Replay:
        return self

    async def new_context(self, **wishes: Any) -> BrowserContext:
        context = await self._browser.new_context(**wishes)
        self._contexts.append(context)
        close = context.close

        async def look_and_close() -> None:
            first = context.pages[0] if context.pages else None
            self.effect = await effect_of(first, self._stage, self._expected)
            await close()

        context.close = look_and_close  # type: ignore[method-assign,assignment]
        return context

    async def close(self) -> None:
        """The script closes its browser; ours is for all."""

    async def end(self) -> None:
        for context in self._contexts:
            await BrowserContext.close(context)


async def judge(case: Path, stage: Stage, peer: Codegen, browser: Browser) -> Verdict:
    """Records the case with Playwright, replays its script, and says what came of it."""
    expected = json.loads((case / "effect.json").read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as desk, files_kept(Path(desk)), contextlib.chdir(desk):
        seen: list[dict[str, Any]] = []
        stage.set(case)
        try:
            script = await asyncio.wait_for(peer.record(_person(case, stage, expected, seen)), PLAY_LIMIT)
        except (Error, TimeoutError, AssertionError) as error:
            return Verdict(case.name, "disturbed", f"{type(error).__name__}: {_first_line(error)}")
        if seen != [expected]:
            return Verdict(case.name, "disturbed", f"the person's work came to {seen}")
        stage.set(case)
        return await _replay(case, script, Replay(browser, stage, expected), expected)


def _person(case: Path, stage: Stage, expected: dict[str, Any], seen: list[dict[str, Any]]) -> Any:
    gesture = gesture_of(case)

    async def play(page: Page) -> None:
        await page.goto(f"{stage.url}{getattr(gesture, 'START', '/')}")
        await gesture.play(page, Human(page, await page.context.new_cdp_session(page)))
        seen.append(await effect_of(page, stage, expected))

    return play


async def _replay(case: Path, script: str, replay: Replay, expected: dict[str, Any]) -> Verdict:
    try:
        await asyncio.wait_for(run_of(script)(replay), LIMIT)
    except Exception as error:  # noqa: BLE001  (a recorded script may raise anything, such as TypeError)
        return Verdict(case.name, "stopped", f"{type(error).__name__}: {_first_line(error)}")
    finally:
        await replay.end()
    if replay.effect == expected:
        return Verdict(case.name, "right")
    return Verdict(case.name, "wrong", f"{replay.effect} instead of {expected}")


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [""])[0]


async def with_playwright(cases: list[Path], kept: Path | None) -> tuple[list[Verdict], str]:
    """A verdict for each case, and the browser's version. One recording browser for each kind of gesture."""
    os.environ.update(HEADLESS)
    verdicts = read_verdicts(kept) if kept else []
    known = {one.case for one in verdicts}
    left = [case for case in cases if case.name not in known]
    with _stage() as stage:
        async with async_playwright() as playwright, launch(playwright) as browser:
            for kind in dict.fromkeys(kind_of(case.name) for case in left):
                async with codegen(playwright) as peer:
                    for case in (case for case in left if kind_of(case.name) == kind):
                        verdict = await judge(case, stage, peer, browser)
                        if verdict.ending != "right":
                            verdict = await judge(case, stage, peer, browser)
                        verdicts.append(verdict)
                        print(verdict, file=sys.stderr, flush=True)
                        keep_verdict(kept, verdict)
            version = browser.version
    return [one for one in verdicts if one.case in {case.name for case in cases}], version


@contextlib.contextmanager
def _stage() -> Iterator[Stage]:
    with Stage() as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield server
        server.shutdown()


def with_clerkwork(cases: list[Path]) -> list[str]:
    """The cases that pass in the recorder's own suite."""
    passed = _passed(cases)
    again = [case for case in cases if case.name not in passed]
    return [*passed, *(_passed(again) if again else ())]


def _passed(cases: list[Path]) -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        names = " or ".join(f"[{case.name}]" for case in cases)
        words = ["-m", "pytest", "-q", str(SUITE), "-k", names, f"--junitxml={report}"]
        subprocess.run([sys.executable, *words], stdout=sys.stderr, check=False)
        ran = ElementTree.parse(report).iter("testcase")
        return [
            one.get("name", "").partition("[")[2].rstrip("]")
            for one in ran
            if one.find("failure") is None and one.find("error") is None
        ]


def asks_the_recorder(case: Path) -> bool:
    """Whether the person asks Clerkwork's recorder for a check, a checkpoint, or a commit: no gesture of a page."""
    steps = YAML(typ="safe").load((case / "steps.yaml").read_text(encoding="utf-8"))
    return any(step.keys() & {*CHECKS, "checkpoint", "commit"} for step in steps)


def main(words: list[str]) -> None:
    reader = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    reader.add_argument("case", nargs="*", help="beginnings of the cases' names; all when none is given")
    reader.add_argument(
        "--keep", type=Path, help="file of verdicts: those in it are taken, new ones are added"
    )
    wish = reader.parse_args(words)
    named = [case for case in CASES if not wish.case or case.name.startswith(tuple(wish.case))]
    cases = [case for case in named if not asks_the_recorder(case)]
    kept = wish.keep.absolute() if wish.keep else None
    verdicts, browser = asyncio.run(with_playwright(cases, kept))
    ours = with_clerkwork(cases)
    versions = " and ".join(
        f"{name} {importlib.metadata.version(name)}" for name in ("clerkwork", "playwright")
    )
    print(f"{datetime.now(UTC):%Y-%m-%d}, {versions}, Chromium {browser}")
    print(f"left out, because they ask Clerkwork's recorder for something: {len(named) - len(cases)} cases\n")
    print(table(verdicts, ours))


if __name__ == "__main__":
    main(sys.argv[1:])

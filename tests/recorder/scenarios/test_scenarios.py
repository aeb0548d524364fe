"""Every folder beside this file is one case: a person's gestures become these steps, and the bot does the same."""

from __future__ import annotations

import asyncio
import importlib.util
import json
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.async_api import Browser, BrowserContext, Page, Playwright
from ruamel.yaml import YAML

from clerkwork.bots.load import load_bundle
from clerkwork.bots.secrets import variable_of
from clerkwork.bots.values import bind_inputs
from clerkwork.recorder.order import order
from clerkwork.recorder.session import Listeners, record
from clerkwork.recorder.trail import read_trail
from clerkwork.runner.options import RunOptions
from clerkwork.runner.outcome import Outcome
from clerkwork.runner.run import run_bot

if TYPE_CHECKING:
    from tests.recorder.scenarios.conftest import Acted, Human, Stage

CASES = sorted(page.parent for page in Path(__file__).parent.glob("*/page.html"))
PATIENCE = 3.0
"""Seconds for the page to reach its final state."""

EFFECT = "() => typeof effect === 'function' ? effect() : typeof effect === 'undefined' ? null : effect"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
async def test_what_a_person_did_is_what_the_bot_does(
    case: Path,
    stage: Stage,
    human: Human,
    acted: Acted,
    endpoint: str,
    playwright: Playwright,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    gesture = gesture_of(case)
    for name, secret in getattr(gesture, "SECRETS", {}).items():
        monkeypatch.setenv(variable_of(name), secret)
    expected = json.loads((case / "effect.json").read_text(encoding="utf-8"))
    stage.set(case)
    await _record(gesture, stage, human, endpoint, playwright, tmp_path)
    assert await effect_of(human.page, stage, expected) == expected, "the gesture itself did not work"
    by_person = list(acted)

    bundle = load_bundle(tmp_path / "bot")
    steps = YAML(typ="safe").load((case / "steps.yaml").read_text(encoding="utf-8"))
    recorded = _recorded(bundle.bot.steps, steps)
    assert recorded == steps, f"recorded: {recorded}"

    stage.set(case)
    context = human.page.context
    assert context.browser
    window = _Window(context.browser, stage, expected, type(acted)())
    inputs, secrets = getattr(gesture, "INPUTS", {}), getattr(gesture, "SECRETS", {})
    options = RunOptions(runs=tmp_path / "runs", shots="failure", attempts=1)
    outcome = await run_bot(bundle, bind_inputs(bundle.bot, inputs), secrets, options, browser=window)  # type: ignore[arg-type]
    new_baseline = any("checkpoint" in step for step in steps)
    assert outcome.exit_code == (4 if new_baseline else 0), _why(outcome)
    assert window.effect == expected
    assert window.acted or all({"open", "scroll"} & step.keys() for step in steps), "the bot touched nothing"
    _assert_same_elements(by_person, window.acted)


def gesture_of(case: Path) -> Any:
    """The module with `play(page, human)` and what it asks for."""
    spec = importlib.util.spec_from_file_location(f"scenario_{case.name}", case / "gesture.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


async def _record(
    gesture: Any, stage: Stage, human: Human, endpoint: str, playwright: Playwright, folder: Path
) -> None:
    stop, ready = asyncio.Event(), asyncio.Event()
    human.bot = folder / "bot"
    wish = order(stage.url, "bot", folder, connect=endpoint, **getattr(gesture, "ORDER", {}))
    sitting = asyncio.create_task(record(wish, stop, Listeners(ready.set), playwright))
    sitting.add_done_callback(lambda _: ready.set())
    try:
        await ready.wait()
        await human.page.goto(f"{stage.url}{getattr(gesture, 'START', '/')}")
        await gesture.play(human.page, human)
        await _quiet(folder / "bot")
    finally:
        stop.set()
        await sitting


async def _quiet(bot: Path) -> None:
    """Waits until nothing comes into the journal any more."""
    count, deadline = -1, time.monotonic() + PATIENCE
    while count != (count := len(read_trail(bot))) and time.monotonic() < deadline:  # noqa: ASYNC110
        await asyncio.sleep(0.1)


def _recorded(steps: Any, expected: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The steps as plain data; what a page did after them only where the case expects something of it."""
    told = [step.model_dump(by_alias=True, exclude_defaults=True, mode="json") for step in steps]
    for place, step in enumerate(told):
        if place >= len(expected) or "after" not in expected[place]:
            step.pop("after", None)
    return [_rounded(step) for step in told]


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, 2)
    if isinstance(value, dict):
        return {key: _rounded(one) for key, one in value.items()}
    return [_rounded(one) for one in value] if isinstance(value, list) else value


async def effect_of(page: Page | None, stage: Stage, expected: dict[str, Any]) -> dict[str, Any]:
    """What page and server know in the end, as soon as that is what was expected."""
    deadline = time.monotonic() + PATIENCE
    while True:
        seen: dict[str, Any] = {}
        if "page" in expected:
            seen["page"] = await page.evaluate(EFFECT) if page and not page.is_closed() else None
        if "server" in expected:
            seen["server"] = list(stage.posted)
        if seen == expected or time.monotonic() > deadline:
            return seen
        await asyncio.sleep(0.02)


class _Window:
    """The browser as the runner gets it: before its context is closed, the effect is taken from its first page."""

    def __init__(self, browser: Browser, stage: Stage, expected: dict[str, Any], acted: Acted) -> None:
        self._browser, self._stage, self._expected = browser, stage, expected
        self.acted = acted
        self.effect: dict[str, Any] = {}

    def __getattr__(self, name: str) -> Any:
        return getattr(self._browser, name)

    async def new_context(self, **wishes: Any) -> BrowserContext:
        context = await self._browser.new_context(**wishes)
        await self.acted.listen(context)
        close = context.close

        async def look_and_close() -> None:
            first = context.pages[0] if context.pages else None
            self.effect = await effect_of(first, self._stage, self._expected)
            await close()

        context.close = look_and_close  # type: ignore[method-assign,assignment]
        return context


def _assert_same_elements(by_person: list[dict[str, Any]], by_bot: list[dict[str, Any]]) -> None:
    """Whatever the bot's input hit, the person's did, in the same order; the bot may need less of it."""
    theirs = iter(_distinct(by_person))
    for at in _distinct(by_bot):
        assert any(at & one for one in theirs), f"the bot hit {at}; the person {_distinct(by_person)}"


def _distinct(acted: list[dict[str, Any]]) -> list[set[str]]:
    """The elements without immediate repetition, each by all the places that mean it."""
    found: list[set[str]] = []
    for one in acted:
        if not (found and found[-1] & set(one["at"])):
            found.append(set(one["at"]))
    return found


def _why(outcome: Outcome) -> str:
    return f"{outcome.why} | {[(step.words, step.state, step.why) for step in outcome.steps]}"

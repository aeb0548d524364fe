"""What finding a target costs: `python -m benchmarks.resolving.speed [ROUNDS]`.

On a page of about 2,000 elements, in one browser and one run, in turn:

- Playwright's own locator by role and name, and by id, each asked for the element's text;
- `resolve` of a target whose first candidate (role and name) still holds: all candidates and the identity check;
- healing on the redesigned page, where no candidate holds: collecting every control, shipping it, choosing.

Times are milliseconds of wall clock, medians (and 95th percentile) over the rounds.
"""

import asyncio
import json
import statistics
import sys
import time
from collections.abc import Awaitable, Callable

from playwright.async_api import Page, async_playwright

from benchmarks.resolving.console import recorded, redesigned
from clerkwork.browser.launch import launch
from clerkwork.selectors import resolve as resolving
from clerkwork.selectors.collect import collect
from clerkwork.selectors.engine import register
from clerkwork.selectors.heal import heal
from clerkwork.selectors.page_script import page_script
from clerkwork.selectors.resolve import resolve
from clerkwork.selectors.target import Fingerprint, Target

DESCRIBE = "element => window.__clerkwork.json(window.__clerkwork.describe(element))"


BOT = ("#btnSave", "#txtSearch", "[name=chk7]", "#lnkEdit7", "#btnCancel")
"""What a bot knows of the page; the first is what is looked for."""


async def taught(page: Page) -> list[Target]:
    """The targets of a bot as a recorder writes them."""
    await page.set_content(recorded())
    await page.evaluate(page_script())
    return [await _described(page, css) for css in BOT]


async def _described(page: Page, css: str) -> Target:
    described = json.loads(await page.locator(css).evaluate(DESCRIBE))
    keys = ("candidates", "fingerprint", "frame", "url", "title")
    return Target.model_validate({key: described[key] for key in keys})


async def measure(rounds: int) -> dict[str, list[float]]:
    """Milliseconds of each round by what was done; the first three rounds only warm up."""
    times: dict[str, list[float]] = {}
    async with async_playwright() as playwright:
        await register(playwright)
        async with launch(playwright) as browser:
            before, after = [
                await browser.new_page(viewport={"width": 1280, "height": 900}) for _ in range(2)
            ]
            target, *others = await taught(before)
            await after.set_content(redesigned())
            count = await after.evaluate("document.querySelectorAll('*').length")
            print(f"{count} elements; candidates: {', '.join(one.by for one in target.candidates)}")
            work = _work(before, after, target, [other.fingerprint for other in others])
            for number in range(rounds + 3):
                for name, do in work.items():
                    began = time.perf_counter()
                    await do()
                    if number >= 3:
                        times.setdefault(name, []).append((time.perf_counter() - began) * 1000)
    return times


def _work(
    before: Page, after: Page, target: Target, beside: list[Fingerprint]
) -> dict[str, Callable[[], Awaitable[object]]]:
    async def resolved() -> None:
        found = (await resolve(before.main_frame, target)).found
        assert found is not None and found.by == target.candidates[0].by

    async def healed() -> None:
        # The candidates fail first, as in a run; that look is part of what healing costs.
        assert (await resolve(after.main_frame, target)).found is None
        seen = await collect(after.main_frame, target.fingerprint, "click")
        verdict = heal(target.fingerprint, seen, deed="click", beside=beside)
        if verdict.best and verdict.best[0].element.fingerprint.name != "Save changes":
            raise SystemExit(f"another element was preferred: {verdict.best[0]}")

    return {
        "Playwright, role and name": lambda: before.get_by_role(
            "button", name="Save all changes"
        ).text_content(),
        "Playwright, id": lambda: before.locator("#btnSave").text_content(),
        "resolve, first candidate holds": resolved,
        "heal, no candidate holds": healed,
    }


async def round_trips(rounds: int = 1) -> int:
    """How often `resolve` asks the page, counted where it asks."""
    asked = 0
    ask = resolving.ask

    async def counting(*arguments: object, **named: object) -> object:
        nonlocal asked
        asked += 1
        return await ask(*arguments, **named)  # type: ignore[arg-type]

    async with async_playwright() as playwright:
        await register(playwright)
        async with launch(playwright) as browser:
            page = await browser.new_page()
            target, *_ = await taught(page)
            resolving.ask = counting  # type: ignore[assignment]
            try:
                for _ in range(rounds):
                    await resolve(page.main_frame, target)
            finally:
                resolving.ask = ask
    return asked // rounds


def main(rounds: int = 30) -> None:
    times = asyncio.run(measure(rounds))
    for name, values in times.items():
        high = statistics.quantiles(values, n=20)[-1]
        print(f"  {name:<34}{statistics.median(values):>7.1f} ms   95 % under {high:.1f} ms")
    extra = statistics.median(times["resolve, first candidate holds"]) - statistics.median(
        times["Playwright, id"]
    )
    print(
        f"  resolve asks the page {asyncio.run(round_trips())} time; {extra:+.1f} ms over Playwright's own locator by id"
    )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))

"""One small thing of a console's page is changed; the checkpoint must report it, at the right place.

CLERKWORK_ROUNDS=20 makes a hundred changes: twenty of each kind.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Page

from clerkwork.runner.state import RunState
from clerkwork.runner.visual.box import Box

ROUNDS = int(os.environ.get("CLERKWORK_ROUNDS", "1"))
KINDS = ("digit", "word", "colour", "button", "row")
PLACES = ("/devices", "/loans", "/reserve?device=LT-0034")
CHANGE = (Path(__file__).parent / "seeded_change.js").read_text(encoding="utf-8")
VIEWPORT = {"width": 1280, "height": 900}

SNAPSHOT = """() => {
  const copy = document.documentElement.cloneNode(true);
  for (const one of copy.querySelectorAll('script, link')) one.remove();
  for (const image of copy.querySelectorAll('img')) image.removeAttribute('src');
  const rules = [...document.styleSheets].flatMap(sheet => [...sheet.cssRules].map(rule => rule.cssText));
  return [`<!doctype html><meta charset="utf-8"><style>${rules.join('\\n')}</style>`, copy.outerHTML].join('\\n');
}"""
"""The page as it stands, in one file, without its scripts."""


@pytest.fixture
async def snapshots(site: Callable[[str], Any], chromium: Browser) -> list[str]:
    """Pages of the rentals console, as a signed-in clerk sees them."""
    url = site("rentals").url
    context = await chromium.new_context(viewport=VIEWPORT)
    page = await context.new_page()
    await page.goto(f"{url}/login")
    await page.get_by_role("textbox").first.fill("clerk")
    await page.locator("input[type=password]").fill("clerk-pass-7")
    await page.get_by_role("button", name="Sign in").click()
    await page.get_by_role("link", name="Sign out").wait_for()
    found = []
    for place in PLACES:
        await page.goto(url + place)
        found.append(await page.evaluate(SNAPSHOT))
    await context.close()
    return found


def changed(html: str, kind: str, number: int) -> str:
    return f"{html}<script>({CHANGE})({json.dumps(kind)}, {number})</script>"


async def place_of(page: Page, url: str, html: str, kind: str, number: int) -> Box:
    """Where the change will be."""
    await page.goto(url)
    x, y, width, height = await page.evaluate(f"() => ({CHANGE})({json.dumps(kind)}, {number})")
    return Box(int(x), int(y), int(width) + 1, int(height) + 1)


async def test_every_seeded_change_is_reported_where_it_is(
    rehearse: Any, events: Any, snapshots: list[str], chromium: Browser
) -> None:
    context = await chromium.new_context(viewport=VIEWPORT)
    page = await context.new_page()
    steps = [{"checkpoint": f"page-{number}"} for number in range(len(snapshots))]
    missed = []
    for number, html in enumerate(snapshots):
        await rehearse.learn(html, {})
        await rehearse.run(rehearse.bundle([steps[number]]))
    for number in range(ROUNDS * len(KINDS)):
        kind, which = KINDS[number % len(KINDS)], (number // len(KINDS)) % len(snapshots)
        html = snapshots[which]
        rehearse.pages.content["/"] = html
        place = await place_of(page, rehearse.pages.url, html, kind, number)
        rehearse.pages.content["/"] = changed(html, kind, number)
        outcome = await rehearse.run(rehearse.bundle([steps[which]]))
        [seen] = events(outcome, "checkpoint")
        regions = [
            Box(*(region[side] for side in ("x", "y", "width", "height"))) for region in seen["regions"]
        ]
        right = any(region.shared(place.grown(2)) for region in regions) and seen["told"]
        if outcome.state is not RunState.NEEDS_REVIEW or not right:
            missed.append((number, kind, PLACES[which], place, regions, seen["told"]))
    await context.close()
    assert missed == []

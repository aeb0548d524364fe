"""Waits until the page has come to rest after an act: by what it does, not by a time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Literal

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Page

from clerkwork.runner.deadline import Deadline
from clerkwork.runner.traffic import Traffic

NAVIGATION_LIMIT = 5.0
"""Seconds that a recorded navigation may take to begin before the step goes on without it."""

REQUEST_LIMIT = 3.0
"""Seconds that a recorded request may take to begin: pages wait until a person has stopped typing, and the
recorder takes no later one for an effect (`recorder/requests.py`)."""

TURN = (
    "() => new Promise(done => { setTimeout(done, 60); requestAnimationFrame(() => setTimeout(done, 0)); })"
)
"""One turn of the page: scripts and form submissions that the act queued have begun after it."""

BRIEF_TURN = "() => new Promise(done => setTimeout(() => setTimeout(done, 0), 0))"
"""A turn without waiting for a frame, a quarter as long: for acts after which a page seldom does anything."""

After = Literal["navigation", "requests", "nothing"] | None


async def settle(
    page: Page | None,
    traffic: Traffic,
    before: tuple[int, int],
    after: After,
    deadline: Deadline,
    turn: str = TURN,
    turning: Callable[[], None] = lambda: None,
) -> bool:
    """Wait until the pages have nothing under way; False when that did not happen in time.

    `before` is (navigations, requests) as counted by `traffic` just before the act. A page that never
    comes to rest (a ticker, a long poll) costs at most the deadline. `turning` is called whenever the page
    begins a turn that may be its last.
    """
    limit = _LIMITS.get(after)
    begin = Deadline.after(min(limit, deadline.left())) if limit and page is not None else None
    while begin and page and not (begin.over or page.is_closed() or _has_begun(traffic, before, after)):
        await traffic.change(min(0.05, begin.left()))
    return await quiet(page, traffic, deadline, turn, turning)


_LIMITS: dict[After, float] = {"navigation": NAVIGATION_LIMIT, "requests": REQUEST_LIMIT}


def _has_begun(traffic: Traffic, before: tuple[int, int], after: After) -> bool:
    """Whether the pages do what they did when it was recorded, or were answered without a new document."""
    if after == "requests" or traffic.navigations != before[0]:
        return traffic.counts != before
    return not traffic.pending and traffic.requests > before[1]


async def quiet(
    page: Page | None,
    traffic: Traffic,
    deadline: Deadline,
    turn: str = TURN,
    turning: Callable[[], None] = lambda: None,
) -> bool:
    """Wait until no request is pending, no document is loading, and one turn of the page began neither."""
    while not deadline.over:
        if traffic.pending:
            await traffic.change(min(deadline.left(), 0.25))
            continue
        count = traffic.counts
        await loaded(page, deadline)
        turning()
        await take(page, turn)
        if count == traffic.counts and not traffic.pending:
            return True
    return False


async def loaded(page: Page | None, deadline: Deadline) -> None:
    """Wait for the documents of all frames of the page."""
    if page is None or page.is_closed():
        return
    for frame in page.frames:
        try:
            await frame.wait_for_load_state("load", timeout=deadline.left_ms())
        except PlaywrightError:
            continue


async def take(page: Page | None, turn: str) -> None:
    """Let the page run one turn; a page that is closing or navigating has had its turn."""
    if page is None or page.is_closed():
        return
    try:
        await asyncio.wait_for(page.evaluate(turn), 2.0)
    except (PlaywrightError, TimeoutError):
        return

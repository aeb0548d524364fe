"""Presses the browser's own buttons: back, forward, reload."""

from __future__ import annotations

import asyncio
import contextlib

from playwright.async_api import CDPSession, Page
from playwright.async_api import Error as PlaywrightError
from playwright.async_api import TimeoutError as PlaywrightTimeout

from clerkwork.bots.actions.history import Back, Forward, Reload
from clerkwork.runner.deadline import Deadline
from clerkwork.runner.errors import ApplicationException, StepTimeout
from clerkwork.runner.session import Session

PAUSE = 0.02
"""Seconds between two looks at where the window is in its history."""


async def back(session: Session, step: Back, deadline: Deadline) -> None:
    """Go back: to another document, to another state of this one, or in a frame."""
    await _go(session, step, step.back, -1, deadline)


async def forward(session: Session, step: Forward, deadline: Deadline) -> None:
    """Go forward, likewise."""
    await _go(session, step, step.forward, 1, deadline)


async def reload(session: Session, step: Reload, deadline: Deadline) -> None:
    """Load the page anew."""
    page = session.windows.get(step.reload)
    session.last_window = step.reload
    try:
        await page.reload(timeout=deadline.left_ms())
    except PlaywrightTimeout as error:
        raise StepTimeout(
            f"{step.words()}: nothing was loaded within {deadline.seconds:g} s", "is the console up?"
        ) from error


async def _go(session: Session, step: Back | Forward, window: str, by: int, deadline: Deadline) -> None:
    """As the browser's button does. Playwright's own way waits for a new document in the top frame."""
    page = session.windows.get(window)
    session.last_window = window
    cdp = await page.context.new_cdp_session(page)
    history = await cdp.send("Page.getNavigationHistory")
    place = history["currentIndex"] + by
    if not 0 <= place < len(history["entries"]):
        raise ApplicationException(
            f"{step.words()}: there is no page that way", "the console went another way than when recorded"
        )
    await cdp.send("Page.navigateToHistoryEntry", {"entryId": history["entries"][place]["id"]})
    may_stay = any(one.answer == "dismiss" for one in step.dialogs)
    await _arrive(page, cdp, place, Deadline.after(0.5) if may_stay else deadline)
    if deadline.over:
        raise StepTimeout(
            f"{step.words()}: nothing was loaded within {deadline.seconds:g} s", "is the console up?"
        )


async def _arrive(page: Page, cdp: CDPSession, place: int, deadline: Deadline) -> None:
    while not deadline.over and not page.is_closed():
        with contextlib.suppress(PlaywrightError):  # between two documents, nobody knows
            if (await cdp.send("Page.getNavigationHistory"))["currentIndex"] == place:
                await cdp.detach()
                return
        await asyncio.sleep(PAUSE)

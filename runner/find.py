"""Finds a step's target, waiting for it as long as the step may take."""

from __future__ import annotations

import asyncio

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Page

from clerkwork.runner.deadline import Deadline
from clerkwork.runner.errors import StepTimeout, TargetNotFound, WindowMissing
from clerkwork.runner.refusals import raise_if_refused
from clerkwork.runner.session import Session
from clerkwork.selectors.frames import find_frame
from clerkwork.selectors.resolve import Found, Resolution, resolve
from clerkwork.selectors.target import Target

FIRST_PAUSE, LONGEST_PAUSE = 0.02, 0.25
"""Seconds between two looks at the page; the pause grows, since what is late at first is often later."""


async def find(
    session: Session,
    name: str,
    deadline: Deadline,
    *,
    row: str | None = None,
    named: str | None = None,
    hidden: bool = False,
) -> Found:
    """The element that the target names, as soon as exactly one agrees.

    Raises TargetNotFound when the deadline passes first, and BusinessException as soon as the page says
    no in the bot's own words.
    """
    target = session.target(name)
    pause, last, why = FIRST_PAUSE, None, ""
    while True:
        page = session.windows.find(target.window)
        if page is None:
            why = f"window {target.window!r} is not open"
        else:
            last, why = await _look(page, target, row, named, hidden)
            if last is not None and last.found is not None:
                session.last_window = target.window
                return last.found
        session.check_faults()
        await raise_if_refused(session)
        if deadline.over:
            raise _not_found(session, name, target, last, why)
        await asyncio.sleep(min(pause, deadline.left()))
        pause = min(pause * 1.6, LONGEST_PAUSE)


async def _look(
    page: Page, target: Target, row: str | None, named: str | None, hidden: bool
) -> tuple[Resolution | None, str]:
    """One look at the page: a resolution, or why there could be none."""
    try:
        search = await find_frame(page, target.frame)
        if search.frame is None:
            return None, search.why
        resolution = await resolve(search.frame, target, row=row, named=named, hidden=hidden)
    except PlaywrightError as error:
        return None, f"the page could not be looked at ({error.message.splitlines()[0]})"
    return resolution, resolution.why or ""


def _not_found(
    session: Session, name: str, target: Target, last: Resolution | None, why: str
) -> TargetNotFound | WindowMissing | StepTimeout:
    if session.windows.find(target.window) is None:
        session.windows.get(target.window)
    page = session.windows.get(target.window)
    where = f" on {page.url}"
    return TargetNotFound(
        f"target {name!r} was not found{where}: {why}",
        "compare the picture with the recorded target; if the console changed, re-record this step",
        last,
    )

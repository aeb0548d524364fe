"""Finds a step's target, waiting for it as long as the step may take."""

from __future__ import annotations

import asyncio

from clerkwork.runner.ahead import seen_ahead
from clerkwork.runner.deadline import Deadline
from clerkwork.runner.errors import StepTimeout, TargetNotFound, WindowMissing
from clerkwork.runner.refusals import raise_if_refused
from clerkwork.runner.session import Session
from clerkwork.runner.sight import Wanted, look
from clerkwork.selectors.resolve import Found, Resolution
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
    target, wanted = session.target(name), Wanted(name, row, named, hidden)
    if seen := seen_ahead(session, wanted):
        session.last_window = target.window
        return seen
    pause, last, why = FIRST_PAUSE, None, ""
    while True:
        page = session.windows.find(target.window)
        if page is None:
            why = f"window {target.window!r} is not open"
        else:
            last, why = await look(page, target, wanted)
            if last is not None and last.found is not None:
                session.last_window = target.window
                return last.found
        session.check_faults()
        await raise_if_refused(session)
        if deadline.over:
            raise _not_found(session, name, target, last, why)
        await asyncio.sleep(min(pause, deadline.left()))
        pause = min(pause * 1.6, LONGEST_PAUSE)


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

"""Checks that an element shows, or that it can be used."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from playwright.async_api import Error as PlaywrightError

from clerkwork.bots.actions.shown import Enabled, Shown
from clerkwork.runner.deadline import Deadline
from clerkwork.runner.errors import ExpectationFailed, TargetNotFound
from clerkwork.runner.find import find
from clerkwork.runner.session import Session
from clerkwork.runner.sight import Wanted, look, wanted_by
from clerkwork.selectors.resolve import Found

PAUSE = 0.1
"""Seconds between two looks."""


async def shown(session: Session, step: Shown, deadline: Deadline) -> None:
    """Wait until the target shows; ExpectationFailed when it is there but hidden, else TargetNotFound."""
    await _visible(session, step.shown, step, deadline)


async def enabled(session: Session, step: Enabled, deadline: Deadline) -> None:
    """Wait until the target can be used; ExpectationFailed when the deadline passes first."""
    while True:
        found = await _visible(session, step.enabled, step, deadline)
        try:
            if await found.locator.is_enabled(timeout=deadline.left_ms(2000)):
                return
        except PlaywrightError:  # the page put another one in its place: it is looked for again
            pass
        if deadline.over:
            raise ExpectationFailed(
                f"{step.enabled} is not enabled after {deadline.seconds:g} s",
                "look at the picture; is the step before complete?",
            )
        await asyncio.sleep(min(PAUSE, deadline.left()))


async def _visible(session: Session, name: str, step: Shown | Enabled, deadline: Deadline) -> Found:
    sought = wanted_by(session, step, name)
    try:
        return await find(session, sought, deadline)
    except TargetNotFound:
        if await _is_hidden(session, replace(sought, hidden=True)):
            raise ExpectationFailed(
                f"{name} is in the page but does not show after {deadline.seconds:g} s", "look at the picture"
            ) from None
        raise


async def _is_hidden(session: Session, sought: Wanted) -> bool:
    target = session.target(sought.name)
    page = session.windows.find(target.window)
    seen, _ = await look(page, target, sought) if page else (None, "")
    return seen is not None and seen.found is not None

"""Ticks a checkbox or chooses a radio button."""

from __future__ import annotations

from playwright.async_api import Locator

from clerkwork.bots.actions.check import Check
from clerkwork.runner.act import act
from clerkwork.runner.deadline import Deadline
from clerkwork.runner.session import Session


async def check(session: Session, step: Check, deadline: Deadline) -> None:
    """Click it unless it is ticked already."""

    async def perform(locator: Locator, timeout: float) -> None:
        await set_ticked(session, locator, True, timeout)

    await act(session, step, step.check, deadline, perform)


async def set_ticked(session: Session, locator: Locator, wanted: bool, timeout: float) -> None:
    """Click the box when it is not as wanted. The page may replace it by that very click, so it is
    not looked at again."""
    if await locator.is_checked(timeout=timeout) == wanted:
        session.note("it was so already")
    else:
        await locator.click(timeout=timeout, no_wait_after=True)

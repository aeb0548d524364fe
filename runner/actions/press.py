"""Presses a key or a chord."""

from __future__ import annotations

from playwright.async_api import Locator

from clerkwork.bots.actions.press import Press
from clerkwork.runner.act import act
from clerkwork.runner.deadline import Deadline
from clerkwork.runner.session import Session


async def press(session: Session, step: Press, deadline: Deadline) -> None:
    """Press on the target that has the focus, or on the window."""
    if step.on is None:
        session.last_window = step.window
        await session.windows.get(step.window).keyboard.press(step.press)
        return

    async def perform(locator: Locator, timeout: float) -> None:
        await locator.press(step.press, timeout=timeout, no_wait_after=True)

    await act(session, step, step.on, deadline, perform)

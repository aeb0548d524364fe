"""Presses a key or a chord."""

from __future__ import annotations

from playwright.async_api import Locator

from clerkwork.bots.actions.press import Press
from clerkwork.runner.act import act, may_press
from clerkwork.runner.deadline import Deadline
from clerkwork.runner.keyboard import knows, press_key
from clerkwork.runner.session import Session


async def press(session: Session, step: Press, deadline: Deadline) -> None:
    """Press on the target that has the focus, or on the window."""
    if step.on is None:
        session.last_window = step.window
        await may_press(session, step, deadline)
        await press_key(session.windows.get(step.window), step.press)
        session.entered.clear()
        return

    async def perform(locator: Locator, timeout: float) -> None:
        if knows(step.press):
            await locator.press(step.press, timeout=timeout, no_wait_after=True)
        else:
            await locator.focus(timeout=timeout)
            await press_key(locator.page, step.press)

    await act(session, step, step.on, deadline, perform)

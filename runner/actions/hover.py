"""Points at a target."""

from __future__ import annotations

from playwright.async_api import Locator

from clerkwork.bots.actions.hover import Hover
from clerkwork.runner.act import act
from clerkwork.runner.deadline import Deadline
from clerkwork.runner.session import Session


async def hover(session: Session, step: Hover, deadline: Deadline) -> None:
    """Move the mouse onto the target and leave it there."""

    async def perform(locator: Locator, timeout: float) -> None:
        await locator.hover(timeout=timeout, no_wait_after=True)

    await act(session, step, step.hover, deadline, perform)

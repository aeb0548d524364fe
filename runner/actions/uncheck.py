"""Takes the tick out of a checkbox."""

from __future__ import annotations

from playwright.async_api import Locator

from clerkwork.bots.actions.uncheck import Uncheck
from clerkwork.runner.act import act
from clerkwork.runner.actions.check import is_hidden, set_ticked
from clerkwork.runner.deadline import Deadline
from clerkwork.runner.session import Session


async def uncheck(session: Session, step: Uncheck, deadline: Deadline) -> None:
    """Click it if it is ticked."""

    async def perform(locator: Locator, timeout: float) -> None:
        await set_ticked(session, locator, False, timeout)

    await act(session, step, step.uncheck, deadline, perform, hidden=is_hidden(session, step.uncheck))

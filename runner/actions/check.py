"""Ticks a checkbox or chooses a radio button."""

from __future__ import annotations

from playwright.async_api import Locator

from clerkwork.bots.actions.check import Check
from clerkwork.runner.act import act
from clerkwork.runner.deadline import Deadline
from clerkwork.runner.session import Session

LABEL = "box => box.labels && box.labels[0] || box"


async def check(session: Session, step: Check, deadline: Deadline) -> None:
    """Click it unless it is ticked already."""

    async def perform(locator: Locator, timeout: float) -> None:
        await set_ticked(session, locator, True, timeout)

    await act(session, step, step.check, deadline, perform, hidden=is_hidden(session, step.check))


def is_hidden(session: Session, name: str) -> bool:
    """Whether the box had no size when it was recorded: pages hide it behind a drawn one."""
    box = session.target(name).fingerprint.box
    return box is None or not (box.width and box.height)


async def set_ticked(session: Session, locator: Locator, wanted: bool, timeout: float) -> None:
    """Click the box when it is not as wanted. The page may replace it by that very click, so it is
    not looked at again."""
    if await locator.is_checked(timeout=timeout) == wanted:
        session.note("it was so already")
    elif await locator.is_visible():
        await locator.click(timeout=timeout, no_wait_after=True)
    else:
        label = (await locator.evaluate_handle(LABEL, timeout=timeout)).as_element()
        if label:
            await label.click(timeout=timeout, no_wait_after=True)

"""Presses a target with the mouse."""

from __future__ import annotations

from playwright.async_api import Locator

from clerkwork.bots.actions.click import Click
from clerkwork.runner.act import act
from clerkwork.runner.deadline import Deadline
from clerkwork.runner.session import Session


async def click(session: Session, step: Click, deadline: Deadline) -> None:
    """Click where the person clicked, as often, with the same button and keys."""

    async def perform(locator: Locator, timeout: float) -> None:
        position = None
        if step.position and (box := await locator.bounding_box(timeout=timeout)):
            position = {"x": box["width"] * step.position.x, "y": box["height"] * step.position.y}
        await locator.click(
            button=step.button,
            click_count=step.count,
            modifiers=list(step.modifiers),
            position=position,  # type: ignore[arg-type]  # Playwright's TypedDict
            timeout=timeout,
            no_wait_after=True,
        )

    await act(session, step, step.click, deadline, perform)

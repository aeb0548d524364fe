"""Presses a target with the mouse."""

from __future__ import annotations

from playwright.async_api import Locator

from clerkwork.bots.actions.click import Click
from clerkwork.runner.act import act
from clerkwork.runner.deadline import Deadline
from clerkwork.runner.session import Session

SIZE = """element => {
  const box = element.getBoundingClientRect();
  return [box.width, box.height, element.clientLeft || 0, element.clientTop || 0];
}"""
"""Width, height, left and top border: Playwright counts positions from the border's inner edge."""


async def click(session: Session, step: Click, deadline: Deadline) -> None:
    """Click where the person clicked, as often, with the same button and keys."""

    async def perform(locator: Locator, timeout: float) -> None:
        position = None
        if step.position:
            width, height, left, top = await locator.evaluate(SIZE, timeout=timeout)
            position = {"x": width * step.position.x - left, "y": height * step.position.y - top}
        await locator.click(
            button=step.button,
            click_count=step.count,
            modifiers=list(step.modifiers),
            position=position,  # type: ignore[arg-type]  # Playwright's TypedDict
            timeout=timeout,
            no_wait_after=True,
        )

    await act(session, step, step.click, deadline, perform)

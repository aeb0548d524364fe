"""Presses a target with the mouse."""

from __future__ import annotations

from playwright.async_api import Locator

from clerkwork.bots.actions.click import Click
from clerkwork.runner.act import act
from clerkwork.runner.aim import Aim
from clerkwork.runner.deadline import Deadline
from clerkwork.runner.session import Session

SIZE = """element => {
  const box = element.getBoundingClientRect();
  return [box.width, box.height, element.clientLeft || 0, element.clientTop || 0];
}"""
"""Width, height, left and top border: Playwright counts positions from the border's inner edge."""


async def click(session: Session, step: Click, deadline: Deadline) -> None:
    """Click where the person clicked, or where what was clicked is drawn now; as often, with the same button
    and keys."""
    named = None if step.named is None else session.text(step.named)
    aim = Aim(session, step.click, step.position, deadline, named, step.commit is not None)

    async def perform(locator: Locator, timeout: float) -> None:
        position = None
        if aim.point:
            width, height, left, top = await locator.evaluate(SIZE, timeout=timeout)
            position = {"x": width * aim.point.x - left, "y": height * aim.point.y - top}
        await locator.click(
            button=step.button,
            click_count=step.count,
            modifiers=list(step.modifiers),
            position=position,  # type: ignore[arg-type]  # Playwright's TypedDict
            timeout=timeout,
            no_wait_after=True,
        )

    await act(session, step, step.click, deadline, perform, aim=aim.look)

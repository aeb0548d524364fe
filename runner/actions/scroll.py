"""Scrolls a target."""

from __future__ import annotations

from playwright.async_api import Locator

from clerkwork.bots.actions.scroll import Scroll
from clerkwork.runner.act import act
from clerkwork.runner.deadline import Deadline
from clerkwork.runner.session import Session

MOVE = """(element, to) => {
  const root = element.ownerDocument.scrollingElement;
  const box = element === element.ownerDocument.body && root ? root : element;
  box.scrollTo({ top: to === "end" ? box.scrollHeight : to, behavior: "instant" });
}"""


async def scroll(session: Session, step: Scroll, deadline: Deadline) -> None:
    """Bring what the target holds to where it was when the page loaded more."""

    async def perform(locator: Locator, timeout: float) -> None:
        await locator.evaluate(MOVE, step.to, timeout=timeout)

    await act(session, step, step.scroll, deadline, perform)

"""Checks what a field holds."""

from __future__ import annotations

import asyncio

from playwright.async_api import Error as PlaywrightError

from clerkwork.bots.actions.value import Value
from clerkwork.runner.deadline import Deadline
from clerkwork.runner.errors import ExpectationFailed
from clerkwork.runner.find import find
from clerkwork.runner.session import Session
from clerkwork.runner.texts import folded

HELD = """element => {
  if (element.type === 'checkbox' || element.type === 'radio') return String(element.checked);
  if (element.tagName === 'SELECT') return Array.from(element.selectedOptions, option => option.label.trim()).join(', ');
  return 'value' in element ? String(element.value) : element.innerText;
}"""
PAUSE = 0.1
"""Seconds between two looks."""


async def value(session: Session, step: Value, deadline: Deadline) -> None:
    """Wait until the field holds the value; ExpectationFailed when the deadline passes."""
    wanted = folded(session.text(step.is_))
    held = ""
    while True:
        found = await find(session, step.value, deadline)
        try:
            held = folded(await found.locator.evaluate(HELD, timeout=deadline.left_ms(2000)))
        except PlaywrightError:
            held = "nothing, since the page is changing"
        if held == wanted:
            return
        if deadline.over:
            raise ExpectationFailed(
                f"{step.value} holds {held!r}, not {wanted!r}",
                "look at the picture; is the step before complete?",
            )
        await asyncio.sleep(min(PAUSE, deadline.left()))

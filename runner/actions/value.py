"""Checks what a field holds."""

from __future__ import annotations

import asyncio

from playwright.async_api import Error as PlaywrightError

from clerkwork.bots.actions.value import Value
from clerkwork.runner.deadline import Deadline
from clerkwork.runner.errors import ExpectationFailed
from clerkwork.runner.find import find
from clerkwork.runner.session import Session
from clerkwork.runner.sight import wanted_by
from clerkwork.runner.texts import folded
from clerkwork.selectors.resolve import Found

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
    while True:
        found = await find(session, wanted_by(session, step, step.value), deadline)
        held = await held_by(found, deadline)
        if held == wanted:
            return
        if deadline.over:
            raise ExpectationFailed(
                f"{step.value} holds {held!r}, not {wanted!r}",
                "look at the picture; is the step before complete?",
            )
        await asyncio.sleep(min(PAUSE, deadline.left()))


async def held_by(found: Found, deadline: Deadline) -> str | None:
    """What the element holds, white space folded; None when the page took it away meanwhile."""
    try:
        return folded(await found.locator.evaluate(HELD, timeout=deadline.look_ms()))
    except PlaywrightError:
        return None

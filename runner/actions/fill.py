"""Replaces the text of a field."""

from __future__ import annotations

from playwright.async_api import Locator

from clerkwork.bots.actions.fill import Fill
from clerkwork.bots.expressions import holds_secret
from clerkwork.runner.act import act
from clerkwork.runner.deadline import Deadline
from clerkwork.runner.errors import StepUnusable
from clerkwork.runner.session import Session

NOT_TYPED = frozenset({"date", "time", "datetime-local", "month", "week", "color", "range"})
"""Input types whose value is set as a whole; typed keys would be taken as parts of it."""

CONTROL = "\r\n\t"
"""Characters that would submit the form or leave the field if they were typed."""


async def fill(session: Session, step: Fill, deadline: Deadline) -> None:
    """Put the text into the field as a person would leave it.

    All but the last character is inserted at once; the last one is typed, so that pages that listen for
    keys wake up. A page that reformats what it gets may do so.
    """
    text = session.text(step.with_)
    kind = session.target(step.fill).fingerprint.type

    async def perform(locator: Locator, timeout: float) -> None:
        if kind in NOT_TYPED:
            await _set(session, step, locator, text, timeout)
            return
        whole = not text or text[-1] in CONTROL
        await locator.fill(text if whole else text[:-1], timeout=timeout)
        if not whole:
            await locator.press_sequentially(text[-1], timeout=timeout)

    session.camera.hide(session.scope["secrets"][name] for name in holds_secret(step.with_))
    await act(session, step, step.fill, deadline, perform)


async def _set(session: Session, step: Fill, locator: Locator, text: str, timeout: float) -> None:
    """Set the value as a whole; a browser leaves out, without a word, what such a field cannot hold."""
    await locator.fill(text, timeout=timeout)
    held = await locator.input_value(timeout=timeout)
    if text and not held:
        kind = session.target(step.fill).fingerprint.type
        raise StepUnusable(
            f"{step.words()}: the field is of type {kind} and cannot hold that", "give a date as 2026-11-21"
        )
    if held.casefold() != text.casefold():
        session.note(f"the field made {held!r} of it")

"""Replaces the text of a field."""

from __future__ import annotations

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Locator

from clerkwork.bots.actions.fill import Fill
from clerkwork.bots.expressions import holds_secret
from clerkwork.runner.act import act
from clerkwork.runner.deadline import Deadline
from clerkwork.runner.errors import StepUnusable
from clerkwork.runner.session import Session

NOT_TYPED = frozenset({"date", "time", "datetime-local", "month", "week", "color", "range"})
"""Input types whose value is set as a whole; typed keys would be taken as parts of it."""

KIND = "element => [element.tagName.toLowerCase(), element.type]"
"""Asked where the target does not know: other tools record a choice and a text alike."""

CONTROL = "\r\n\t"
"""Characters that would submit the form or leave the field if they were typed."""


async def fill(session: Session, step: Fill, deadline: Deadline) -> None:
    """Put the text into the field as a person would leave it.

    All but the last character is inserted at once; the last one is typed, so that pages that listen for
    keys wake up. A page that reformats what it gets may do so.
    """
    text = session.text(step.with_)
    seen = session.target(step.fill).fingerprint

    async def perform(locator: Locator, timeout: float) -> None:
        tag, kind = await locator.evaluate(KIND, timeout=timeout) if seen.partial else (seen.tag, seen.type)
        if tag == "select":
            await locator.select_option(text, timeout=timeout)
            return
        is_field = tag in ("input", "textarea")
        if kind in NOT_TYPED:
            await _set(session, step, locator, text, kind, timeout)
            return
        if not text or text[-1] in CONTROL:
            await locator.fill(text, timeout=timeout)
            return
        await locator.fill(text[:-1], timeout=timeout)
        # A page that draws its field anew with every letter leaves the focus where the next one belongs,
        # and an editor has its caret there.
        if is_field and await locator.count():
            await locator.press_sequentially(text[-1], timeout=timeout)
        else:
            await locator.page.keyboard.type(text[-1])
        if is_field and await _holds(locator, text[:-1]):  # the page took the key away
            await locator.fill(text, timeout=timeout)

    session.camera.confidential.hide(session.scope["secrets"][name] for name in holds_secret(step.with_))
    await act(session, step, step.fill, deadline, perform)


async def _set(
    session: Session, step: Fill, locator: Locator, text: str, kind: str | None, timeout: float
) -> None:
    """Set the value as a whole; a browser leaves out, without a word, what such a field cannot hold."""
    await locator.fill(text, timeout=timeout)
    held = await locator.input_value(timeout=timeout)
    if text and not held:
        raise StepUnusable(
            f"{step.words()}: the field is of type {kind} and cannot hold that", "give a date as 2026-11-21"
        )
    if held.casefold() != text.casefold():
        session.note(f"the field made {held!r} of it")


async def _holds(locator: Locator, text: str) -> bool:
    """Whether the field is still there with this text."""
    try:
        return await locator.count() == 1 and await locator.input_value(timeout=200) == text
    except PlaywrightError:
        return False

"""Checks that a text is there, or is not."""

from __future__ import annotations

import asyncio

from playwright.async_api import Error as PlaywrightError

from clerkwork.bots.actions.see import Gone, See
from clerkwork.runner.deadline import Deadline
from clerkwork.runner.errors import ExpectationFailed
from clerkwork.runner.find import find
from clerkwork.runner.reading import read_text
from clerkwork.runner.refusals import raise_if_refused
from clerkwork.runner.session import Session
from clerkwork.runner.sight import Wanted
from clerkwork.runner.texts import folded, says, sees
from clerkwork.runner.view import view_of, view_of_window

PAUSE = 0.1
"""Seconds between two looks."""


async def see(session: Session, step: See, deadline: Deadline) -> None:
    """Wait until the text is there; ExpectationFailed when the deadline passes."""
    words = session.text(step.see)
    while not await _there(session, step, words, deadline):
        session.check_faults()
        await raise_if_refused(session)
        if deadline.over:
            where = f"in {step.within}" if step.within else "in any window"
            raise ExpectationFailed(
                f"the text {words!r} is not to be seen {where} after {deadline.seconds:g} s",
                "look at the picture: the page says something else, or is another page",
            )
        await asyncio.sleep(min(PAUSE, deadline.left()))


async def gone(session: Session, step: Gone, deadline: Deadline) -> None:
    """Wait until the text is nowhere; ExpectationFailed when the deadline passes."""
    words = session.text(step.gone)
    while await sees(session.view(), words):
        if deadline.over:
            raise ExpectationFailed(
                f"the text {words!r} is still there after {deadline.seconds:g} s", "look at the picture"
            )
        await asyncio.sleep(min(PAUSE, deadline.left()))


async def _there(session: Session, step: See, words: str, deadline: Deadline) -> bool:
    if step.ocr:
        return await _drawn(session, step, words, deadline)
    if step.within is None:
        return await sees(session.view(), words)
    found = await find(session, Wanted(step.within, deed="see"), deadline)
    try:
        text = await found.locator.evaluate(
            "element => element.value ?? element.innerText ?? element.textContent",
            timeout=deadline.look_ms(),
        )
    except PlaywrightError:
        return False
    return says(folded(str(text or "")), words)


async def _drawn(session: Session, step: See, words: str, deadline: Deadline) -> bool:
    """Whether the words can be read off the target's picture, or off a window's."""
    from clerkwork.selectors import screen_text

    try:
        if step.within:
            found = await find(session, Wanted(step.within, deed="see"), deadline)
            pictures = [(await view_of(session, found.locator, deadline.look_ms())).pixels]
        else:
            pictures = [(await view_of_window(session, page))[0] for page in session.view()]
    except PlaywrightError:
        return False
    return any([screen_text.says(await read_text(picture), words) for picture in pictures])

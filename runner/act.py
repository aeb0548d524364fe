"""Acts on a target: find it, act once, and look again only while the act has not begun."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Locator
from playwright.async_api import TimeoutError as PlaywrightTimeout

from clerkwork.bots.actions.acting import Action
from clerkwork.bots.actions.click import Click
from clerkwork.bots.actions.fill import Fill
from clerkwork.bots.actions.press import Press
from clerkwork.bots.actions.select import Select
from clerkwork.runner.deadline import Deadline
from clerkwork.runner.entered import (
    PRESSING,
    ROUNDS,
    Entry,
    given,
    guard_press,
    held_by,
    is_watched,
    note_entry,
    still_there,
    was_stopped,
)
from clerkwork.runner.errors import ActUncertain, StepTimeout
from clerkwork.runner.find import find
from clerkwork.runner.session import Session
from clerkwork.runner.sight import wanted_by
from clerkwork.selectors.presses import presses
from clerkwork.selectors.resolve import Found

FIRST_TRY_MS, LONGEST_TRY_MS = 500.0, 2000.0
"""How long one found element is tried before it is looked for again (the page may have replaced it)."""

GONE = ("Target page, context or browser has been closed", "Target closed", "Target crashed")


async def act(
    session: Session,
    step: Action,
    name: str,
    deadline: Deadline,
    perform: Callable[[Locator, float], Awaitable[object]],
    *,
    hidden: bool = False,
    aim: Callable[[Found], Awaitable[object]] | None = None,
) -> Found:
    """Find the target and perform the act on it, exactly once.

    `perform(locator, timeout in ms)` raises Playwright's errors; `aim` looks closer at what was found before
    anything is done to it. A page that closes during its own act has taken it. StepTimeout when the element never
    became ready, ActUncertain when the act had begun.
    """
    sought = wanted_by(session, step, name, hidden=hidden)
    session.acted, patience, counts, stops = False, FIRST_TRY_MS, session.traffic.counts, 0
    while True:
        found = await find(session, sought, deadline)
        await session.camera.before_act(session, name, found)
        if not await may_press(session, step, deadline):
            continue
        [before] = await held_by(found) if is_watched(step) else [None]
        guards = await guard_press(session) if isinstance(step, PRESSING) and stops < ROUNDS else []
        try:
            if aim:
                await aim(found)
            await session.check_right()
            session.acted = True
            await perform(found.locator, deadline.left_ms(patience))
        except PlaywrightError as error:
            if _closed_itself(found, error):
                session.note("the window closed itself during the step")
                return found
            if not await _was_taken(step, found, error, deadline):
                _raise_if_begun(session, step, name, error, deadline)
                patience = (
                    min(patience * 2, LONGEST_TRY_MS) if isinstance(error, PlaywrightTimeout) else patience
                )
                continue
            session.note("the page was busy with it for a while")
        if await was_stopped(guards):
            session.acted, stops = False, stops + 1
            continue
        if before is not None:
            again = partial(act, session, step, name, perform=perform, aim=aim, hidden=hidden)
            note_entry(session, Entry(step, sought, found, before, given(session, step), counts, again))
        elif isinstance(step, PRESSING):
            session.entered.clear()
        return found


async def may_press(session: Session, step: Action, deadline: Deadline) -> bool:
    """Whether the fields hold what they were given, where the step may send them; else they were filled again,
    and the target is to be looked for anew. Raises FieldEmptied."""
    if session.probing or not (isinstance(step, PRESSING) or step.commit):
        return True
    held = await still_there(session, deadline)
    session.acted = session.acted and held
    return held


def _closed_itself(found: Found, error: PlaywrightError) -> bool:
    told = any(words in error.message for words in GONE)
    return told and found.locator.page.is_closed() and not isinstance(error, PlaywrightTimeout)


async def _was_taken(step: Action, found: Found, error: PlaywrightError, deadline: Deadline) -> bool:
    """Whether the page took the press, though it did not answer in time: a handler may work for seconds."""
    if not (isinstance(error, PlaywrightTimeout) and _begun(error)) or isinstance(
        step, Fill | Press | Select
    ):
        return False
    try:
        times = await presses(found.frame, found.token, deadline.left_ms())
    except PlaywrightError:
        return False
    return times >= (step.count if isinstance(step, Click) else 1)


def _raise_if_begun(
    session: Session, step: Action, name: str, error: PlaywrightError, deadline: Deadline
) -> None:
    """Return only where nothing has been done to the page yet, and there is time to look for the target again."""
    timed_out = isinstance(error, PlaywrightTimeout)
    if timed_out and _begun(error):
        raise ActUncertain(
            f"{step.words()} had begun when the page stopped answering", "look at the picture"
        ) from error
    if not timed_out and (_begun(error) or not _detached(error) or deadline.over):
        raise error
    session.acted = False
    if timed_out:
        session.check_faults()
        if deadline.over:
            raise _not_ready(step, name, error, deadline) from error


def _begun(error: PlaywrightError) -> bool:
    return "performing " in error.message


def _detached(error: PlaywrightError) -> bool:
    return "not attached" in error.message or "Execution context was destroyed" in error.message


def _not_ready(step: Action, name: str, error: PlaywrightError, deadline: Deadline) -> StepTimeout:
    return StepTimeout(
        f"{step.words()}: the page did not let it happen within {deadline.seconds:g} s ({obstacle(error.message)})",
        "look at the picture: something covers the target, or it stays disabled",
    )


def obstacle(log: str) -> str:
    """The last thing that Playwright's call log says stood in the way."""
    signs = (
        "intercepts pointer events",
        "not visible",
        "not enabled",
        "not stable",
        "not editable",
        "outside of the viewport",
    )
    lines = [line.strip(" -") for line in log.splitlines()]
    return next(
        (line for line in reversed(lines) if any(sign in line for sign in signs)), "it never became ready"
    )

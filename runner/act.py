"""Acts on a target: find it, act once, and look again only while the act has not begun."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Locator
from playwright.async_api import TimeoutError as PlaywrightTimeout

from clerkwork.bots.actions.acting import Action
from clerkwork.runner.deadline import Deadline
from clerkwork.runner.errors import ActUncertain, StepTimeout
from clerkwork.runner.find import find
from clerkwork.runner.session import Session
from clerkwork.runner.sight import wanted_by
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
    session.acted, patience = False, FIRST_TRY_MS
    while True:
        found = await find(session, sought, deadline)
        await session.camera.before_act(session, name, found)
        page = found.locator.page
        try:
            if aim:
                await aim(found)
            session.acted = True
            await perform(found.locator, deadline.left_ms(patience))
        except PlaywrightTimeout as error:
            if _begun(error):
                raise ActUncertain(
                    f"{step.words()} had begun when the page stopped answering", "look at the picture"
                ) from error
            session.acted = False
            session.check_faults()
            if deadline.over:
                raise _not_ready(step, name, error, deadline) from error
            patience = min(patience * 2, LONGEST_TRY_MS)
            continue
        except PlaywrightError as error:
            if page.is_closed() and any(words in error.message for words in GONE):
                session.note("the window closed itself during the step")
                return found
            if _detached(error) and not _begun(error) and not deadline.over:
                session.acted = False
                continue
            raise
        return found


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

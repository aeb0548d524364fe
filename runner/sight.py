"""One look at a page for a target."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Page

from clerkwork.bots.actions.acting import Action
from clerkwork.bots.actions.registry import action_of
from clerkwork.bots.step import Step
from clerkwork.runner.session import Session
from clerkwork.selectors.frames import find_frame
from clerkwork.selectors.resolve import Resolution, resolve
from clerkwork.selectors.target import ByScreenText, Target


@dataclass(frozen=True)
class Wanted:
    """A target by name with this run's row text and name, and what it is wanted for.

    `hidden` counts elements that do not show; `deed` is the step's action key, and `commit` tells whether it
    is a commit step.
    """

    name: str
    row: str | None = None
    named: str | None = None
    hidden: bool = False
    deed: str = "click"
    commit: bool = False


def wanted_by(session: Session, step: Step, name: str, *, hidden: bool = False) -> Wanted:
    """The step's own target, in the row and with the name that the step gives. Raises BotError.

    Where words are read off a picture the name is theirs, not that of the element that shows them.
    """
    row, named = getattr(step, "row", None), getattr(step, "named", None)
    if any(isinstance(candidate, ByScreenText) for candidate in session.recorded(name).candidates):
        named = None
    return Wanted(
        name,
        None if row is None else session.text(row),
        None if named is None else session.text(named),
        hidden,
        action_of(step) or "",
        isinstance(step, Action) and step.commit is not None,
    )


async def look(page: Page, target: Target, wanted: Wanted) -> tuple[Resolution | None, str]:
    """What the page shows of the target now, or why it could not be looked at."""
    try:
        search = await find_frame(page, target.frame)
        if search.frame is None:
            return None, search.why
        resolution = await resolve(
            search.frame, target, row=wanted.row, named=wanted.named, hidden=wanted.hidden
        )
    except PlaywrightError as error:
        return None, f"the page could not be looked at ({error.message.splitlines()[0]})"
    return resolution, resolution.why or ""

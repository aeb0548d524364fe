"""Tells that the console wants to be signed in to again: its session expired, or somebody else took it."""

from __future__ import annotations

from collections.abc import Iterable

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Frame, Page

from clerkwork.bots.actions.fill import Fill
from clerkwork.runner.errors import SignedOut
from clerkwork.runner.session import Session
from clerkwork.selectors.frames import url_pattern

PASSWORD = "input[type=password]"  # noqa: S105  (a selector)


async def raise_if_signed_out(session: Session, pages: Iterable[Page]) -> None:
    """Raise SignedOut when one of the pages is the one where the bot has signed in before, and asks for a
    password."""
    places = _sign_in_pages(session)
    if not places:
        return
    for page in pages:
        for frame in page.frames:
            if url_pattern(frame.url) in places and await _asks_for_it(frame):
                raise SignedOut(
                    f"the console wants to be signed in to again, on {frame.url}",
                    "its session expired, or the account was used elsewhere meanwhile; start the run again",
                )


async def _asks_for_it(frame: Frame) -> bool:
    try:
        return await frame.locator(PASSWORD).first.is_visible()
    except PlaywrightError:  # the frame is gone, or between two documents
        return False


def _sign_in_pages(session: Session) -> set[str]:
    """Paths of the pages on which earlier steps filled in a secret, unless the running step works there too."""
    steps = session.bundle.bot.steps
    filled = [
        step for step in steps[: session.index - 1] if isinstance(step, Fill) and "secrets." in step.with_
    ]
    here = {_place(session, name) for name in steps[session.index - 1].targets()} if session.index else set()
    return {place for step in filled for name in step.targets() if (place := _place(session, name))} - here


def _place(session: Session, name: str) -> str:
    return session.recorded(name).url or ""

"""Looks for the next step's target while the last step is being pictured: looking changes nothing, and the
browser draws in another process than the one that searches."""

from __future__ import annotations

import time
from dataclasses import dataclass

from playwright.async_api import Page

from clerkwork.bots.actions.acting import Action
from clerkwork.bots.actions.upload import Upload
from clerkwork.bots.errors import BotError
from clerkwork.bots.step import Step
from clerkwork.runner.session import Session
from clerkwork.runner.sight import Wanted, look, wanted_by
from clerkwork.selectors.resolve import Found

FRESH = 0.3
"""Seconds for which what was found is taken for what is there; about what a look and an act take anyway."""


@dataclass(frozen=True)
class Ahead:
    """What was found for `wanted` in `page`, when, and how much the pages had asked for by then."""

    wanted: Wanted
    page: Page
    found: Found
    at: float
    traffic: tuple[int, int]


async def look_ahead(session: Session, step: Step | None) -> None:
    """Search for the step's target now, so that `seen_ahead` can hand it over."""
    session.ahead = None
    sought = _sought(session, step)
    page = session.windows.find(session.target(sought.name).window) if sought else None
    if sought is None or page is None:
        return
    traffic = session.traffic.counts
    resolution, _ = await look(page, session.target(sought.name), sought)
    if resolution is not None and resolution.found is not None:
        session.ahead = Ahead(sought, page, resolution.found, time.monotonic(), traffic)


def seen_ahead(session: Session, wanted: Wanted) -> Found | None:
    """What `look_ahead` found for exactly this, unless something has happened since. Given once."""
    ahead, session.ahead = session.ahead, None
    if ahead is None or ahead.wanted != wanted or time.monotonic() - ahead.at > FRESH:
        return None
    still = not ahead.page.is_closed() and ahead.traffic == session.traffic.counts
    return ahead.found if still else None


def _sought(session: Session, step: Step | None) -> Wanted | None:
    """What the step will look for; None when that is not yet certain."""
    if not isinstance(step, Action) or step.when is not None or len(step.targets()) != 1:
        return None
    try:
        return wanted_by(session, step, step.targets()[0], hidden=isinstance(step, Upload))
    except BotError:
        return None

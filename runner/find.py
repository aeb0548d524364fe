"""Finds a step's target, waiting for it as long as the step may take, and healing it where that is allowed."""

from __future__ import annotations

import asyncio
import time

from playwright.async_api import Page

from clerkwork.runner.ahead import seen_ahead
from clerkwork.runner.deadline import Deadline
from clerkwork.runner.errors import Nearest, TargetNotFound
from clerkwork.runner.healing import Heal, try_to_heal
from clerkwork.runner.icons import looks_another
from clerkwork.runner.patience import Patience
from clerkwork.runner.refusals import raise_if_refused
from clerkwork.runner.session import Session
from clerkwork.runner.sight import Wanted, look
from clerkwork.runner.signed_out import raise_if_signed_out
from clerkwork.runner.tell_heal import nearest, tell_heal
from clerkwork.selectors.heal import Abstained
from clerkwork.selectors.resolve import Found, Resolution

FIRST_PAUSE, LONGEST_PAUSE = 0.02, 0.25
"""Seconds between two looks at the page; the pause grows, since what is late at first is often later."""


async def find(session: Session, wanted: Wanted, deadline: Deadline) -> Found:
    """The element that the target names, as soon as exactly one agrees.

    Once the page is at rest and none does, the target is healed, unless the bot says `healing: off` for it or
    the console is being probed: a probe decides over a commit, and nothing in it is guessed.

    Raises TargetNotFound when the deadline passes first, SignedOut as soon as the console shows its sign-in page, and BusinessException as soon as the page says
    no in the bot's own words.
    """
    search = _Search(session, wanted, deadline)
    found = await search.checked(seen_ahead(session, wanted))
    pause = FIRST_PAUSE
    while found is None:
        page = session.windows.find(search.window)
        found = await search.look(page)
        if found is None:
            session.check_faults()
            await raise_if_refused(session)
            found = await search.heal(page) if page is not None else None
        if found is None:
            if deadline.over:
                fault = await search.not_found()
                if session.inspection:
                    session.inspection.miss(wanted.name, fault)
                raise fault
            await asyncio.sleep(min(pause, deadline.left()))
            pause = min(pause * 1.6, LONGEST_PAUSE)
    session.last_window = search.window
    session.heals.elements[found.token] = wanted.name
    if session.inspection:
        await session.inspection.look(session, wanted, found)
    return found


class _Search:
    """One search for one target, and what came of it so far."""

    def __init__(self, session: Session, wanted: Wanted, deadline: Deadline) -> None:
        self._session = session
        self._wanted = wanted
        self._recorded = session.recorded(wanted.name)
        self._may_heal = self._recorded.healing != "off" and not session.probing
        self._patience = Patience(time.monotonic(), deadline.left(), bool(session.heals.count))
        self._last: Resolution | None = None
        self._abstained: Abstained | None = None
        self._why = ""

    @property
    def window(self) -> str:
        return self._recorded.window

    async def look(self, page: Page | None) -> Found | None:
        """One look: as the target was healed in this run, if it was, and as it was recorded."""
        if page is None:
            self._why = f"window {self.window!r} is not open"
            return None
        target = self._session.target(self._wanted.name)
        self._last, self._why = await look(page, target, self._wanted)
        if target is not self._recorded and (self._last is None or self._last.found is None):
            self._last, self._why = await look(page, self._recorded, self._wanted)
        return await self.checked(self._last.found if self._last else None)

    async def checked(self, found: Found | None) -> Found | None:
        """The same; None if only its place speaks for it, and its picture is another than the recorded one."""
        if found and await looks_another(self._session, self._recorded, found):
            self._why = f"{found.words} is there, but looks like another"
            return None
        return found

    async def heal(self, page: Page) -> Found | None:
        """Heal the target if it is time to, and journal it; each try that fails is remembered."""
        traffic, now = self._session.traffic, time.monotonic()
        self._patience.notice(now, traffic.counts, pending=bool(traffic.pending))
        if not self._patience.used_up(now):
            return None
        await raise_if_signed_out(self._session, [page])
        if not self._may_heal:
            return None
        outcome = await try_to_heal(self._session, page, self._wanted)
        if isinstance(outcome, Heal):
            await tell_heal(self._session, self._wanted, outcome)
            return outcome.found
        self._abstained = outcome
        return None

    async def not_found(self) -> TargetNotFound:
        """Why, in words, with what came nearest. Raises WindowMissing when its window is not there."""
        page = self._session.windows.get(self.window)
        name, refused = self._wanted.name, ""
        close: tuple[Nearest, ...] = tuple(
            Nearest(one.words, one.score, one.why) for one in (self._last.rejected if self._last else ())
        )
        if self._abstained:
            refused = f"; it was not healed: {self._abstained.why}"
            close = await nearest(self._session, page, self._recorded, self._abstained) or close
        elif self._recorded.healing == "off":
            refused = "; healing is off for it"
        return TargetNotFound(
            f"target {name!r} was not found on {page.url}: {self._why}{refused}",
            "compare what came nearest with the recorded target; if the console changed, record this step anew",
            close,
        )

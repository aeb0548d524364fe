"""Looks at every target that a run finds, for what is weak about it; changes nothing of the run."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field

from playwright.async_api import Error as PlaywrightError

from clerkwork.runner.errors import TargetNotFound
from clerkwork.runner.healing import Choice, choose, known_of
from clerkwork.runner.session import Session
from clerkwork.runner.sight import Wanted
from clerkwork.selectors.frames import find_frame
from clerkwork.selectors.resolve import Found
from clerkwork.selectors.seen import Seen
from clerkwork.selectors.standing import Standing, standings
from clerkwork.selectors.weakness import Weakness, weaknesses


@dataclass
class Inspection:
    """What is weak about each target that was found, by its name, and why others were not found."""

    weak: dict[str, list[Weakness]] = field(default_factory=dict)
    missed: dict[str, str] = field(default_factory=dict)

    async def look(self, session: Session, wanted: Wanted, found: Found) -> None:
        """Look at a target the first time that it is found, while the page is as it was found on."""
        if wanted.name in self.weak:
            return
        self.weak[wanted.name] = []
        with contextlib.suppress(PlaywrightError):  # the page went on; nothing is known, and nothing said
            self.weak[wanted.name] = await self._weaknesses(session, wanted, found)

    def miss(self, name: str, fault: TargetNotFound) -> None:
        self.missed[name] = fault.why

    async def _weaknesses(self, session: Session, wanted: Wanted, found: Found) -> list[Weakness]:
        recorded, page = session.recorded(wanted.name), found.locator.page
        seen = Seen(found.token, found.fingerprint, found.box, found.visible, found.enabled)
        search = await find_frame(page, recorded.frame)
        stand: list[Standing] = []
        if search.frame:
            stand = await standings(
                search.frame,
                recorded,
                found.token,
                row=wanted.row,
                named=wanted.named,
                hidden=wanted.hidden,
            )
        choice = await choose(page, recorded, wanted, known_of(session, page, wanted.name))
        healer = choice.verdict if isinstance(choice, Choice) else choice
        return weaknesses(wanted.name, stand, healer, seen, healed=found.by == "healed")

"""By when bots must be done: raises an alarm when one is not, whoever should have started it.

What counts is that it was done: as a job of the control room, or as a run that some other scheduler started and that
stands in the ledger of the runs.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select

from clerkwork.control_room.advice import Advice
from clerkwork.control_room.agenda import Agenda, Missed
from clerkwork.control_room.config import ExpectedPart, Settings
from clerkwork.control_room.jobs import JOBS
from clerkwork.control_room.notices import Notices
from clerkwork.control_room.schedule import times_between
from clerkwork.evidence.errors import EvidenceError
from clerkwork.evidence.ledger import read_ledger
from clerkwork.runner.state import RunState
from clerkwork.runner.store.database import Store


@dataclass
class Expectations:
    """Looks at what is expected after each look of the scheduler."""

    settings: Callable[[], Settings]
    store: Store
    agenda: Agenda
    notices: Notices
    advice: Advice

    async def __call__(self, now: datetime) -> None:
        settings = self.settings()
        for part in settings.config.expected:
            name = f"{part.bot} by {part.by}"
            seen = await self.agenda.looked(f"expected {name}", now)
            for due in times_between(settings.config.deadline(part), seen.until, now):
                found = await self._ends(settings, part, due)
                if not any(state in part.states for state in found):
                    await self._alarm(settings, part, name, due, found)
            await self.agenda.look(f"expected {name}", now)

    async def _ends(self, settings: Settings, part: ExpectedPart, due: datetime) -> list[str]:
        """How the bot ended, or that it has not, in the time in which it should have been done."""
        since, until = (due - part.within).timestamp(), due.timestamp()
        jobs = select(JOBS.c.state, JOBS.c.ended).where(JOBS.c.bot == part.bot, JOBS.c.asked <= until)
        recent = jobs.where((JOBS.c.ended >= since) | (JOBS.c.ended == 0)).order_by(JOBS.c.asked)
        rows = await self.store.run(lambda connection: connection.execute(recent).all())
        late = [RunState.RUNNING.value if row.ended > until or not row.ended else row.state for row in rows]
        return [*late, *await asyncio.to_thread(_runs, settings.runs, part.bot, since, until)]

    async def _alarm(
        self, settings: Settings, part: ExpectedPart, name: str, due: datetime, found: list[str]
    ) -> None:
        zone = settings.config.zone_of(part)
        local = f"{due.astimezone(zone):%a %Y-%m-%d %H:%M} ({zone.key})"
        instead = f"it ended as {found[-1].replace('_', ' ')}" if found else "it was not started"
        if found and found[-1] in (RunState.QUEUED, RunState.RUNNING):
            instead = "it had not ended by then"
        why = f"{part.bot} should have been done by {local}; {instead}"
        await self.agenda.note([Missed(f"expected {name}", due, part.bot, why)])
        notice = await self.advice.notice(part.bot, "not done in time", why)
        await self.notices.raise_once(f"expected/{name}/{due.isoformat()}", notice)


def _runs(root: Path, bot: str, since: float, until: float) -> Iterator[str]:
    """How runs of a bot ended between two times, as the ledger says."""
    try:
        ledger = read_ledger(root)
    except EvidenceError:
        ledger = None
    mine = {
        entry.data.get("run")
        for entry in (ledger.entries if ledger else ())
        if entry.event == "run.entered" and entry.data.get("bot") == bot
    }
    return iter(
        [
            str(entry.data.get("state"))
            for entry in (ledger.entries if ledger else ())
            if entry.event == "run.sealed"
            and entry.data.get("run") in mine
            and since <= datetime.fromisoformat(entry.time).astimezone(UTC).timestamp() <= until
        ]
    )

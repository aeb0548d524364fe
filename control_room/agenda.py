"""The scheduler's memory: how far it has looked, and what was missed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Column, Connection, Double, String, Table, delete, select, update

from clerkwork.runner.store.database import METADATA, Store, insert_if_new

LOOKED = Table(
    "looked",
    METADATA,
    Column("what", String, primary_key=True),
    Column("since", Double, nullable=False),
    Column("until", Double, nullable=False),
    Column("beat", Double, nullable=False),
)

MISSED = Table(
    "missed_times",
    METADATA,
    Column("schedule", String, primary_key=True),
    Column("due", Double, primary_key=True),
    Column("bot", String, nullable=False),
    Column("why", String, nullable=False),
    Column("noted", Double, nullable=False, index=True),
)

SCHEDULER = "the scheduler"
"""What the scheduler as a whole is named among what was looked at."""


@dataclass(frozen=True)
class Looked:
    """How far something was looked at, from when it was first seen (`since`), and when that was (`beat`)."""

    what: str
    since: datetime
    until: datetime
    beat: datetime


@dataclass(frozen=True)
class Missed:
    """A time at which a bot was due, or due to be done, and was not."""

    schedule: str
    due: datetime
    bot: str
    why: str


class Agenda:
    """What schedulers of a store remember."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def now(self) -> float:
        """Seconds since the epoch by the store's clock."""
        return await self._store.run(self._store.now)

    async def looked(self, what: str, now: datetime) -> Looked:
        """How far it was looked at; what is met for the first time is looked at from now on."""
        seconds = now.timestamp()

        def work(connection: Connection) -> Looked:
            wanted = select(LOOKED).where(LOOKED.c.what == what)
            if (row := connection.execute(wanted).first()) is None:
                insert_if_new(connection, LOOKED, what=what, since=seconds, until=seconds, beat=seconds)
                row = connection.execute(wanted).one()
            return Looked(row.what, _utc(row.since), _utc(row.until), _utc(row.beat))

        return await self._store.run(work)

    async def look(self, what: str, until: datetime) -> None:
        """It was looked at up to a moment; never back."""
        seconds = until.timestamp()

        def work(connection: Connection) -> None:
            further = update(LOOKED).where(LOOKED.c.what == what, LOOKED.c.until < seconds)
            connection.execute(further.values(until=seconds, beat=seconds))

        await self._store.run(work)

    async def last_look(self) -> datetime | None:
        """When a scheduler was last at work; None if none ever was."""
        wanted = select(LOOKED.c.beat).where(LOOKED.c.what == SCHEDULER)
        found = await self._store.run(lambda connection: connection.scalar(wanted))
        return None if found is None else _utc(found)

    async def is_noted(self, missed: Missed) -> bool:
        here = (MISSED.c.schedule == missed.schedule, MISSED.c.due == missed.due.timestamp())
        wanted = select(MISSED.c.due).where(*here)
        return await self._store.run(lambda connection: connection.scalar(wanted)) is not None

    async def note(self, missed: Sequence[Missed]) -> None:
        """Remember what was missed."""

        def work(connection: Connection) -> None:
            now = self._store.now(connection)
            for one in missed:
                facts = {"schedule": one.schedule, "due": one.due.timestamp(), "bot": one.bot}
                insert_if_new(connection, MISSED, **facts, why=one.why, noted=now)

        await self._store.run(work)

    async def missed(self, since: float = 0.0, limit: int = 1000) -> list[Missed]:
        """What was due after a time and missed; the newest first."""
        wanted = select(MISSED).where(MISSED.c.due > since).order_by(MISSED.c.due.desc(), MISSED.c.schedule)

        def work(connection: Connection) -> list[Missed]:
            rows = connection.execute(wanted.limit(limit))
            return [Missed(row.schedule, _utc(row.due), row.bot, row.why) for row in rows]

        return await self._store.run(work)

    async def forget(self, before: float) -> None:
        old = delete(MISSED).where(MISSED.c.due < before)
        await self._store.run(lambda connection: connection.execute(old))


def _utc(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)

"""Workers: who is there, and who has been silent for too long."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Column, Connection, Double, Integer, String, Table, delete, insert, select, update

from clerkwork.runner.store.database import METADATA, Store

WORKERS = Table(
    "workers",
    METADATA,
    Column("id", String, primary_key=True),
    Column("version", String, nullable=False),
    Column("hands", Integer, nullable=False),
    Column("since", Double, nullable=False),
    Column("seen", Double, nullable=False),
    Column("draining", Integer, nullable=False, default=0),
)

BEAT = 2.0
"""Seconds between two signs of life."""

SILENCE = 15.0
"""Seconds after which a worker without a sign of life counts as dead."""

FORGOTTEN = 3600.0
"""Seconds after which a dead worker is no longer listed."""


@dataclass(frozen=True)
class Worker:
    """A worker and its last sign of life; `silent_s` is its age in seconds."""

    id: str
    version: str
    hands: int
    since: float
    silent_s: float
    draining: bool

    @property
    def is_alive(self) -> bool:
        return self.silent_s < SILENCE


class Workers:
    """The workers of a store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def beat(self, worker: str, version: str, hands: int, draining: bool = False) -> None:
        """Give a sign of life."""

        def work(connection: Connection) -> None:
            now = self._store.now(connection)
            seen = {"seen": now, "draining": int(draining)}
            if not connection.execute(update(WORKERS).where(WORKERS.c.id == worker).values(**seen)).rowcount:
                values = {"id": worker, "version": version, "hands": hands, "since": now, **seen}
                connection.execute(insert(WORKERS).values(**values))
            connection.execute(delete(WORKERS).where(WORKERS.c.seen < now - FORGOTTEN))

        await self._store.run(work)

    async def leave(self, worker: str) -> None:
        """A worker goes; what it had is given back."""
        await self._store.run(
            lambda connection: connection.execute(delete(WORKERS).where(WORKERS.c.id == worker))
        )

    async def workers(self) -> list[Worker]:
        """All that are there, and those that died lately; the oldest first."""

        def work(connection: Connection) -> list[Worker]:
            now = self._store.now(connection)
            rows = connection.execute(select(WORKERS).order_by(WORKERS.c.since, WORKERS.c.id))
            return [
                Worker(row.id, row.version, row.hands, row.since, now - row.seen, bool(row.draining))
                for row in rows
            ]

        return await self._store.run(work)

"""The commits in the store, one row per bot and key."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Double,
    Integer,
    Row,
    String,
    Table,
    Update,
    and_,
    insert,
    select,
    update,
)

from clerkwork.evidence.moments import utc
from clerkwork.runner.commits import CommitRecord, CommitState
from clerkwork.runner.store.database import METADATA, Store, insert_if_new

COMMITS = Table(
    "commits",
    METADATA,
    Column("bot", String, primary_key=True),
    Column("key", String, primary_key=True),
    Column("state", String, nullable=False),
    Column("run", String, nullable=False, index=True),
    Column("attempt", Integer, nullable=False),
    Column("at", String, nullable=False),
    Column("intent", String, nullable=False),
    Column("written", Double, nullable=False),
    Column("held_until", Double, nullable=False),
)

Right = Callable[[Connection], None]
"""Raises when whoever writes has lost the right to; asked in the same transaction."""


class StoredCommits:
    """Commits as `runner.commits.Commits` promises them."""

    def __init__(self, store: Store, right: Right = lambda connection: None) -> None:
        self._store = store
        self._right = right

    async def intend(self, bot: str, key: str, run: str, attempt: int, hold_s: float) -> CommitRecord | None:
        intent = uuid.uuid4().hex

        def work(connection: Connection) -> CommitRecord | None:
            self._right(connection)
            values = self._values(connection, run, attempt, intent, hold_s)
            insert_if_new(connection, COMMITS, bot=bot, key=key, **values)
            connection.execute(_replace(_is(bot, key), COMMITS.c.state == "absent", values))
            known = connection.execute(select(COMMITS).where(_is(bot, key))).one()
            # An intent of ours that was stored before the answer got lost is met again.
            return None if known.intent == intent else self._record(connection, known)

        return await self._store.run(work)

    async def take_over(self, seen: CommitRecord, run: str, attempt: int, hold_s: float) -> bool:
        intent = uuid.uuid4().hex

        def work(connection: Connection) -> bool:
            self._right(connection)
            values = self._values(connection, run, attempt, intent, hold_s)
            same = and_(COMMITS.c.run == seen.run, COMMITS.c.at == seen.at, COMMITS.c.state == seen.state)
            connection.execute(_replace(_is(seen.bot, seen.key), same, values))
            owner = connection.scalar(select(COMMITS.c.intent).where(_is(seen.bot, seen.key)))
            return owner == intent

        return await self._store.run(work)

    async def settle(self, bot: str, key: str, run: str, attempt: int, state: CommitState) -> None:
        def work(connection: Connection) -> None:
            self._right(connection)
            values = self._values(connection, run, attempt, uuid.uuid4().hex, 0.0) | {"state": state}
            if not connection.execute(update(COMMITS).where(_is(bot, key)).values(**values)).rowcount:
                connection.execute(insert(COMMITS).values(bot=bot, key=key, **values))

        await self._store.run(work)

    async def find(self, bot: str, key: str) -> CommitRecord | None:
        def work(connection: Connection) -> CommitRecord | None:
            row = connection.execute(select(COMMITS).where(_is(bot, key))).first()
            return self._record(connection, row) if row else None

        return await self._store.run(work)

    async def open_keys(self, bot: str, run: str) -> list[str]:
        wanted = left_open(bot, [run])
        return await self._store.run(
            lambda connection: list(connection.scalars(select(COMMITS.c.key).where(wanted)))
        )

    def _values(
        self, connection: Connection, run: str, attempt: int, intent: str, hold_s: float
    ) -> dict[str, object]:
        now = self._store.now(connection)
        return {
            "state": "intended",
            "run": run,
            "attempt": attempt,
            "at": utc(),
            "intent": intent,
            "written": now,
            "held_until": now + hold_s,
        }

    def _record(self, connection: Connection, row: Row[Any]) -> CommitRecord:
        now = self._store.now(connection)
        held = max(0.0, row.held_until - now) if row.state == "intended" else 0.0
        return CommitRecord(
            row.bot, row.key, row.state, row.run, row.attempt, row.at, max(0.0, now - row.written), held
        )


def left_open(bot: str, runs: Sequence[str]) -> ColumnElement[bool]:
    """Commits of these runs of which nobody knows what became."""
    return and_(
        COMMITS.c.bot == bot, COMMITS.c.run.in_(list(runs)), COMMITS.c.state.in_(("intended", "doubt"))
    )


def _is(bot: str, key: str) -> ColumnElement[bool]:
    return and_(COMMITS.c.bot == bot, COMMITS.c.key == key)


def _replace(which: ColumnElement[bool], when: ColumnElement[bool], values: dict[str, object]) -> Update:
    return update(COMMITS).where(which, when).values(**values)

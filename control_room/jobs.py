"""Jobs: "this bot, with these rows, asked for by X", from the moment they are asked for to how they ended."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    Connection,
    Double,
    Integer,
    Row,
    String,
    Table,
    and_,
    exists,
    select,
    update,
)

from clerkwork.control_room.errors import JobUnknown, KeyUsed
from clerkwork.runner.state import RunState
from clerkwork.runner.store.database import METADATA, Store, insert_if_new
from clerkwork.runner.store.items import ITEMS

JOBS = Table(
    "jobs",
    METADATA,
    Column("id", String, primary_key=True),
    Column("bot", String, nullable=False, index=True),
    Column("rows", JSON, nullable=False),
    Column("systems", JSON, nullable=False),
    Column("priority", Integer, nullable=False),
    Column("hands", Integer, nullable=False),
    Column("asked_by", String, nullable=False),
    Column("because", String, nullable=False),
    Column("request", String, nullable=False),
    Column("asked", Double, nullable=False, index=True),
    Column("state", String, nullable=False, index=True),
    Column("started", Double, nullable=False, default=0.0),
    Column("ended", Double, nullable=False, default=0.0, index=True),
    Column("why", String, nullable=False, default=""),
    Column("hint", String, nullable=False, default=""),
    Column("cancelled_by", String, nullable=False, default=""),
    Column("pushed", Integer, nullable=False, default=0),
)

UNFINISHED = (RunState.QUEUED, RunState.RUNNING)

MOST_HANDS = 64


@dataclass(frozen=True)
class Request:
    """What somebody asks for.

    `rows` are the inputs of each work item; one row is a plain run. `priority` is 1 (first) to 9. `hands` is how
    many items are done at once, over all workers. `because` names the trigger. The same `key` for the same bot
    is the same job.
    """

    bot: str
    rows: Sequence[Mapping[str, Any]] = ({},)
    systems: Mapping[str, str] = field(default_factory=dict)
    priority: int = 5
    hands: int = 1
    asked_by: str = ""
    because: str = "asked for"
    key: str | None = None

    def identity(self) -> str:
        """The job's id: made from the key where there is one."""
        if self.key is None:
            return secrets.token_hex(8)
        return hashlib.sha256(f"{self.bot}\0{self.key}".encode()).hexdigest()[:16]

    def digest(self) -> str:
        """What makes two requests under one key the same."""
        told = [self.bot, list(self.rows), dict(self.systems)]
        return hashlib.sha256(json.dumps(told, sort_keys=True, default=str).encode()).hexdigest()


@dataclass(frozen=True)
class Job:
    """A job as the store has it; times are seconds since the epoch by the store's clock, 0 for not yet."""

    id: str
    bot: str
    rows: Sequence[Mapping[str, Any]]
    systems: Mapping[str, str]
    priority: int
    hands: int
    asked_by: str
    because: str
    asked: float
    state: RunState
    started: float
    ended: float
    why: str
    hint: str
    cancelled_by: str


@dataclass(frozen=True)
class Ending:
    """How the work on a job ended; `queued` when some of it is left to others."""

    state: RunState
    why: str = ""
    hint: str = ""


class Jobs:
    """The jobs of a store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def add(self, request: Request) -> Job:
        """Enter a job, or find the one that the key stands for. Raises KeyUsed."""
        identity, digest = request.identity(), request.digest()

        def work(connection: Connection) -> Job:
            known = connection.execute(select(JOBS).where(JOBS.c.id == identity)).first()
            if known is None:
                values = {
                    "id": identity,
                    "bot": request.bot,
                    "rows": [dict(row) for row in request.rows],
                    "systems": dict(request.systems),
                    "priority": request.priority,
                    "hands": max(1, min(request.hands, len(request.rows), MOST_HANDS)),
                    "asked_by": request.asked_by,
                    "because": request.because,
                    "request": digest,
                    "asked": self._store.now(connection),
                    "state": RunState.QUEUED.value,
                }
                insert_if_new(connection, JOBS, **values)
                known = connection.execute(select(JOBS).where(JOBS.c.id == identity)).one()
            if known.request != digest:
                raise KeyUsed(
                    f"the idempotency key was used before, for another request to {request.bot}",
                    f"take a new key; the job {identity} is the other one's",
                )
            return job_of(known)

        return await self._store.run(work)

    async def job(self, identity: str) -> Job:
        """Raises JobUnknown."""
        wanted = select(JOBS).where(JOBS.c.id == identity)
        row = await self._store.run(lambda connection: connection.execute(wanted).first())
        if row is None:
            raise JobUnknown(f"there is no job {identity}", "see which there are: GET /api/jobs")
        return job_of(row)

    async def jobs(
        self,
        bot: str | None = None,
        states: Iterable[RunState] = (),
        limit: int = 100,
        before: float | None = None,
    ) -> list[Job]:
        """The newest first: of one bot or all, in these states or any, asked for before a time."""
        wanted = select(JOBS).order_by(JOBS.c.asked.desc(), JOBS.c.id).limit(limit)
        if bot is not None:
            wanted = wanted.where(JOBS.c.bot == bot)
        if chosen := [state.value for state in states]:
            wanted = wanted.where(JOBS.c.state.in_(chosen))
        if before is not None:
            wanted = wanted.where(JOBS.c.asked < before)
        return await self._store.run(lambda connection: [job_of(row) for row in connection.execute(wanted)])

    async def ended_since(self, moment: float, limit: int = 1000) -> list[Job]:
        """Jobs that ended after a moment of the store's clock, in the order in which they did."""
        wanted = select(JOBS).where(JOBS.c.ended > moment).order_by(JOBS.c.ended, JOBS.c.id).limit(limit)
        return await self._store.run(lambda connection: [job_of(row) for row in connection.execute(wanted)])

    async def cancel(self, identity: str, by: str) -> Job:
        """Note that nobody wants the job any more; a queued one ends at once. Raises JobUnknown."""

        def work(connection: Connection) -> None:
            unfinished = JOBS.c.state.in_([state.value for state in UNFINISHED])
            mark = update(JOBS).where(JOBS.c.id == identity, JOBS.c.cancelled_by == "", unfinished)
            connection.execute(mark.values(cancelled_by=by))
            waiting = update(JOBS).where(JOBS.c.id == identity, JOBS.c.state == RunState.QUEUED.value)
            end = {"state": RunState.INTERRUPTED.value, "ended": self._store.now(connection)}
            connection.execute(waiting.values(**end, why=f"cancelled by {by} before it began"))

        await self._store.run(work)
        return await self.job(identity)

    async def unwanted(self, identities: Iterable[str]) -> set[str]:
        """Which of these jobs were cancelled."""
        wanted = select(JOBS.c.id).where(JOBS.c.id.in_(list(identities)), JOBS.c.cancelled_by != "")
        return await self._store.run(lambda connection: set(connection.scalars(wanted)))

    async def pushed(self, identity: str) -> None:
        """The job's hands are in the queue."""
        known = update(JOBS).where(JOBS.c.id == identity).values(pushed=1)
        await self._store.run(lambda connection: connection.execute(known))

    async def never_pushed(self, after_s: float = 5.0) -> list[Job]:
        """Jobs whose submitter must have died before it queued them."""

        def work(connection: Connection) -> list[Job]:
            old = JOBS.c.asked < self._store.now(connection) - after_s
            wanted = select(JOBS).where(JOBS.c.pushed == 0, JOBS.c.state == RunState.QUEUED.value, old)
            return [job_of(row) for row in connection.execute(wanted.order_by(JOBS.c.asked).limit(100))]

        return await self._store.run(work)

    async def taken_up_again(self) -> list[str]:
        """Jobs that ended, and of which a person wants an item done again."""
        again = and_(ITEMS.c.batch == JOBS.c.id, ITEMS.c.state == RunState.QUEUED.value, ITEMS.c.ended != "")
        open_states = [state.value for state in (*UNFINISHED, RunState.INTERRUPTED)]
        wanted = select(JOBS.c.id).where(JOBS.c.state.not_in(open_states), exists().where(again))
        return await self._store.run(lambda connection: list(connection.scalars(wanted)))

    async def reopen(self, identity: str) -> Job | None:
        """A job that ended has something left to do, for one more hand; None when it was not there or not ended."""

        def work(connection: Connection) -> Job | None:
            ended = JOBS.c.state.not_in([state.value for state in UNFINISHED])
            again = update(JOBS).where(JOBS.c.id == identity, ended)
            values = {"state": RunState.QUEUED.value, "ended": 0.0, "why": "", "hint": "", "cancelled_by": ""}
            if not connection.execute(again.values(**values, hands=JOBS.c.hands + 1, pushed=0)).rowcount:
                return None
            return job_of(connection.execute(select(JOBS).where(JOBS.c.id == identity)).one())

        return await self._store.run(work)

    async def forget_rows(self, identity: str) -> None:
        """What was asked for is done, and nobody needs its values any more; the items keep them redacted."""
        emptied = update(JOBS).where(JOBS.c.id == identity).values(rows=[])
        await self._store.run(lambda connection: connection.execute(emptied))


def job_of(row: Row[Any]) -> Job:
    fields = {name: getattr(row, name) for name in Job.__dataclass_fields__}
    return Job(**fields | {"state": RunState(row.state)})

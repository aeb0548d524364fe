"""Hands: the parts of a job that workers take, one each. A hand does one item of the job after another.

What a dead worker had in hand is given to others a few times; after that the job ends with its reason, since
work that kills whoever does it must not kill all.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Double, Integer, String, Table, and_, select, update

from clerkwork.control_room.jobs import JOBS, UNFINISHED, Ending, Job, job_of
from clerkwork.runner.state import RunState
from clerkwork.runner.store.database import METADATA, Store, insert_into

HANDS = Table(
    "hands",
    METADATA,
    Column("job", String, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("state", String, nullable=False),
    Column("worker", String, nullable=False, default=""),
    Column("takeovers", Integer, nullable=False, default=0),
    Column("released", Double, nullable=False, default=0.0),
)

MOST_TAKEOVERS = 3
"""Workers that may die over one hand before the job ends as an application exception."""

_RELEASE_AGAIN = 30.0
"""Seconds after which a hand that somebody released but nobody queued is released once more."""


class Release(Enum):
    """What is to be done with the hand of a dead worker."""

    QUEUE = "queue"
    NOTHING = "nothing"
    GIVE_UP = "give up"


@dataclass(frozen=True)
class Hand:
    """Hand `number` (from 1) of a job."""

    job: str
    number: int

    def __str__(self) -> str:
        return f"{self.job}.{self.number}"

    @classmethod
    def named(cls, name: str) -> Hand:
        job, _, number = name.rpartition(".")
        return cls(job, int(number))


class Hands:
    """The hands of a store's jobs."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def take(self, hand: Hand, worker: str) -> Job | None:
        """The job, which runs from now on; None when nobody wants it any more."""

        def work(connection: Connection) -> Job | None:
            row = connection.execute(select(JOBS).where(JOBS.c.id == hand.job).with_for_update()).first()
            if row is None or RunState(row.state) not in UNFINISHED:
                return None
            if row.cancelled_by:
                connection.execute(update(HANDS).where(_is(hand)).values(state=RunState.INTERRUPTED.value))
                self._end_job(
                    connection, hand.job, Ending(RunState.INTERRUPTED, f"cancelled by {row.cancelled_by}")
                )
                return None
            running = {"state": RunState.RUNNING.value, "worker": worker}
            entry = insert_into(connection, HANDS).values(
                job=hand.job, number=hand.number, takeovers=0, released=0.0, **running
            )
            connection.execute(entry.on_conflict_do_update(index_elements=["job", "number"], set_=running))
            began = update(JOBS).where(JOBS.c.id == hand.job, JOBS.c.started == 0.0)
            connection.execute(began.values(started=self._store.now(connection)))
            connection.execute(update(JOBS).where(JOBS.c.id == hand.job).values(state=RunState.RUNNING.value))
            return job_of(connection.execute(select(JOBS).where(JOBS.c.id == hand.job)).one())

        return await self._store.run(work)

    async def end(self, hand: Hand, worker: str, ending: Ending) -> bool:
        """This hand has nothing left to do; with the last one the job ends so. False when another has it."""

        def work(connection: Connection) -> bool:
            mine = and_(_is(hand), HANDS.c.worker == worker)
            ended = update(HANDS).where(mine).values(state=ending.state.value, worker="")
            if not connection.execute(ended).rowcount:
                return False
            self._end_job(connection, hand.job, ending)
            return True

        return await self._store.run(work)

    async def put_back(self, hand: Hand, worker: str) -> bool:
        """Others may go on with the hand; False when another has it already."""

        def work(connection: Connection) -> bool:
            mine = and_(_is(hand), HANDS.c.worker == worker)
            values = {"worker": "", "released": self._store.now(connection)}
            return connection.execute(update(HANDS).where(mine).values(**values)).rowcount > 0

        return await self._store.run(work)

    async def release(self, hand: Hand, dead: str) -> Release:
        """Take the hand from a dead worker; only one of those that try is told to queue it again."""

        def work(connection: Connection) -> Release:
            now = self._store.now(connection)
            row = connection.execute(select(HANDS).where(_is(hand)).with_for_update()).first()
            if row is None:  # claimed, and dead before it was begun
                connection.execute(HANDS.insert().values(**_untouched(hand, now)))
                return Release.QUEUE
            lost = row.worker == "" and row.released < now - _RELEASE_AGAIN
            if row.worker != dead and not lost:
                return Release.NOTHING
            takeovers = row.takeovers + (row.worker == dead)
            given_up = takeovers > MOST_TAKEOVERS
            values: dict[str, Any] = {"worker": "", "released": now, "takeovers": takeovers}
            if given_up:
                values["state"] = RunState.APPLICATION_EXCEPTION.value
            connection.execute(update(HANDS).where(_is(hand)).values(**values))
            if given_up:
                why = f"{takeovers} workers died over it, the last one was {dead}"
                self._end_job(connection, hand.job, Ending(RunState.APPLICATION_EXCEPTION, why, _LOOK))
            return Release.GIVE_UP if given_up else Release.QUEUE

        return await self._store.run(work)

    def _end_job(self, connection: Connection, job: str, ending: Ending) -> None:
        """The job ends when none of its hands is at work any more."""
        connection.execute(select(JOBS.c.id).where(JOBS.c.id == job).with_for_update()).first()
        at_work = and_(HANDS.c.job == job, HANDS.c.state == RunState.RUNNING.value)
        if connection.execute(select(HANDS.c.number).where(at_work)).first() is not None:
            return
        values = {"state": ending.state.value, "why": ending.why, "hint": ending.hint}
        unfinished = JOBS.c.state.in_([state.value for state in UNFINISHED])
        end = update(JOBS).where(JOBS.c.id == job, unfinished)
        connection.execute(end.values(**values, ended=self._store.now(connection)))


_LOOK = "see the log of those workers; ask for the job again when the cause is gone"


def _is(hand: Hand) -> ColumnElement[bool]:
    return and_(HANDS.c.job == hand.job, HANDS.c.number == hand.number)


def _untouched(hand: Hand, now: float) -> dict[str, Any]:
    return {
        "job": hand.job,
        "number": hand.number,
        "state": RunState.RUNNING.value,
        "worker": "",
        "takeovers": 0,
        "released": now,
    }

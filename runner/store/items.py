"""Batches of work items in the store: what each item's state is, who has it, what came of it.

An item that runs is leased: its holder renews the lease, and whoever finds it expired takes the item over with
a token that is higher by one. What a former holder still wants to write carries its old token and is refused
(M. Kleppmann, Designing Data-Intensive Applications, 2017, chapter 8, fencing tokens).
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    ColumnElement,
    Connection,
    Double,
    Integer,
    Row,
    String,
    Table,
    and_,
    func,
    insert,
    or_,
    select,
    update,
)

from clerkwork.evidence.moments import utc
from clerkwork.runner.errors import Fenced
from clerkwork.runner.state import RunState
from clerkwork.runner.store.database import METADATA, Store, insert_if_new

BATCHES = Table(
    "batches",
    METADATA,
    Column("id", String, primary_key=True),
    Column("bot", String, nullable=False),
    Column("bot_digest", String, nullable=False),
    Column("made", String, nullable=False),
    Column("source", String, nullable=False),
    Column("source_digest", String, nullable=False),
    Column("settings", JSON, nullable=False),
)

ITEMS = Table(
    "items",
    METADATA,
    Column("batch", String, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("state", String, nullable=False, index=True),
    Column("inputs", JSON, nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    Column("token", Integer, nullable=False, default=0),
    Column("claim", String, nullable=False, default=""),
    Column("holder", String, nullable=False, default=""),
    Column("leased_until", Double, nullable=False, default=0.0),
    Column("runs", JSON, nullable=False, default=list),
    Column("outputs", JSON, nullable=False, default=dict),
    Column("why", String, nullable=False, default=""),
    Column("hint", String, nullable=False, default=""),
    Column("ms", Integer, nullable=False, default=0),
    Column("ended", String, nullable=False, default=""),
    Column("settled", JSON, nullable=False, default=dict),
)


@dataclass(frozen=True)
class Batch:
    """Items of one source for one bot. `settings` are systems and whatever else every item shares."""

    id: str
    bot: str
    bot_digest: str
    source: str
    source_digest: str
    settings: Mapping[str, Any] = field(default_factory=dict)
    made: str = ""


@dataclass(frozen=True)
class Item:
    """One item as the store has it. `settled`: who decided what about one in doubt, and when."""

    batch: str
    number: int
    state: RunState
    inputs: Mapping[str, Any]
    attempts: int
    token: int
    holder: str
    runs: tuple[str, ...]
    outputs: Mapping[str, Any]
    why: str
    hint: str
    ms: int
    ended: str
    settled: Mapping[str, Any]


@dataclass(frozen=True)
class Claim:
    """The right to work on an item, as long as its token is the item's."""

    batch: str
    number: int
    token: int
    inputs: Mapping[str, Any]
    attempts: int
    former_runs: tuple[str, ...]


class Items:
    """The batches and items of a store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def add(self, batch: Batch, inputs: Sequence[Mapping[str, Any]]) -> None:
        """Enter a batch with all its items, or nothing of it; one that is there already stays as it is."""

        def work(connection: Connection) -> None:
            values = {name: getattr(batch, name) for name in _BATCH_FIELDS} | {"made": utc()}
            if not insert_if_new(connection, BATCHES, **values):
                return
            rows = [
                {"batch": batch.id, "number": number, "state": RunState.QUEUED.value, "inputs": dict(one)}
                for number, one in enumerate(inputs, start=1)
            ]
            if rows:
                connection.execute(insert(ITEMS), rows)

        await self._store.run(work)

    async def batch(self, identity: str) -> Batch | None:
        def work(connection: Connection) -> Batch | None:
            row = connection.execute(select(BATCHES).where(BATCHES.c.id == identity)).first()
            return Batch(**row._mapping) if row else None

        return await self._store.run(work)

    async def batches(self) -> list[Batch]:
        """All batches, the newest first."""

        def work(connection: Connection) -> list[Batch]:
            rows = connection.execute(select(BATCHES).order_by(BATCHES.c.made.desc()))
            return [Batch(**row._mapping) for row in rows]

        return await self._store.run(work)

    async def items(self, batch: str | None = None, states: Iterable[RunState] = ()) -> list[Item]:
        """Items in their order: of one batch or of all, in these states or in any."""
        wanted = select(ITEMS).order_by(ITEMS.c.batch, ITEMS.c.number)
        if batch is not None:
            wanted = wanted.where(ITEMS.c.batch == batch)
        if chosen := [state.value for state in states]:
            wanted = wanted.where(ITEMS.c.state.in_(chosen))
        return await self._store.run(lambda connection: [_item(row) for row in connection.execute(wanted)])

    async def counts(self, batch: str) -> dict[RunState, int]:
        """How many items of the batch are in each state."""
        wanted = select(ITEMS.c.state, func.count()).where(ITEMS.c.batch == batch).group_by(ITEMS.c.state)

        def work(connection: Connection) -> dict[RunState, int]:
            return {RunState(state): count for state, count in connection.execute(wanted)}

        return await self._store.run(work)

    async def claim(self, batch: str, holder: str, lease_s: float) -> Claim | None:
        """Take the first item that waits or whose holder let its lease expire; None when there is none."""
        claim = uuid.uuid4().hex

        def work(connection: Connection) -> Claim | None:
            mine = connection.execute(
                select(ITEMS).where(ITEMS.c.batch == batch, ITEMS.c.claim == claim)
            ).first()
            if mine is not None:  # the answer to an earlier try was lost
                return _claim(mine)
            now = self._store.now(connection)
            free = or_(
                ITEMS.c.state == RunState.QUEUED.value,
                and_(ITEMS.c.state == RunState.RUNNING.value, ITEMS.c.leased_until < now),
            )
            first = select(ITEMS).where(ITEMS.c.batch == batch, free).order_by(ITEMS.c.number).limit(1)
            row = connection.execute(first.with_for_update(skip_locked=True)).first()
            if row is None:
                return None
            changed = {
                "state": RunState.RUNNING.value,
                "attempts": row.attempts + 1,
                "token": row.token + 1,
                "claim": claim,
                "holder": holder,
                "leased_until": now + lease_s,
            }
            connection.execute(update(ITEMS).where(_is(row.batch, row.number)).values(**changed))
            return _claim(connection.execute(select(ITEMS).where(_is(row.batch, row.number))).one())

        return await self._store.run(work)

    async def let_go(self, holder: str) -> None:
        """What a dead process held may be taken at once."""
        held = and_(ITEMS.c.holder == holder, ITEMS.c.state == RunState.RUNNING.value)
        await self._store.run(
            lambda connection: connection.execute(update(ITEMS).where(held).values(leased_until=0.0))
        )

    async def next_expiry(self, batch: str, besides: str) -> float | None:
        """Seconds until the first lease of another holder expires, unless it is renewed; None when there is none."""

        def work(connection: Connection) -> float | None:
            running = and_(
                ITEMS.c.batch == batch, ITEMS.c.state == RunState.RUNNING.value, ITEMS.c.holder != besides
            )
            first = connection.scalar(select(func.min(ITEMS.c.leased_until)).where(running))
            return None if first is None else max(0.0, first - self._store.now(connection))

        return await self._store.run(work)

    async def renew(self, claim: Claim, lease_s: float) -> bool:
        """Hold the item for longer; False when it is no longer ours."""

        def work(connection: Connection) -> bool:
            until = self._store.now(connection) + lease_s
            renewed = update(ITEMS).where(_held(claim)).values(leased_until=until)
            return connection.execute(renewed).rowcount > 0

        return await self._store.run(work)

    async def began(self, claim: Claim, run: str) -> None:
        """Note the run that works on the item, before it does anything. Raises Fenced."""

        def work(connection: Connection) -> None:
            self.check(connection, claim)
            known = connection.scalar(select(ITEMS.c.runs).where(_is(claim.batch, claim.number))) or []
            if run not in known:
                connection.execute(
                    update(ITEMS).where(_is(claim.batch, claim.number)).values(runs=[*known, run])
                )

        await self._store.run(work)

    async def end(
        self,
        claim: Claim,
        state: RunState,
        *,
        outputs: Mapping[str, Any] | None = None,
        why: str = "",
        hint: str = "",
        ms: int = 0,
    ) -> bool:
        """Write down how the item ended, or put it back with QUEUED; False when it is no longer ours."""
        values = {
            "state": state.value,
            "outputs": dict(outputs or {}),
            "why": why,
            "hint": hint,
            "ms": ms,
            "leased_until": 0.0,
            "holder": "",
            "ended": "" if state is RunState.QUEUED else utc(),
        }
        ended_so = and_(ITEMS.c.token == claim.token, ITEMS.c.state == state.value)

        def work(connection: Connection) -> bool:
            if connection.execute(update(ITEMS).where(_held(claim)).values(**values)).rowcount:
                return True
            # The answer to an earlier try may have been lost.
            again = select(ITEMS.c.number).where(_is(claim.batch, claim.number), ended_so)
            return connection.execute(again).first() is not None

        return await self._store.run(work)

    async def doubted(self, batch: str, number: int, why: str) -> None:
        """An item that ended done is to be looked at: a console says something else of it."""
        which = and_(
            _is(batch, number), ITEMS.c.state.in_((RunState.DONE.value, RunState.NEEDS_REVIEW.value))
        )
        values = {"state": RunState.NEEDS_REVIEW.value, "why": why}
        await self._store.run(
            lambda connection: connection.execute(update(ITEMS).where(which).values(**values))
        )

    @staticmethod
    def decide(
        connection: Connection, batch: str, number: int, state: RunState, word: Mapping[str, str]
    ) -> Item | None:
        """A person's word {by, at, choice, note} about an item in doubt or failed; None when it waits for none."""
        which = and_(_is(batch, number), ITEMS.c.state.in_(_WAITING))
        connection.execute(update(ITEMS).where(which).values(state=state.value, settled=dict(word)))
        row = connection.execute(select(ITEMS).where(_is(batch, number))).first()
        return _item(row) if row is not None and row.settled == dict(word) else None

    @staticmethod
    def check(connection: Connection, claim: Claim) -> None:
        """Raise Fenced when the item is somebody else's by now."""
        row = connection.execute(select(ITEMS.c.number).where(_held(claim)).with_for_update()).first()
        if row is None:
            raise Fenced(
                f"item {claim.number} was taken over by another worker while this one was silent",
                "nothing to repair: the other one goes on with it",
            )


_WAITING = (RunState.IN_DOUBT.value, RunState.APPLICATION_EXCEPTION.value)
"""States in which an item waits for a person's word."""

_BATCH_FIELDS = ("id", "bot", "bot_digest", "source", "source_digest", "settings")


def _is(batch: str, number: int) -> ColumnElement[bool]:
    return and_(ITEMS.c.batch == batch, ITEMS.c.number == number)


def _held(claim: Claim) -> ColumnElement[bool]:
    return and_(
        _is(claim.batch, claim.number),
        ITEMS.c.token == claim.token,
        ITEMS.c.state == RunState.RUNNING.value,
    )


def _claim(row: Row[Any]) -> Claim:
    return Claim(row.batch, row.number, row.token, row.inputs, row.attempts, tuple(row.runs or ()))


def _item(row: Row[Any]) -> Item:
    fields = {name: getattr(row, name) for name in Item.__dataclass_fields__}
    return Item(**fields | {"state": RunState(row.state), "runs": tuple(row.runs or ())})

"""A person's word about an item that ended in doubt or failed: it was done, or do it again."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from sqlalchemy import Connection, select, update

from clerkwork.evidence.ledger import enter
from clerkwork.evidence.moments import utc
from clerkwork.runner.commits import CommitRecord, CommitState
from clerkwork.runner.errors import NothingToSettle
from clerkwork.runner.state import RunState
from clerkwork.runner.store.commits import COMMITS, left_open
from clerkwork.runner.store.database import Store
from clerkwork.runner.store.items import Item, Items

Choice = Literal["done", "again"]

_NEXT = {"done": RunState.DONE, "again": RunState.QUEUED}
_COMMITS: dict[Choice, CommitState] = {"done": "confirmed", "again": "absent"}


@dataclass(frozen=True)
class InDoubt:
    """An item that waits for somebody's word, and the commits of its runs of which nobody knows what became."""

    bot: str
    item: Item
    commits: tuple[CommitRecord, ...]


async def in_doubt(store: Store, bot: str | None = None) -> list[InDoubt]:
    """What waits for a person, of one bot or of all."""
    items = Items(store)
    bots = {batch.id: batch.bot for batch in await items.batches()}
    waiting = await items.items(None, [RunState.IN_DOUBT])
    chosen = [item for item in waiting if bot is None or bots[item.batch] == bot]

    def work(connection: Connection) -> list[tuple[CommitRecord, ...]]:
        return [_open_commits(connection, bots[item.batch], item.runs) for item in chosen]

    commits = await store.run(work)
    return [InDoubt(bots[item.batch], item, own) for item, own in zip(chosen, commits, strict=True)]


async def settle(
    store: Store,
    batch: str,
    number: int,
    choice: Choice,
    *,
    by: str,
    note: str = "",
    runs: Path | None = None,
) -> Item:
    """Write the word down, with what it says about the commits, in the store and in the ledger of `runs`.

    `done`: what its runs left open was committed. `again`: it was not, and the item waits again.
    Raises NothingToSettle when the item does not wait for anybody's word.
    """
    known = await Items(store).batch(batch)
    if known is None:
        raise NothingToSettle(f"there is no batch {batch} in {store}", "'clerkwork items list' lists them")

    word = {"by": by, "at": utc(), "choice": choice, "note": note}

    def work(connection: Connection) -> Item | None:
        decided = Items.decide(connection, batch, number, _NEXT[choice], word)
        if decided is not None:
            open_ones = update(COMMITS).where(left_open(known.bot, decided.runs))
            connection.execute(open_ones.values(state=_COMMITS[choice], held_until=0.0))
        return decided

    item = await store.run(work)
    if item is None:
        raise NothingToSettle(
            f"item {number} of {batch} does not wait for anybody's word",
            f"'clerkwork items show {batch}' says how each ended",
        )
    if runs is not None:
        await asyncio.to_thread(_enter, runs, item)
    return item


def _enter(runs: Path, item: Item) -> None:
    """Where the runs are on this machine, the word becomes part of their sealed history."""
    if runs.is_dir():
        said = {"choice": item.settled["choice"], "who": item.settled["by"], "why": item.settled["note"]}
        run = item.runs[-1] if item.runs else ""
        enter(runs, "item.settled", batch=item.batch, number=item.number, run=run, **said)


def _open_commits(connection: Connection, bot: str, runs: Sequence[str]) -> tuple[CommitRecord, ...]:
    rows = connection.execute(select(COMMITS).where(left_open(bot, runs)).order_by(COMMITS.c.key))
    return tuple(CommitRecord(row.bot, row.key, row.state, row.run, row.attempt, row.at) for row in rows)

"""A person's word about an item in doubt: it was done, or do it again."""

from __future__ import annotations

from typing import Literal

from clerkwork.control_room.engine import Engine
from clerkwork.control_room.errors import NothingToSettle
from clerkwork.runner.commits import CommitState
from clerkwork.runner.state import RunState
from clerkwork.runner.store.commits import StoredCommits
from clerkwork.runner.store.items import Item, Items

Choice = Literal["done", "again"]


async def settle(engine: Engine, batch: str, number: int, choice: Choice, by: str, note: str = "") -> Item:
    """Write down the word, what it says about the commits, and have the item done again if that is it.

    Raises NothingToSettle.
    """
    items, commits = Items(engine.store), StoredCommits(engine.store)
    state = RunState.DONE if choice == "done" else RunState.QUEUED
    item = await items.decide(batch, number, state, by=by, choice=choice, note=note)
    found = await items.batch(batch)
    if item is None or found is None:
        raise NothingToSettle(
            f"item {number} of {batch} does not wait for anybody's word", "see which do: GET /api/items"
        )
    known: CommitState = "confirmed" if choice == "done" else "absent"
    for run in item.runs:
        for key in await commits.open_keys(found.bot, run):
            await commits.settle(found.bot, key, run, item.attempts, known)
    if choice == "again":
        await engine.reopen(batch)
    return item

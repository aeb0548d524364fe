"""Items over all jobs, above all those in doubt, which wait for a person's word."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from clerkwork.control_room.api.access import AtDesk, Auditor, Operator
from clerkwork.control_room.api.words import ItemAnswer, Limit, NamePath, NumberPath, SettleWish
from clerkwork.runner.settling import settle
from clerkwork.runner.state import RunState

items = APIRouter(tags=["items"])


@items.get("/items")
async def list_items(
    desk: AtDesk, who: Auditor, state: Annotated[list[RunState] | None, Query()] = None, limit: Limit = 100
) -> list[ItemAnswer]:
    """Items in these states; those in doubt when no state is named."""
    found = await desk.room.items.items(states=state or [RunState.IN_DOUBT])
    return [ItemAnswer.of(item) for item in found[:limit]]


@items.post("/items/{batch}/{number}/settle")
async def settle_item(
    desk: AtDesk, who: Operator, batch: NamePath, number: NumberPath, wish: SettleWish
) -> ItemAnswer:
    """Say what became of an item in doubt: it was done, or it was not and is to be done again."""
    engine = desk.room.engine
    item = await settle(
        engine.store, batch, number, wish.choice, by=who.name, note=wish.note, runs=desk.room.runs
    )
    if wish.choice == "again":
        await engine.reopen(batch)
    return ItemAnswer.of(item)

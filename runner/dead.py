"""Lets go at once of what dead processes of this machine held, which others would wait a lease for."""

from __future__ import annotations

import asyncio
from pathlib import Path

from clerkwork.runner.holder import dead_holders, forget
from clerkwork.runner.store.database import Store
from clerkwork.runner.store.items import Items
from clerkwork.runner.store.slots import Slots


async def let_go_of_the_dead(store: Store, runs: Path, me: str) -> None:
    """Items and places of holders that died may be taken; `me` is the holder who asks."""
    for dead in await asyncio.to_thread(dead_holders, runs, me):
        await Items(store).let_go(dead)
        await Slots(store).let_go(dead)
        forget(runs, dead)

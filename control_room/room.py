"""The control room: one store, the bots it may run, and where runs are kept."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

from loguru import logger

from clerkwork.control_room.catalogue import Catalogue
from clerkwork.control_room.engine import Engine
from clerkwork.control_room.jobs import Job, Request
from clerkwork.control_room.work import Workshop, check
from clerkwork.runner.holder import dead_holders, holder
from clerkwork.runner.options import RunOptions
from clerkwork.runner.store.database import Store
from clerkwork.runner.store.items import Items

WORKERS = ".workers"
"""Where the workers of this machine have their names, beside the runs."""


class Room:
    """What every part of the control room shares. Raises StoreRefused for an address that cannot be a store."""

    def __init__(
        self, store: str | None, bots: Sequence[Path], runs: Path, options: RunOptions | None = None
    ) -> None:
        self.runs = runs
        self.store = Store.of(store, runs)
        self.catalogue = Catalogue(bots)
        self.engine = Engine(self.store)
        self.items = Items(self.store)
        self.workshop = Workshop(self.store, self.catalogue, runs, options or RunOptions())

    async def open(self) -> None:
        """Raises NotInstalled, ApplicationException."""
        await self.engine.open()

    async def close(self) -> None:
        await self.engine.close()
        self.store.close()

    async def submit(self, request: Request) -> Job:
        """Check a request and queue it. Raises BotUnknown, BotInvalid, JobRefused, KeyUsed."""
        bundle = await asyncio.to_thread(self.catalogue.bundle, request.bot)
        check(bundle, request)
        return await self.engine.submit(request)

    async def work(self, hands: int) -> None:
        """Be a worker until cancelled."""
        await asyncio.to_thread(self._warn_of_limits_in_vain)
        # Apart from those who hold items, whose names are forgotten as soon as what they held is free.
        workers = self.runs / WORKERS
        with holder(workers) as me:
            async with self.workshop.opened() as bench:
                await self.engine.work(me, hands, bench, known_dead=lambda: dead_holders(workers, me))

    def _warn_of_limits_in_vain(self) -> None:
        there = {name for bundle in self.catalogue.bundles() for name in bundle.bot.systems}
        for name in sorted(self.workshop.options.at_most.keys() - there):
            logger.warning(f"limits: systems: {name} limits nothing, no bot here has a system of this name")

"""Places on consoles in the store: how many sessions an account, and how many runs a system, has at once.

A slot is leased like a work item: its holder renews it, and one that fell silent loses it.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from sqlalchemy import Column, Connection, Double, Integer, String, Table, delete, select, update

from clerkwork.runner.store.database import METADATA, Store, insert_if_new

SLOTS = Table(
    "slots",
    METADATA,
    Column("name", String, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("claim", String, nullable=False, index=True),
    Column("holder", String, nullable=False),
    Column("leased_until", Double, nullable=False),
)


class Full(Exception):
    """Others have every slot of `name`."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class Slots:
    """The slots of a store. A name is whatever may be used so many times at once."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def take(self, limits: Mapping[str, int], holder: str, lease_s: float) -> str:
        """One slot of every name, all or none of them; returns the claim to renew and release them by.

        Raises Full for the first name of which there is none; what was taken before is put back with the transaction.
        """
        claim = uuid.uuid4().hex

        def work(connection: Connection) -> str:
            now = self._store.now(connection)
            connection.execute(
                delete(SLOTS).where(SLOTS.c.name.in_(list(limits)), SLOTS.c.leased_until < now)
            )
            mine = set(connection.scalars(select(SLOTS.c.name).where(SLOTS.c.claim == claim)))
            for name in sorted(limits.keys() - mine):  # mine: the answer to an earlier try was lost
                values = {"name": name, "claim": claim, "holder": holder, "leased_until": now + lease_s}
                if not _take(connection, limits[name], values):
                    raise Full(name)
            return claim

        return await self._store.run(work)

    async def renew(self, claim: str, count: int, lease_s: float) -> bool:
        """Hold the slots for longer; False when one of them is no longer ours."""

        def work(connection: Connection) -> bool:
            until = self._store.now(connection) + lease_s
            held = update(SLOTS).where(SLOTS.c.claim == claim).values(leased_until=until)
            return connection.execute(held).rowcount == count

        return await self._store.run(work)

    async def release(self, claim: str) -> None:
        await self._store.run(
            lambda connection: connection.execute(delete(SLOTS).where(SLOTS.c.claim == claim))
        )

    async def let_go(self, holder: str) -> None:
        """What a dead process held may be taken at once."""
        await self._store.run(
            lambda connection: connection.execute(delete(SLOTS).where(SLOTS.c.holder == holder))
        )


def _take(connection: Connection, limit: int, values: Mapping[str, object]) -> bool:
    """Put a row into the first free number; False when so many are taken already, also by those who may have more."""
    of_name = SLOTS.c.name == values["name"]
    taken = set(connection.scalars(select(SLOTS.c.number).where(of_name)))
    if len(taken) >= limit:
        return False
    for number in sorted(set(range(limit)) - taken):
        if insert_if_new(connection, SLOTS, **values, number=number):
            return True
    return False

"""Which batches were compared with the consoles as they stand, so that no worker does it again."""

from __future__ import annotations

from sqlalchemy import Column, Connection, Integer, String, Table, func, select

from clerkwork.runner.store.database import METADATA, Store, insert_into
from clerkwork.runner.store.items import ITEMS

RECONCILED = Table(
    "reconciled",
    METADATA,
    Column("batch", String, primary_key=True),
    Column("tokens", Integer, nullable=False),
)


class Reconciled:
    """The reconciled batches of a store.

    The sum of a batch's tokens tells how it stands: it grows whenever an item is begun once more.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    async def due(self, batch: str) -> int | None:
        """How the batch stands, to be noted when it was compared; None when it stood like this before."""

        def work(connection: Connection) -> int | None:
            tokens = connection.scalar(select(func.sum(ITEMS.c.token)).where(ITEMS.c.batch == batch)) or 0
            noted = connection.scalar(select(RECONCILED.c.tokens).where(RECONCILED.c.batch == batch))
            return None if noted == tokens else int(tokens)

        return await self._store.run(work)

    async def note(self, batch: str, tokens: int) -> None:
        """The batch was compared when it stood like this."""

        def work(connection: Connection) -> None:
            entry = insert_into(connection, RECONCILED).values(batch=batch, tokens=tokens)
            connection.execute(entry.on_conflict_do_update(index_elements=["batch"], set_={"tokens": tokens}))

        await self._store.run(work)

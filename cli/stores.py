"""How a command asks the store of a folder of runs something."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from clerkwork.runner.store.database import Store

T = TypeVar("T")


def ask_store(address: str | None, runs: Path, ask: Callable[[Store], Awaitable[T]]) -> T:
    """The answer of the store at the address, or else beside the runs. Raises StoreRefused, ApplicationException."""
    from clerkwork.runner.store.database import Store

    store = Store.of(address, runs)

    async def asked() -> T:
        return await ask(store)

    try:
        return asyncio.run(asked())
    finally:
        store.close()

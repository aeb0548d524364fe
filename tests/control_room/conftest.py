"""Stores for the control room's tests, of both kinds, and engines on them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from clerkwork.control_room.engine import Engine, Perform
from clerkwork.runner.store.database import Store

Until = Callable[[Callable[[], Awaitable[Any]]], Awaitable[Any]]


BOTH = pytest.mark.parametrize("address", ["sqlite", "postgres"], indirect=True)
"""Proves a test with a store of each kind; without it the store is SQLite."""


@pytest.fixture
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty store."""
    if getattr(request, "param", "sqlite") == "sqlite":
        return f"sqlite:///{tmp_path / 'runs' / 'store.sqlite'}"
    found: str = request.getfixturevalue("database")
    return found


@pytest.fixture
def store(address: str) -> Iterator[Store]:
    """An empty store."""
    opened = Store(address)
    yield opened
    opened.close()


@pytest.fixture
async def engine(address: str) -> AsyncIterator[Engine]:
    store = Store(address)
    engine = Engine(store)
    await engine.open()
    yield engine
    await engine.close()
    store.close()


@asynccontextmanager
async def working(
    engine: Engine, perform: Perform, worker: str = "worker-1", hands: int = 1, **options: Any
) -> AsyncIterator[None]:
    """A worker that is at work inside the block."""
    task = asyncio.create_task(engine.work(worker, hands, perform, **options))
    try:
        yield
    finally:
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task


async def until(seen: Callable[[], Awaitable[Any]], seconds: float = 30.0) -> Any:
    """What `seen` returns as soon as it is something."""
    async with asyncio.timeout(seconds):
        while not (found := await seen()):  # noqa: ASYNC110  (it lies in a database)
            await asyncio.sleep(0.02)
    return found

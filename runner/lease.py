"""The right to work on something that others would take over if they thought that we were dead."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Protocol

from clerkwork.runner.errors import ApplicationException, Fenced


class Lease(Protocol):
    """Held for a while and renewed. `former_runs` are those of earlier holders: they act no more."""

    @property
    def former_runs(self) -> frozenset[str]: ...

    async def check(self) -> None:
        """Return at once while the lease is fresh; one that is not is renewed first. Raises Fenced when it is
        somebody else's by now."""


class Alone:
    """Nobody else would do this work."""

    former_runs: frozenset[str] = frozenset()

    async def check(self) -> None: ...


@dataclass
class Renewed:
    """A lease of `seconds`, fresh as long as it was last `asked` for recently by the machine's own clock.

    A sixth of it lies between two signs of life, and nothing is begun any more in its last sixth. `renew_it`
    asks for more time and says whether there was any to be had; `lost` is what it means if not.
    """

    seconds: float
    asked: float
    renew_it: Callable[[], Awaitable[bool]]
    lost: str
    former_runs: frozenset[str] = frozenset()

    async def check(self) -> None:
        if time.monotonic() > self.asked + self.seconds * 5 / 6:
            await self.renew()

    async def renew(self) -> None:
        """Raises Fenced."""
        asked = time.monotonic()
        if not await self.renew_it():
            raise Fenced(self.lost, "nothing to repair: the other one goes on with it")
        self.asked = asked


@asynccontextmanager
async def kept_alive(lease: Renewed) -> AsyncIterator[None]:
    """Gives signs of life meanwhile; what they find out, the next check raises."""

    async def renewing() -> None:
        while True:
            await asyncio.sleep(lease.seconds / 6)
            with contextlib.suppress(Fenced, ApplicationException):
                await lease.renew()

    task = asyncio.create_task(renewing())
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task

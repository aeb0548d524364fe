"""Waits for a place on the consoles before a browser context opens: so many sessions an account, so many runs a
system, whoever else works on them."""

from __future__ import annotations

import asyncio
import hashlib
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from clerkwork.bots.bot import Bot
from clerkwork.bots.expressions import render
from clerkwork.runner.errors import PlaceTaken
from clerkwork.runner.lease import Alone, Lease, Renewed, kept_alive
from clerkwork.runner.listener import Listener
from clerkwork.runner.session import origin_of

if TYPE_CHECKING:
    from clerkwork.runner.store.slots import Slots

WAIT = 1800.0
"""Seconds that a place is waited for."""

LOOK_AGAIN = 0.25
"""Seconds between two looks whether one is free."""


@asynccontextmanager
async def places(
    limits: Mapping[str, int], slots: Slots, holder: str, lease_s: float, listener: Listener
) -> AsyncIterator[Lease]:
    """Holds a place of each name. Raises PlaceTaken when none was free for half an hour."""
    if not limits:
        yield Alone()
        return
    claim, asked = await _wait(limits, slots, holder, lease_s, listener)
    lost = "the console was given to another worker while this one was silent"
    lease = Renewed(lease_s, asked, lambda: slots.renew(claim, len(limits), lease_s), lost)
    try:
        async with kept_alive(lease):
            yield lease
    finally:
        await slots.release(claim)


async def _wait(
    limits: Mapping[str, int], slots: Slots, holder: str, lease_s: float, listener: Listener
) -> tuple[str, float]:
    began = asked = time.monotonic()
    while (claim := await slots.take(limits, holder, lease_s)) is None:
        if asked == began:
            listener.say("waiting: others work on the same account or system")
        if time.monotonic() - began > WAIT:
            raise PlaceTaken(
                f"others held the account or system for {WAIT / 60:g} minutes",
                "let fewer runs use it at once, or allow more `sessions` or `at_most` in bot.yaml",
            )
        await asyncio.sleep(LOOK_AGAIN)
        asked = time.monotonic()
    return claim, asked


def limits_of(bot: Bot, systems: Mapping[str, str], scope: Mapping[str, Any]) -> dict[str, int]:
    """How many may be at once, by names that give no account away."""
    limits: dict[str, int] = {}
    for name, system in bot.systems.items():
        origin = origin_of(systems[name])
        if system.account is not None:
            account = hashlib.sha256(render(system.account, scope).encode()).hexdigest()[:16]
            limits[f"account {account} on {origin}"] = system.sessions
        if system.at_most is not None:
            limits[f"runs on {origin}"] = system.at_most
    return limits

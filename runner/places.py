"""Waits for a place on the consoles before a browser context opens: so many sessions an account, so many runs a
system, whoever else works on them."""

from __future__ import annotations

import asyncio
import hashlib
import time
from collections.abc import AsyncIterator, Collection, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from clerkwork.bots.bot import Bot, System
from clerkwork.bots.expressions import render
from clerkwork.runner.errors import PlaceTaken
from clerkwork.runner.holder import holder
from clerkwork.runner.lease import Alone, Lease, Renewed, kept_alive
from clerkwork.runner.listener import Listener
from clerkwork.runner.options import RunOptions
from clerkwork.runner.session import origin_of

if TYPE_CHECKING:
    from clerkwork.runner.store.database import Store

LOOK_AGAIN = 0.25
"""Seconds between two looks whether one is free."""


@dataclass(frozen=True)
class Limit:
    """How many may be at once. `name` gives no account away; `what` is limited, and `setting` allows more."""

    name: str
    most: int
    what: str
    setting: str


class Place(Lease, Protocol):
    """The right to be there."""

    def keep(self) -> None:
        """Somebody may still be there when we are gone: nobody else gets the place before its lease is over."""


class _Anywhere(Alone):
    def keep(self) -> None: ...


@dataclass
class _Held(Renewed):
    kept: bool = False

    def keep(self) -> None:
        self.kept = True


@asynccontextmanager
async def places(
    limits: Collection[Limit], store: Store, options: RunOptions, listener: Listener
) -> AsyncIterator[Place]:
    """Holds a place for each limit. Raises PlaceTaken when there was none for as long as the options say."""
    if not limits:
        yield _Anywhere()
        return
    from clerkwork.runner.store.slots import Slots

    slots, lease_s = Slots(store), options.lease
    with holder(options.runs) as me:
        claim, asked = await _wait(limits, store, me, options, listener)
        lost = "the console was given to another worker while this one was silent"
        place = _Held(lease_s, asked, lambda: slots.renew(claim, len(limits), lease_s), lost)
        try:
            async with kept_alive(place):
                yield place
        finally:
            if place.kept:
                what = ", ".join(limit.what for limit in limits)
                listener.say(f"the browser did not close: nobody gets {what} for {lease_s:g} s")
            else:
                await slots.release(claim)


async def _wait(
    limits: Collection[Limit], store: Store, me: str, options: RunOptions, listener: Listener
) -> tuple[str, float]:
    from clerkwork.runner.dead import let_go_of_the_dead
    from clerkwork.runner.store.slots import Full, Slots

    by_name, slots = {limit.name: limit for limit in limits}, Slots(store)
    wanted = {name: limit.most for name, limit in by_name.items()}
    began = asked = time.monotonic()
    while True:
        try:
            return await slots.take(wanted, me, options.lease), asked
        except Full as full:
            limit = by_name[full.name]
        if asked == began:
            listener.say(f"waiting: others have {limit.what}")
        if asked - began > options.wait:
            raise PlaceTaken(
                f"others had {limit.what} for all of the {options.wait:g} s that it was waited for",
                f"start fewer at once, wait longer, or allow more by {limit.setting}",
            )
        await let_go_of_the_dead(store, options.runs, me)
        await asyncio.sleep(LOOK_AGAIN)
        asked = time.monotonic()


def limits_of(
    bot: Bot, systems: Mapping[str, str], scope: Mapping[str, Any], at_most: Mapping[str, int]
) -> list[Limit]:
    """What limits a bot on its systems, by its own word and by that of who runs it: `at_most`, by a system's name."""
    found: dict[str, Limit] = {}
    for name, system in bot.systems.items():
        for limit in _limits_on(name, system, origin_of(systems[name]), scope, at_most):
            if limit.name not in found or limit.most < found[limit.name].most:
                found[limit.name] = limit
    return list(found.values())


def _limits_on(
    name: str, system: System, origin: str, scope: Mapping[str, Any], at_most: Mapping[str, int]
) -> Iterator[Limit]:
    if system.account is not None:
        account = hashlib.sha256(render(system.account, scope).encode()).hexdigest()[:16]
        what = f"the {_sessions(system.sessions)} of the account on {name}"
        yield Limit(f"account {account} on {origin}", system.sessions, what, _in_bot(name, "sessions"))
    for most, setting in (
        (system.at_most, _in_bot(name, "at_most")),
        (at_most.get(name), f"`limits: {{systems: {{{name}: …}}}}` in control-room.yaml"),
    ):
        if most is not None:
            yield Limit(f"runs on {origin}", most, f"the {_sessions(most)} that may be on {name}", setting)


def _in_bot(name: str, key: str) -> str:
    return f"`systems: {{{name}: {{{key}: …}}}}` in bot.yaml"


def _sessions(count: int) -> str:
    return "one session" if count == 1 else f"{count} sessions"

"""Looks after the hands of dead workers: queues them again, with their place, or gives them up.

A worker whose signs of life stop is dead after a while; one that was only asleep finds, at the next step of its
bot, that its item is another's. Every worker looks after the others; who releases a hand queues it.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from loguru import logger

from clerkwork.control_room.hands import Hand, Hands, Release
from clerkwork.control_room.queue import Queue
from clerkwork.control_room.workers import SILENCE, Workers

EVERY = 4.0
"""Seconds between two looks."""


@dataclass
class Reaper:
    """Looks after the workers of a store, for one of them. `known_dead` are those that are dead for sure."""

    queue: Queue
    hands: Hands
    workers: Workers
    me: str
    known_dead: Callable[[], Collection[str]]
    _beaten: float = field(default_factory=time.monotonic)
    _steady_since: float = float("-inf")
    _looked: float = float("-inf")
    _lost: set[Hand] = field(default_factory=set)

    def beaten(self) -> None:
        """We gave a sign of life. Where ours came late, the others' may be on their way as well."""
        now = time.monotonic()
        if now - self._beaten > SILENCE / 2:
            self._steady_since = now
        self._beaten = now

    async def look(self, at_hand: Callable[[], Collection[Hand]]) -> None:
        """Queue what dead workers had. `at_hand` are the hands that this worker knows it has."""
        now = time.monotonic()
        if now - self._looked < EVERY:
            return
        self._looked = now
        taken = await asyncio.to_thread(self.queue.taken)
        dead = await self._dead(set(taken.values()) - {self.me})
        for hand, worker in taken.items():
            if worker in dead:
                await self._release(hand, worker)
        mine = {hand for hand, worker in taken.items() if worker == self.me}
        await self._find_lost(mine - set(at_hand()))

    async def _dead(self, holders: set[str]) -> set[str]:
        sure = holders & set(await asyncio.to_thread(self.known_dead))
        if time.monotonic() - self._steady_since < SILENCE:
            return sure
        alive = {worker.id for worker in await self.workers.workers() if worker.is_alive}
        return sure | (holders - alive)

    async def _release(self, hand: Hand, worker: str) -> None:
        match await self.hands.release(hand, worker):
            case Release.QUEUE:
                logger.bind(job=hand.job, hand=hand.number).warning(
                    f"taken over from {worker}, which is silent"
                )
                await asyncio.to_thread(self.queue.put_back, hand)
            case Release.GIVE_UP:
                logger.bind(job=hand.job, hand=hand.number).error("given up: too many workers died over it")
                await asyncio.to_thread(self.queue.take_out, hand)

    async def _find_lost(self, lost: set[Hand]) -> None:
        """A hand that we were given while the database went away, so that we never heard of it."""
        for hand in lost & self._lost:
            await asyncio.to_thread(self.queue.put_back, hand)
        self._lost = lost - self._lost

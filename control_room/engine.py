"""The engine: takes requests, and has workers do them, each hand to its end however many workers die."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass, field
from importlib.metadata import version

from loguru import logger

from clerkwork.control_room.forgetting import forget_jobs
from clerkwork.control_room.hands import Hand, Hands
from clerkwork.control_room.jobs import UNFINISHED, Ending, Job, Jobs, Request
from clerkwork.control_room.queue import NotOurs, Queue
from clerkwork.control_room.reaper import Reaper
from clerkwork.control_room.workers import BEAT, Workers
from clerkwork.runner.errors import ApplicationException
from clerkwork.runner.state import RunState
from clerkwork.runner.store.database import Store

GRACE = 20.0
"""Seconds that a worker which was told to go has for what it began; then it is stopped, and others go on."""

_GIVING_BACK = 10.0
"""Seconds that it may take to write down what is given back; what is not, the others take over."""


@dataclass(frozen=True)
class Task:
    """A hand of a job to be done; once `enough` is set, nothing further is begun."""

    job: Job
    hand: int
    enough: asyncio.Event


Perform = Callable[[Task], Awaitable[Ending]]


class Engine:
    """Jobs of one store. Any number of processes may submit, and any number may work."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.jobs = Jobs(store)
        self.workers = Workers(store)
        self._hands = Hands(store)
        self._queue = Queue(store)

    async def open(self) -> None:
        """Make what the store needs. Raises NotInstalled, ApplicationException."""
        await self.jobs.jobs(limit=1)
        await asyncio.to_thread(self._queue.open)

    async def close(self) -> None:
        await asyncio.to_thread(self._queue.close)

    async def submit(self, request: Request) -> Job:
        """The job of a request; asking again with the same key changes nothing. Raises KeyUsed."""
        job = await self.jobs.add(request)
        if job.state is RunState.QUEUED:
            await self._push(job)
        return job

    async def cancel(self, identity: str, by: str) -> Job:
        """A queued job ends at once, a running one when its worker hears of it. Raises JobUnknown."""
        return await self.jobs.cancel(identity, by)

    async def reopen(self, identity: str) -> None:
        """Have what is left of a job that ended be done."""
        job = await self.jobs.reopen(identity)
        if job is not None:
            await self._push(job)

    async def forget(self, before: float) -> int:
        """Forget the jobs that ended before a moment of the store's clock; returns how many."""
        return await forget_jobs(self.store, self._queue, before)

    async def _push(self, job: Job) -> None:
        """Entering a hand twice changes nothing, so whoever finds a job that is not queued may do it."""
        for number in range(1, job.hands + 1):
            await asyncio.to_thread(self._queue.push, Hand(job.id, number), job.priority)
        await self.jobs.pushed(job.id)

    async def work(
        self,
        worker: str,
        hands: int,
        perform: Perform,
        *,
        known_dead: Callable[[], Collection[str]] = tuple,
        grace: float = GRACE,
    ) -> None:
        """Do what is queued until cancelled; then end what was begun, or give it back after the grace.

        Cancelled once more while it waits for that, it waits no longer.

        `worker` is a name that no other process has or had; `known_dead` are names of workers that are dead for sure.
        """
        await self.open()
        reaper = Reaper(self._queue, self._hands, self.workers, worker, known_dead)
        shift = _Shift(self, worker, hands, perform, reaper)
        await shift.begin()
        try:
            await shift.watch()
        finally:
            going = asyncio.create_task(shift.end(grace))
            try:
                await asyncio.shield(going)
            except asyncio.CancelledError:
                shift.stop()
                await going


@dataclass
class _Shift:
    """One worker from coming to going."""

    engine: Engine
    worker: str
    hands: int
    perform: Perform
    reaper: Reaper
    enough: asyncio.Event = field(default_factory=asyncio.Event)
    under_way: dict[Hand, asyncio.Task[Ending]] = field(default_factory=dict)
    at_hand: set[Hand] = field(default_factory=set)
    returned: asyncio.Event = field(default_factory=asyncio.Event)

    async def begin(self) -> None:
        self._loop = asyncio.get_running_loop()
        await self._beat()
        await asyncio.to_thread(self.engine._queue.start, self.worker, self.hands, self._do)

    async def watch(self) -> None:
        """Gives signs of life, stops what was cancelled, and looks after the dead."""
        while True:
            await asyncio.sleep(BEAT)
            try:
                await self._beat()
                await self._stop_unwanted()
                await self.reaper.look(lambda: tuple(self.at_hand))
                await self._push_forgotten()
            except ApplicationException as away:
                logger.warning(f"{away.why}; {away.hint}")
            except Exception as error:  # noqa: BLE001  (a worker that no longer beats would be taken for dead)
                logger.opt(exception=error).error("looking after the workers failed")

    async def end(self, grace: float) -> None:
        """Take nothing further; wait for what was begun, stop what takes too long, and go."""
        self.engine._queue.pause()
        self.enough.set()
        with contextlib.suppress(ApplicationException):
            await self._beat(draining=True)
        if tasks := list(self.under_way.values()):
            await asyncio.wait(tasks, timeout=grace)
        self.stop()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_GIVING_BACK):
                while self.at_hand:
                    await self.returned.wait()
                    self.returned.clear()
        await asyncio.to_thread(self.engine._queue.stop)
        with contextlib.suppress(ApplicationException):
            await self.engine.workers.leave(self.worker)

    def stop(self) -> None:
        """Stop what is being done; the item goes back, with its evidence so far."""
        for task in self.under_way.values():
            task.cancel()

    def _do(self, hand: Hand) -> None:
        """Called in a thread of the queue's."""
        self.at_hand.add(hand)
        try:
            ours = asyncio.run_coroutine_threadsafe(self._hand(hand), self._loop).result()
        finally:
            self.at_hand.discard(hand)
            self._loop.call_soon_threadsafe(self.returned.set)
        if not ours:
            raise NotOurs

    async def _hand(self, hand: Hand) -> bool:
        """Do a hand; False when how it ended is not for us to say."""
        job = await self.engine._hands.take(hand, self.worker)
        if job is None:
            return True
        logger.bind(job=job.id, bot=job.bot, hand=hand.number).info("begun")
        ending = await self._performed(hand, job)
        logger.bind(job=job.id, bot=job.bot, hand=hand.number, state=ending.state.value).info(
            ending.why or "ended"
        )
        if ending.state in UNFINISHED:
            if await self.engine._hands.put_back(hand, self.worker):
                await asyncio.to_thread(self.engine._queue.put_back, hand)
            return False
        return await self.engine._hands.end(hand, self.worker, ending)

    async def _performed(self, hand: Hand, job: Job) -> Ending:
        task = asyncio.ensure_future(self.perform(Task(job, hand.number, self.enough)))
        self.under_way[hand] = task
        try:
            return await task
        except asyncio.CancelledError:
            return await self._stopped(job)
        except Exception as error:  # noqa: BLE001  (one job's fault must not end the worker)
            logger.opt(exception=error).bind(job=job.id, bot=job.bot).error("the job failed")
            why = getattr(error, "why", None) or f"internal fault: {type(error).__name__}"
            hint = getattr(error, "hint", None) or "see the worker's log"
            return Ending(RunState.APPLICATION_EXCEPTION, why, hint)
        finally:
            self.under_way.pop(hand, None)

    async def _stopped(self, job: Job) -> Ending:
        by = (await self.engine.jobs.job(job.id)).cancelled_by
        if by:
            return Ending(RunState.INTERRUPTED, f"cancelled by {by}")
        return Ending(RunState.QUEUED, "the worker was told to go")

    async def _beat(self, draining: bool = False) -> None:
        await self.engine.workers.beat(self.worker, version("clerkwork"), self.hands, draining)
        self.reaper.beaten()

    async def _stop_unwanted(self) -> None:
        unwanted = await self.engine.jobs.unwanted({hand.job for hand in self.under_way})
        for hand, task in self.under_way.items():
            if hand.job in unwanted:
                task.cancel()

    async def _push_forgotten(self) -> None:
        for job in await self.engine.jobs.never_pushed():
            await self.engine._push(job)
        for identity in await self.engine.jobs.taken_up_again():
            await self.engine.reopen(identity)

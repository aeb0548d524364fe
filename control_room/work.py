"""Does a hand of a job: the runner's batch loop on the job's rows, in a browser that stays warm between jobs.

Done twice, by a worker that was taken for dead and by the one that took over, it does no harm: items are held
by lease, and commits by the store.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from loguru import logger

from clerkwork.bots.bot import Bot, Bundle
from clerkwork.bots.errors import InputInvalid
from clerkwork.bots.save import digest
from clerkwork.bots.secrets import require_secrets
from clerkwork.bots.values import bind_inputs
from clerkwork.control_room.catalogue import Catalogue
from clerkwork.control_room.controls import reconcile_once
from clerkwork.control_room.engine import Task
from clerkwork.control_room.errors import JobRefused
from clerkwork.control_room.jobs import Ending, Job, Jobs, Request
from clerkwork.control_room.redactions import Redactions
from clerkwork.evidence.redact import Redactor
from clerkwork.runner.batch import Work, work_through
from clerkwork.runner.browsers import NextBrowser, browsers
from clerkwork.runner.controls import ControlBot, controls_of
from clerkwork.runner.errors import ApplicationException
from clerkwork.runner.options import RunOptions
from clerkwork.runner.outcome import Outcome
from clerkwork.runner.redaction import redactor_of
from clerkwork.runner.run import plain
from clerkwork.runner.state import RunState, worst_of
from clerkwork.runner.store.database import Store
from clerkwork.runner.store.items import Batch, Item, Items

NEEDS_VALUES = {RunState.QUEUED, RunState.RUNNING, RunState.IN_DOUBT, RunState.APPLICATION_EXCEPTION}
"""States from which an item may be done again, for which the values are needed that were asked for."""


@dataclass(frozen=True)
class Workshop:
    """What a worker works with. `options.systems` are other addresses for systems, in all bots that have them."""

    store: Store
    catalogue: Catalogue
    runs: Path
    options: RunOptions = field(default_factory=RunOptions)
    redactions: Redactions = field(default_factory=Redactions)

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[Bench]:
        """Starts the browser; yields what does a job's hand."""
        options = replace(self.options, runs=self.runs)
        async with browsers(options) as next_browser:
            await next_browser()
            yield Bench(self, options, next_browser)


@dataclass(frozen=True)
class Bench:
    """A workshop whose browser is warm. `await bench(task)` is what an engine performs."""

    shop: Workshop
    options: RunOptions
    next_browser: NextBrowser

    async def __call__(self, task: Task) -> Ending:
        job, items = task.job, Items(self.shop.store)
        bundle = await asyncio.to_thread(self.shop.catalogue.bundle, job.bot)
        secrets = await asyncio.to_thread(require_secrets, bundle.bot, bundle.folder)
        controls = await asyncio.to_thread(controls_of, bundle)
        redactor = self._redactor(bundle.bot, secrets)
        rows = bound(bundle, job.rows)
        await items.add(_batch(bundle, job), [redactor.value(plain(row)) for row in rows])
        known = {name: url for name, url in self.options.systems.items() if name in bundle.bot.systems}
        options = replace(self.options, systems=known | dict(job.systems))
        work = Work(job.id, bundle, secrets, options, self.shop.store, rows, job.rows)
        await work_through(work, 1, _Log(job), task.enough, browser=self.next_browser)
        ending = done = ending_of(await items.items(job.id))
        if controls and done.state is not RunState.QUEUED:
            ending = await self._compared(work, controls, redactor, task)
        if ending.state is not RunState.QUEUED and done.state not in NEEDS_VALUES:
            await Jobs(self.shop.store).forget_rows(job.id)
        return ending

    async def _compared(
        self, work: Work, controls: Sequence[ControlBot], redactor: Redactor, task: Task
    ) -> Ending:
        """How the job ended when the consoles were asked; one that could not be asked is a failure."""
        if task.enough.is_set():
            return Ending(RunState.QUEUED, "the consoles are still to be asked")
        for control in controls:
            self._redactor(control.bundle.bot, control.secrets)
        systems = {**self.options.systems, **task.job.systems}
        asking, failed = replace(work, options=replace(work.options, systems=systems)), None
        try:
            await reconcile_once(asking, controls, redactor, self.next_browser)
        except ApplicationException as fault:
            failed = fault
        ending = ending_of(await Items(self.shop.store).items(work.batch))
        if failed is None:
            return ending
        why = "; ".join(filter(None, (ending.why, failed.why)))
        return Ending(worst_of((ending.state, RunState.APPLICATION_EXCEPTION)), why, failed.hint)

    def _redactor(self, bot: Bot, secrets: Mapping[str, str]) -> Redactor:
        """The bot's; what it takes out, it takes out of our log, too."""
        redactor = redactor_of(bot, secrets)
        self.shop.redactions.add(bot.name, redactor)
        return redactor


def check(bundle: Bundle, request: Request) -> None:
    """Raises JobRefused when the bot cannot do what is asked for, with every fault of every row."""
    if not request.rows:
        raise JobRefused("there is no item to do", "give the inputs of at least one")
    bound(bundle, request.rows)
    if unknown := set(request.systems) - set(bundle.bot.systems):
        has = ", ".join(bundle.bot.systems)
        raise JobRefused(f"{bundle.bot.name} has no system {', '.join(sorted(unknown))}", f"it has {has}")


def bound(bundle: Bundle, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Each row's inputs as the bot declares them. Raises JobRefused."""
    faults: list[str] = []
    found: list[dict[str, Any]] = []
    for number, row in enumerate(rows, start=1):
        try:
            found.append(bind_inputs(bundle.bot, row))
        except InputInvalid as fault:
            faults.append(f"item {number}: {fault}" if len(rows) > 1 else str(fault))
    if faults:
        raise JobRefused(
            "; ".join(faults), f"{bundle.bot.name} takes {', '.join(bundle.bot.inputs) or 'no input'}"
        )
    return found


def ending_of(items: Sequence[Item]) -> Ending:
    """How a job with these items ended; queued while some wait."""
    if any(item.state is RunState.QUEUED for item in items):
        return Ending(RunState.QUEUED)
    worst = worst_of(item.state for item in items)
    if len(items) == 1:
        return Ending(worst, items[0].why, items[0].hint)
    counts = {state: sum(item.state is state for item in items) for state in RunState}
    told = ", ".join(f"{count} {state.value.replace('_', ' ')}" for state, count in counts.items() if count)
    return Ending(worst, told)


def _batch(bundle: Bundle, job: Job) -> Batch:
    return Batch(
        id=job.id,
        bot=bundle.bot.name,
        bot_digest=digest(bundle.folder),
        source=f"job {job.id}, {job.because}",
        source_digest="",
        settings={"systems": dict(job.systems)},
    )


@dataclass(frozen=True)
class _Log:
    """Writes into the log how the items go on."""

    job: Job

    def item_started(self, number: int) -> None: ...

    def item_ended(self, number: int, state: RunState, why: str, outcome: Outcome | None) -> None:
        facts = {"job": self.job.id, "bot": self.job.bot, "item": number, "state": state.value}
        run = outcome.run if outcome else ""
        logger.bind(**facts, run=run).info(why or "item ended")

    def say(self, sentence: str) -> None:
        logger.bind(job=self.job.id, bot=self.job.bot).warning(sentence)

"""Works through a batch: hands that take one item after another, each in a browser context of its own.

Any number of processes may work on one batch through one store; an item whose holder fell silent is taken over.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from clerkwork.bots.bot import Bundle
from clerkwork.bots.values import bind_inputs
from clerkwork.evidence.errors import EvidenceError
from clerkwork.evidence.report import write_report
from clerkwork.runner.browsers import NextBrowser, browsers
from clerkwork.runner.dead import let_go_of_the_dead
from clerkwork.runner.errors import ApplicationException
from clerkwork.runner.holder import holder
from clerkwork.runner.lease import Renewed, kept_alive
from clerkwork.runner.listener import Silent
from clerkwork.runner.options import RunOptions
from clerkwork.runner.outcome import Outcome
from clerkwork.runner.run import run_bot
from clerkwork.runner.state import RunState
from clerkwork.runner.store.commits import StoredCommits
from clerkwork.runner.store.database import Store
from clerkwork.runner.store.items import Claim, Items
from clerkwork.runner.store.questions import AskInStore
from clerkwork.runner.work_item import WorkItem

LOOK_AGAIN = 1.0
"""Seconds between two looks for items that other workers hold."""


@dataclass(frozen=True)
class Work:
    """What is the same for every item. `rows` are the bound inputs by item number, and `cells` what the item's
    row holds besides, where a file is at hand; else both are as the store has them."""

    batch: str
    bundle: Bundle
    secrets: Mapping[str, str]
    options: RunOptions
    store: Store
    rows: Sequence[Mapping[str, Any]] | None = None
    cells: Sequence[Mapping[str, Any]] | None = None

    def inputs_of(self, number: int, stored: Mapping[str, Any]) -> Mapping[str, Any]:
        """The bound inputs of an item whose inputs the store has like this."""
        return self.rows[number - 1] if self.rows else bind_inputs(self.bundle.bot, stored)

    def cells_of(self, number: int, stored: Mapping[str, Any]) -> Mapping[str, Any]:
        """What expressions see as `item`."""
        return self.cells[number - 1] if self.cells else stored


class BatchListener(Protocol):
    """Hears how a batch goes on."""

    def item_started(self, number: int) -> None: ...

    def item_ended(self, number: int, state: RunState, why: str, outcome: Outcome | None) -> None: ...

    def say(self, sentence: str) -> None: ...


async def work_through(
    work: Work,
    hands: int,
    listener: BatchListener,
    enough: asyncio.Event | None = None,
    browser: NextBrowser | None = None,
) -> None:
    """Do what is left of the batch with so many hands; once `enough` is set, only what was begun is ended.

    The browser is one of its own, unless the caller has a warm one.
    Cancelling puts the items that were being done back. Raises ApplicationException when the store is gone.
    """
    items = Items(work.store)
    with holder(work.options.runs) as me:
        await let_go_of_the_dead(work.store, work.options.runs, me)
        async with browsers(work.options, browser) as next_browser, asyncio.TaskGroup() as group:
            for _ in range(hands):
                hand = _Hand(work, items, me, next_browser, listener, enough or asyncio.Event())
                group.create_task(hand.work())


@dataclass
class _Hand:
    about: Work
    items: Items
    me: str
    next_browser: NextBrowser
    listener: BatchListener
    enough: asyncio.Event

    @property
    def lease(self) -> float:
        return self.about.options.lease

    def _leased(self, claim: Claim, asked: float) -> Renewed:
        lost = f"item {claim.number} was taken over by another worker while this one was silent"
        runs = frozenset(claim.former_runs)
        return Renewed(self.lease, asked, lambda: self.items.renew(claim, self.lease), lost, runs)

    async def work(self) -> None:
        while not self.enough.is_set():
            asked = time.monotonic()
            claim = await self.items.claim(self.about.batch, self.me, self.lease)
            if claim is not None:
                if not await self._one(claim, self._leased(claim, asked)):
                    return
            elif not await self._others_are_at_it():
                return

    async def _others_are_at_it(self) -> bool:
        """Whether another worker holds an item, which may become ours; looked for after a while."""
        await let_go_of_the_dead(self.about.store, self.about.options.runs, self.me)
        wait = await self.items.next_expiry(self.about.batch, besides=self.me)
        if wait is None:
            return False
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self.enough.wait(), min(wait + 0.05, LOOK_AGAIN))
        return True

    async def _one(self, claim: Claim, lease: Renewed) -> bool:
        """Do one item; False when the work was stopped meanwhile."""
        self.listener.item_started(claim.number)
        outcome, fault = None, ApplicationException("")
        try:
            async with kept_alive(lease):
                outcome = await self._run(claim, lease)
        except EvidenceError as error:
            fault = ApplicationException(str(error), "make room, then put the item back")
        except Exception as error:  # noqa: BLE001  (one item's fault must not end the others' work)
            fault = ApplicationException(f"internal fault: {type(error).__name__}", "run the item by itself")
        state = outcome.state if outcome else RunState.APPLICATION_EXCEPTION
        why, hint = (_reason(outcome), outcome.hint) if outcome else (fault.why, fault.hint)
        stopped = state is RunState.INTERRUPTED
        kept = await self.items.end(
            claim,
            RunState.QUEUED if stopped else state,
            outputs=outcome.outputs if outcome else {},
            why=why,
            hint=hint,
            ms=outcome.ms if outcome else 0,
        )
        if not kept:
            self.listener.say(f"item {claim.number} was taken over by another worker")
            return not stopped
        self.listener.item_ended(claim.number, RunState.QUEUED if stopped else state, why, outcome)
        return not stopped

    async def _run(self, claim: Claim, lease: Renewed) -> Outcome:
        work = self.about
        commits = StoredCommits(work.store, lambda connection: self.items.check(connection, claim))
        item = WorkItem(
            batch=claim.batch,
            number=claim.number,
            values=work.cells_of(claim.number, claim.inputs),
            lease=lease,
            commits=commits,
            store=work.store,
            begin=lambda run: self.items.began(claim, run),
        )
        asker = AskInStore(work.store, work.bundle.bot.name, claim.batch, claim.number)
        outcome = await run_bot(
            work.bundle,
            work.inputs_of(claim.number, claim.inputs),
            work.secrets,
            replace(work.options, asker=asker),
            _Quiet(self.listener),
            browser=self.next_browser,
            item=item,
        )
        if outcome.state not in (RunState.DONE, RunState.INTERRUPTED):
            await asyncio.to_thread(write_report, outcome.folder)
        return outcome


def _reason(outcome: Outcome) -> str:
    return "; ".join(outcome.reviews) if outcome.state is RunState.NEEDS_REVIEW else outcome.why


class _Quiet(Silent):
    """Of a run among many only what must not be missed is said."""

    def __init__(self, listener: BatchListener) -> None:
        self._listener = listener

    def say(self, sentence: str) -> None:
        self._listener.say(sentence)

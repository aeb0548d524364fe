"""`clerkwork run BOT --items FILE`: does a bot for every row of a file, several at once."""

from __future__ import annotations

import asyncio
import json
import secrets as random
import sys
from collections.abc import Coroutine, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.markup import escape

if TYPE_CHECKING:
    from clerkwork.bots.bot import Bundle
    from clerkwork.evidence.redact import Redactor
    from clerkwork.runner.item_file import ItemFile
    from clerkwork.runner.options import RunOptions
    from clerkwork.runner.state import RunState
    from clerkwork.runner.store.database import Store
    from clerkwork.runner.store.items import Batch, Item, Items


@dataclass(frozen=True)
class Wish:
    """What was asked for on the command line. `batch` is the one to go on with."""

    items: Path
    jobs: int
    results: Path | None
    batch: str | None
    as_json: bool
    junit: Path | None


@dataclass(frozen=True)
class _Order:
    """A wish that was found good: what is done with whom. `rows` are the bound inputs of the file's rows."""

    bundle: Bundle
    wish: Wish
    options: RunOptions
    file: ItemFile
    rows: list[dict[str, Any]]
    secrets: Mapping[str, str]
    redactor: Redactor
    store: Store

    @property
    def cells(self) -> list[Mapping[str, Any]]:
        return [row.cells for row in self.file.rows]


def run_items(bundle: Bundle, wish: Wish, options: RunOptions) -> int:
    """Check every row before a browser starts, then work through them; returns the exit code."""
    from clerkwork.bots.secrets import require_secrets
    from clerkwork.cli import logging
    from clerkwork.runner.item_file import read_items
    from clerkwork.runner.item_results import check_name
    from clerkwork.runner.redaction import redactor_of
    from clerkwork.runner.store.database import Store

    file = read_items(wish.items)
    rows = file.bound(bundle.bot)
    if wish.results:
        check_name(wish.results)
    secrets = require_secrets(bundle.bot, bundle.folder)
    redactor = redactor_of(bundle.bot, secrets)
    logging.redaction.use(redactor.text)
    store = Store.of(options.store, options.runs)
    try:
        return asyncio.run(_work(_Order(bundle, wish, options, file, rows, secrets, redactor, store)))
    finally:
        store.close()


async def _work(order: _Order) -> int:
    from clerkwork.cli.batch_progress import progress
    from clerkwork.runner.batch import Work, work_through
    from clerkwork.runner.controls import controls_of, reconcile
    from clerkwork.runner.item_results import write_results
    from clerkwork.runner.store.items import Items

    bundle, wish, options = order.bundle, order.wish, order.options
    items, controls = Items(order.store), controls_of(bundle)
    batch = await _batch(order, items)
    work = Work(batch.id, bundle, order.secrets, options, order.store, order.rows, order.cells)
    counts = await items.counts(batch.id)
    with progress(bundle, batch.id, counts, len(order.rows), quiet=wish.as_json) as listener:
        stopped = await _was_stopped(work_through(work, wish.jobs, listener))
    ended = await items.items(batch.id)
    results = wish.results or options.runs / f"{batch.id}.csv"
    await asyncio.to_thread(write_results, results, order.cells, ended)
    if controls and not stopped and not options.dry_run:
        stopped = await _was_stopped(reconcile(work, controls, order.redactor))
        ended = await items.items(batch.id)
        await asyncio.to_thread(write_results, results, order.cells, ended)
    _tell(wish, batch, ended, results, stopped)
    return 130 if stopped else exit_code(item.state for item in ended)


async def _was_stopped(work: Coroutine[Any, Any, None]) -> bool:
    """Do the work to its end, or until Ctrl-C or SIGTERM."""
    from clerkwork.cli.run import stoppable

    try:
        await stoppable(work)
    except asyncio.CancelledError:
        return True
    return False


async def _batch(order: _Order, items: Items) -> Batch:
    """The batch to go on with, or a new one. Raises ResumeRefused."""
    from clerkwork.bots.save import digest
    from clerkwork.runner.errors import ResumeRefused
    from clerkwork.runner.run import plain
    from clerkwork.runner.store.items import Batch

    bundle, file, wish = order.bundle, order.file, order.wish
    if wish.batch:
        known: Batch | None = await items.batch(wish.batch)
        if known is None:
            raise ResumeRefused(
                f"there is no batch {wish.batch} in this store", "'clerkwork items' lists the batches"
            )
        if (known.bot, known.bot_digest) != (bundle.bot.name, digest(bundle.folder)):
            raise ResumeRefused(
                f"the batch {known.id} was begun with another {known.bot}",
                "start a new batch: what was committed is known, and is not done again",
            )
        if known.source_digest != file.digest:
            raise ResumeRefused(
                f"{file.path} is not what the batch {known.id} was begun with",
                "give the same file, or start a new batch: what was committed is not done again",
            )
        return known
    batch = Batch(
        id=f"{bundle.bot.name}-{datetime.now(UTC):%Y%m%dT%H%M%S}-{random.token_hex(2)}",
        bot=bundle.bot.name,
        bot_digest=digest(bundle.folder),
        source=str(file.path),
        source_digest=file.digest,
        settings={"systems": dict(order.options.systems)},
    )
    await items.add(batch, [order.redactor.value(plain(row)) for row in order.rows])
    return batch


def exit_code(states: Iterable[RunState]) -> int:
    """That of the worst of the items' ends; one that did not end failed."""
    from clerkwork.runner.state import RunState, worst_of

    unfinished = (RunState.QUEUED, RunState.RUNNING)
    return worst_of(
        RunState.APPLICATION_EXCEPTION if state in unfinished else state for state in states
    ).exit_code


def counts_of(items: list[Item]) -> dict[RunState, int]:
    """How many items are in each state, in the order in which they are told."""
    from clerkwork.runner.state import RunState

    return {state: count for state in RunState if (count := sum(item.state is state for item in items))}


def _tell(wish: Wish, batch: Batch, ended: list[Item], results: Path, stopped: bool) -> None:
    counts = counts_of(ended)
    if wish.junit:
        wish.junit.parent.mkdir(parents=True, exist_ok=True)
        wish.junit.write_text(_junit(batch, ended), encoding="utf-8")
    if wish.as_json:
        told = {
            "batch": batch.id,
            "bot": batch.bot,
            "exit": 130 if stopped else exit_code(counts),
            "counts": {state.value: count for state, count in counts.items()},
            "results": str(results),
        }
        print(json.dumps(told, ensure_ascii=False))
        return
    console = Console(highlight=False, soft_wrap=True, file=sys.stdout)
    console.print(", ".join(f"{count} {state.value.replace('_', ' ')}" for state, count in counts.items()))
    console.print(f"  results: {escape(str(results))}")
    if stopped:
        console.print(f"  go on with: --items {escape(str(wish.items))} --resume {batch.id}")


def _junit(batch: Batch, items: list[Item]) -> str:
    from xml.etree import ElementTree

    from clerkwork.runner.outcome import NOT_XML
    from clerkwork.runner.state import RunState

    suite = ElementTree.Element("testsuite", name=batch.id, tests=str(len(items)))
    for item in items:
        case = ElementTree.SubElement(
            suite, "testcase", name=f"item {item.number}", classname=batch.bot, time=f"{item.ms / 1000:.3f}"
        )
        if item.state in (RunState.QUEUED, RunState.RUNNING):
            ElementTree.SubElement(case, "skipped")
        elif item.state is not RunState.DONE:
            failed = item.state in (RunState.BUSINESS_EXCEPTION, RunState.NEEDS_REVIEW)
            ElementTree.SubElement(
                case,
                "failure" if failed else "error",
                type=item.state.value,
                message=item.why.translate(NOT_XML),
            )
    ElementTree.indent(suite)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ElementTree.tostring(suite, encoding="unicode")}\n'

"""`clerkwork run BOT --items FILE`: does a bot for every row of a file, several at once."""

from __future__ import annotations

import asyncio
import json
import secrets as random
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.markup import escape

if TYPE_CHECKING:
    from clerkwork.bots.bot import Bundle
    from clerkwork.runner.batch import Work
    from clerkwork.runner.controls import ControlBot
    from clerkwork.runner.item_file import ItemFile
    from clerkwork.runner.options import RunOptions
    from clerkwork.runner.state import RunState
    from clerkwork.runner.store.database import Store
    from clerkwork.runner.store.items import Batch, Item


@dataclass(frozen=True)
class Wish:
    """What was asked for on the command line. `batch` is the one to go on with."""

    items: Path
    jobs: int
    results: Path | None
    batch: str | None
    as_json: bool
    junit: Path | None


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
    logging.redaction.use(redactor_of(bundle.bot, secrets).text)
    store = Store(options.store) if options.store else Store.beside(options.runs)
    try:
        return asyncio.run(_work(bundle, wish, options, file, rows, secrets, store))
    finally:
        store.close()


async def _work(
    bundle: Bundle,
    wish: Wish,
    options: RunOptions,
    file: ItemFile,
    rows: list[dict[str, Any]],
    secrets: Mapping[str, str],
    store: Store,
) -> int:
    from clerkwork.cli.batch_progress import progress
    from clerkwork.cli.run import stopped_by_signals
    from clerkwork.runner.batch import Work, work_through
    from clerkwork.runner.controls import controls_of
    from clerkwork.runner.item_results import write_results
    from clerkwork.runner.store.items import Items

    items, controls = Items(store), controls_of(bundle)
    batch = await _batch(bundle, wish, options, file, rows, secrets, items)
    cells = [row.cells for row in file.rows]
    work = Work(batch.id, bundle, secrets, options, store, rows, cells)
    stopped = False
    with progress(bundle, batch.id, await items.counts(batch.id), len(rows), quiet=wish.as_json) as listener:
        task = asyncio.ensure_future(work_through(work, wish.jobs, listener))
        stopped_by_signals(task)
        try:
            await task
        except asyncio.CancelledError:
            stopped = True
    ended = await items.items(batch.id)
    results = wish.results or options.runs / f"{batch.id}.csv"
    await asyncio.to_thread(write_results, results, cells, ended)
    if controls and not stopped and not options.dry_run:
        ended = await _reconciled(work, controls, ended)
        await asyncio.to_thread(write_results, results, cells, ended)
    _tell(wish, batch, ended, results, stopped)
    return 130 if stopped else exit_code(item.state for item in ended)


async def _reconciled(work: Work, controls: list[ControlBot], ended: list[Item]) -> list[Item]:
    """The items as they stand after the consoles were asked; one of which they say otherwise needs review."""
    from clerkwork.runner.controls import reconcile
    from clerkwork.runner.redaction import redactor_of
    from clerkwork.runner.store.items import Items

    items, redactor = Items(work.store), redactor_of(work.bundle.bot, work.secrets)
    given = list(zip(work.rows or [], work.cells or [], strict=True))
    for one in await reconcile(work.bundle, controls, ended, given, work.options):
        found = f"; it says {one.rows}" if one.rows else ""
        await items.doubted(work.batch, one.number, redactor.text(f"{one.key}: {one.why}{found}"))
    return await items.items(work.batch)


async def _batch(
    bundle: Bundle,
    wish: Wish,
    options: RunOptions,
    file: ItemFile,
    rows: list[dict[str, Any]],
    secrets: Mapping[str, str],
    items: Any,
) -> Batch:
    from clerkwork.bots.save import digest
    from clerkwork.runner.errors import ResumeRefused
    from clerkwork.runner.redaction import redactor_of
    from clerkwork.runner.run import plain
    from clerkwork.runner.store.items import Batch

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
    redactor = redactor_of(bundle.bot, secrets)
    batch = Batch(
        id=f"{bundle.bot.name}-{datetime.now(UTC):%Y%m%dT%H%M%S}-{random.token_hex(2)}",
        bot=bundle.bot.name,
        bot_digest=digest(bundle.folder),
        source=str(file.path),
        source_digest=file.digest,
        settings={"systems": dict(options.systems)},
    )
    await items.add(batch, [redactor.value(plain(row)) for row in rows])
    return batch


def exit_code(states: Any) -> int:
    """The worst of the items' ends: in doubt, failed, refused, to be reviewed, done."""
    from clerkwork.runner.state import RunState

    unfinished = [RunState.APPLICATION_EXCEPTION, RunState.QUEUED, RunState.RUNNING]
    order = [RunState.IN_DOUBT, *unfinished, RunState.BUSINESS_EXCEPTION, RunState.NEEDS_REVIEW]
    found = set(states)
    return next((state.exit_code for state in order if state in found), 0)


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

"""Runs the controls of a bot after a batch: bots that only read, whose rows are compared with what was done."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from clerkwork.bots.bot import Bundle
from clerkwork.bots.controls import wrong_with
from clerkwork.bots.load import BOT_FILE, load_bundle
from clerkwork.bots.reconcile import Control
from clerkwork.bots.secrets import require_secrets
from clerkwork.bots.values import bind_inputs
from clerkwork.evidence.redact import Redactor
from clerkwork.runner.batch import Work
from clerkwork.runner.browsers import NextBrowser
from clerkwork.runner.errors import ApplicationException, ControlRefused
from clerkwork.runner.reconcile import Did, differences
from clerkwork.runner.run import run_bot
from clerkwork.runner.state import RunState
from clerkwork.runner.store.items import Item, Items


@dataclass(frozen=True)
class ControlBot:
    """A control's bot, ready to run."""

    name: str
    rows: str
    bundle: Bundle
    inputs: Mapping[str, Any]
    secrets: Mapping[str, str]


def controls_of(bundle: Bundle) -> list[ControlBot]:
    """The bots that the controls name, beside this one's folder. Raises ControlRefused for one that is not there or
    does more than read, and what an invalid bot or a missing secret raises."""
    found = []
    for control in bundle.bot.reconcile.against if bundle.bot.reconcile else ():
        folder = bundle.folder.resolve().parent / control.bot
        if wrong := "; ".join(wrong_with(control, folder / BOT_FILE)):
            raise ControlRefused(f"{bundle.bot.name} cannot be reconciled: {wrong}")
        other = load_bundle(folder)
        secrets = require_secrets(other.bot, other.folder)
        found.append(ControlBot(control.bot, control.rows, other, bind_inputs(other.bot, {}), secrets))
    return found


async def reconcile(
    work: Work, controls: Sequence[ControlBot], redactor: Redactor, browser: NextBrowser | None = None
) -> None:
    """Run each control of a batch that ended, and compare: an item that ended done, and of which the consoles say
    otherwise, needs review, with the rows in its reason.

    Raises ApplicationException when a control could not be run to its end.
    """
    assert work.bundle.bot.reconcile
    items = Items(work.store)
    said = [await _rows(control, work, browser) for control in controls]
    for control, rows in zip(work.bundle.bot.reconcile.against, said, strict=True):
        _check_columns(control, rows)
    done = [
        Did(item.number, _scope(work, item))
        for item in await items.items(work.batch, (RunState.DONE, RunState.NEEDS_REVIEW))
    ]
    for one in differences(work.bundle.bot.reconcile, done, said):
        found = f"; it says {list(one.rows)}" if one.rows else ""
        await items.doubted(work.batch, one.number, redactor.text(f"{one.key}: {one.why}{found}"))


async def _rows(control: ControlBot, work: Work, browser: NextBrowser | None) -> list[Mapping[str, Any]]:
    known = control.bundle.bot.systems
    systems = {name: url for name, url in work.options.systems.items() if name in known}
    options = replace(work.options, systems=systems, resume=None, dry_run=False)
    outcome = await run_bot(
        control.bundle, control.inputs, control.secrets, options, browser=browser, store=work.store
    )
    if outcome.state is RunState.INTERRUPTED:
        raise asyncio.CancelledError
    if outcome.state not in (RunState.DONE, RunState.NEEDS_REVIEW) or control.rows not in outcome.outputs:
        raise ApplicationException(
            f"the control {control.name} could not be run: {outcome.why or 'it read no rows'}",
            f"see {outcome.folder}",
        )
    rows: list[Mapping[str, Any]] = outcome.outputs[control.rows]
    return rows


def _check_columns(control: Control, rows: Sequence[Mapping[str, Any]]) -> None:
    """Without this a column that was renamed would look like items that are missing."""
    has = {column for row in rows for column in row}
    if rows and (lacking := [column for column in (control.column, *control.equal) if column not in has]):
        raise ApplicationException(
            f"the control {control.bot} read no column {', '.join(map(repr, lacking))}; "
            f"it read {', '.join(map(repr, sorted(has)))}",
            "name the columns under 'reconcile' as the console heads them",
        )


def _scope(work: Work, item: Item) -> dict[str, Any]:
    return {
        "inputs": dict(work.inputs_of(item.number, item.inputs)),
        "outputs": dict(item.outputs),
        "item": dict(work.cells_of(item.number, item.inputs)),
        "secrets": {},
        "run": {"id": item.runs[-1] if item.runs else "", "attempt": item.attempts},
        "today": date.today(),
    }

"""`clerkwork lint --live`: walks a bot up to its first commit, and says which targets are weak before they break."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from clerkwork.bots.errors import Fault
from clerkwork.cli.failures import DONE, NEEDS_REVIEW

if TYPE_CHECKING:
    from clerkwork.bots.bot import Bot, Bundle
    from clerkwork.runner.inspection import Inspection
    from clerkwork.runner.listener import Listener
    from clerkwork.runner.outcome import Outcome


def walk_through(
    bundle: Bundle, inputs: Mapping[str, str], systems: Mapping[str, str], listener: Listener
) -> list[Fault]:
    """Warnings for weak targets, and a fault where the bot cannot go on. Nothing of the bot is changed.

    An input that is not given takes its default, else its example. The evidence of the walk is thrown away.
    Raises what a run raises before it begins: inputs or secrets that are missing, an unknown system.
    """
    from clerkwork.cli import logging
    from clerkwork.cli.run import execute
    from clerkwork.runner.inspection import Inspection
    from clerkwork.runner.options import RunOptions

    inspection = Inspection()
    with tempfile.TemporaryDirectory(prefix="clerkwork-lint-", ignore_cleanup_errors=True) as runs:
        options = RunOptions(
            runs=Path(runs),
            systems=systems,
            dry_run=True,
            shots="failure",
            attempts=1,
            inspection=inspection,
        )
        outcome = execute(bundle, {**_examples(bundle.bot), **inputs}, options, listener)
    listener.say(_summary(bundle, inspection))
    found = _faults(bundle, inspection, outcome)
    return sorted(replace(one, message=logging.redaction(one.message)) for one in found)


def _examples(bot: Bot) -> dict[str, Any]:
    return {
        name: declared.example
        for name, declared in bot.inputs.items()
        if declared.default is None and declared.example is not None
    }


def _summary(bundle: Bundle, inspection: Inspection) -> str:
    total, seen = len(bundle.targets.targets), len(inspection.weak)
    rest = "" if seen == total else "; the others come after the first commit, or only under a condition"
    return f"looked at {seen} of {total} targets{rest}"


def _faults(bundle: Bundle, inspection: Inspection, outcome: Outcome) -> Iterator[Fault]:
    from clerkwork.bots.load import BOT_FILE, TARGETS_FILE
    from clerkwork.bots.source import read_source

    if bundle.targets.targets:
        targets = read_source(bundle.folder / TARGETS_FILE)
        for name, found in inspection.weak.items():
            for one in found:
                place = targets.place(("targets", name, *one.path))
                yield Fault(targets.file, *place, one.message, "warning")
        for name, why in inspection.missed.items():
            yield Fault(targets.file, *targets.place(("targets", name), of="key"), why)
    failed = next((step for step in outcome.steps if step.state == "failed"), None)
    if failed and not inspection.missed:
        steps = read_source(bundle.folder / BOT_FILE)
        why = f"the bot stopped here, so the rest was not looked at: {outcome.why}"
        yield Fault(steps.file, *steps.place(("steps", failed.index - 1)), why)
    elif not failed and outcome.exit_code not in (DONE, NEEDS_REVIEW):
        yield Fault(bundle.folder / BOT_FILE, 1, 1, outcome.why)

"""Whether the bots that a bot is reconciled by are there, and do no more than read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from clerkwork.bots.actions.acting import Action
from clerkwork.bots.bot import Bot
from clerkwork.bots.errors import BotInvalid, InputInvalid
from clerkwork.bots.parse import read_model
from clerkwork.bots.reconcile import Control
from clerkwork.bots.values import bind_inputs
from clerkwork.bots.walk import walk


def wrong_with(control: Control, file: Path) -> Iterator[str]:
    """All that keeps the bot of this file from being the control, in words; faults of its own are told by its own lint."""
    if not file.is_file():
        yield f"the control {control.bot!r} is not there, and there is no such folder beside it; put it into {file.parent}"
        return
    try:
        other, _ = read_model(file, Bot)
    except BotInvalid as invalid:
        yield f"the control {control.bot!r} cannot be read: {invalid.faults[0]}"
        return
    if any(isinstance(placed.step, Action) and placed.step.commit for placed in walk(other)):
        yield f"the control {control.bot!r} has a commit step, and a control only reads; take the commit out"
    if control.rows not in other.outputs or other.outputs[control.rows].type != "rows":
        yield (
            f"the control {control.bot!r} has no output {control.rows!r} of type rows; "
            "let it read them with a read_rows step"
        )
    try:
        bind_inputs(other, {})
    except InputInvalid as needed:
        yield f"the control {control.bot!r} is given no inputs, and it needs some: {needed}"

"""Takes a text from the page into an output."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable

from clerkwork.bots.actions.read import Read
from clerkwork.bots.bot import Output
from clerkwork.runner.actions.value import held_by
from clerkwork.runner.deadline import Deadline
from clerkwork.runner.errors import ExpectationFailed
from clerkwork.runner.find import find
from clerkwork.runner.session import Session
from clerkwork.runner.sight import wanted_by

PAUSE = 0.1
"""Seconds between two looks."""

NUMBERS: dict[str, Callable[[str], int | float]] = {"integer": int, "number": float}


async def read(session: Session, step: Read, deadline: Deadline) -> None:
    """Read the target's text, or its value; the pattern's first group when there is one.

    ExpectationFailed when the pattern does not fit before the deadline.
    """
    sought = wanted_by(session, step, step.read)
    declared = session.bundle.bot.outputs.get(step.into)
    pattern = step.pattern or (declared.pattern if declared else None)
    while True:
        found = await find(session, sought, deadline)
        text = await held_by(found, deadline)
        part = None if text is None else extract(text, pattern)
        if part is not None:
            break
        if deadline.over:
            raise ExpectationFailed(
                f"{step.read} says {(text or '')[:120]!r}, which does not fit the pattern {pattern!r}",
                "look at the picture; correct the pattern or the target",
            )
        await asyncio.sleep(min(PAUSE, deadline.left()))
    output = _typed(step, declared, part)
    session.scope["outputs"][step.into] = output
    session.tell("read", output=step.into, value=output)


def _typed(step: Read, declared: Output | None, text: str) -> str | int | float:
    if declared is None or declared.type not in NUMBERS:
        return text
    try:
        return NUMBERS[declared.type](text)
    except ValueError:
        raise ExpectationFailed(
            f"{step.read} says {text[:120]!r}, which is no {declared.type}",
            "take the number out of the text with a pattern, or make the output a text",
        ) from None


def extract(text: str, pattern: str | None) -> str | None:
    """What of the text the pattern takes: its first group, or all of the match; None when it does not fit."""
    if pattern is None:
        return text
    match = re.search(pattern, text)
    return None if match is None else match.group(1 if match.re.groups else 0)

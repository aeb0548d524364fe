"""Compares what a batch says it did with what the consoles say, row by row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from clerkwork.bots.expressions import render
from clerkwork.bots.reconcile import Control, Reconcile
from clerkwork.runner.texts import folded

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Did:
    """One item that ended done: its number and what expressions see of it."""

    number: int
    scope: Mapping[str, Any]


@dataclass(frozen=True)
class Difference:
    """An item of which a console says something else; `rows` are what it says of its key."""

    number: int
    key: str
    control: str
    why: str
    rows: tuple[Row, ...] = ()


def differences(
    reconcile: Reconcile, items: Iterable[Did], said: Sequence[Sequence[Row]]
) -> list[Difference]:
    """What does not fit, in the order of the items; `said` are the rows of each control, in their order."""
    asked = [(control, _by_key(control, rows)) for control, rows in zip(reconcile.against, said, strict=True)]
    found = []
    for item in items:
        key = folded(render(reconcile.key, item.scope))
        for control, by_key in asked:
            rows = by_key.get(key, ()) if key else ()
            if why := _why(control, rows, item) if key else "nothing names it, its key is empty":
                found.append(Difference(item.number, key, control.bot, why, tuple(rows)))
    return found


def _by_key(control: Control, rows: Sequence[Row]) -> dict[str, list[Row]]:
    by_key: dict[str, list[Row]] = {}
    for row in rows:
        by_key.setdefault(folded(str(row.get(control.column, ""))), []).append(row)
    return by_key


def _why(control: Control, rows: Sequence[Row], item: Did) -> str:
    if not rows:
        return f"{control.bot} has no row for it"
    if len(rows) > 1:
        return f"{control.bot} has {len(rows)} rows for it"
    wrong = [
        f"{column} is {folded(str(rows[0].get(column, '')))!r}, not {wanted!r}"
        for column, text in control.equal.items()
        if folded(str(rows[0].get(column, ""))) != (wanted := folded(render(text, item.scope)))
    ]
    return f"{control.bot}: {'; '.join(wrong)}" if wrong else ""

"""`clerkwork lint`: faults and weak spots of bots, each with file, line and column."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from clerkwork.bots.errors import Fault
from clerkwork.bots.load import examine
from clerkwork.bots.schema import SCHEMA_FILE


def lint(
    bots: Annotated[list[Path] | None, typer.Argument(metavar="BOT...", help="Folders of bots.")] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Fail on warnings, too.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
    schema: Annotated[
        bool, typer.Option("--schema", help="Print the path of the JSON Schema and stop.")
    ] = False,
) -> int:
    """Check bots without running them: form, names, expressions, paths, targets, probes, reviews.

    Prints one line for each fault and warning. Exits with 0 when there are no faults, else with 2.

    Example: clerkwork lint bots/library/rent_device --strict
    """
    if schema:
        print(SCHEMA_FILE)
        return 0
    if not bots:
        raise typer.BadParameter("name at least one bot's folder, such as 'clerkwork lint my-bot'")
    found = [fault for bot in bots for fault in _look_at(bot)]
    print(_as_json(bots, found) if as_json else "\n".join([*map(_line, found), _summary(len(bots), found)]))
    faults = [fault for fault in found if strict or fault.severity == "fault"]
    return 2 if faults else 0


def _look_at(bot: Path) -> list[Fault]:
    examination = examine(bot)
    return sorted((*examination.faults, *examination.warnings))


def _line(fault: Fault) -> str:
    return f"{fault.file}:{fault.line}:{fault.column}: {fault.severity}: {fault.message}"


def _summary(bots: int, found: Sequence[Fault]) -> str:
    faults = sum(fault.severity == "fault" for fault in found)
    parts = (_count(bots, "bot"), _count(faults, "fault"), _count(len(found) - faults, "warning"))
    return ", ".join(parts)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _as_json(bots: Sequence[Path], found: Sequence[Fault]) -> str:
    faults = [
        {
            "file": str(fault.file),
            "line": fault.line,
            "column": fault.column,
            "severity": fault.severity,
            "message": fault.message,
        }
        for fault in found
    ]
    return json.dumps({"bots": [str(bot) for bot in bots], "faults": faults}, indent=2, ensure_ascii=False)

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
from clerkwork.cli.pairs import pairs


def lint(
    bots: Annotated[list[Path] | None, typer.Argument(metavar="BOT...", help="Folders of bots.")] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Fail on warnings, too.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
    schema: Annotated[
        bool, typer.Option("--schema", help="Print the path of the JSON Schema and stop.")
    ] = False,
    live: Annotated[
        bool, typer.Option("--live", help="Do the steps up to the first commit, and look at each target.")
    ] = False,
    inputs: Annotated[
        list[str] | None, typer.Option("--input", metavar="NAME=VALUE", help="A value for an input (--live).")
    ] = None,
    systems: Annotated[
        list[str] | None, typer.Option("--system", metavar="NAME=URL", help="Another base URL (--live).")
    ] = None,
) -> int:
    """Check bots without running them: form, names, expressions, paths, targets, probes, reviews.

    With --live the steps up to the first commit are done in a browser, like 'clerkwork run --dry-run' does, and
    targets that the console's next change would break are named. Inputs that are not given take their examples.

    Prints one line for each fault and warning. Exits with 0 when there are no faults, else with 2.

    \b
    Example:
      clerkwork lint bots/library/rent_device --strict
      clerkwork lint --live my-bot --input device=LT-0042
    """
    if schema:
        print(SCHEMA_FILE)
        return 0
    if not bots:
        raise typer.BadParameter("name at least one bot's folder, such as 'clerkwork lint my-bot'")
    if (inputs or systems) and not (live and len(bots) == 1):
        raise typer.BadParameter("--input and --system belong to --live with one bot")
    found = [fault for bot in bots for fault in _look_at(bot)]
    if live:
        given, at = pairs(inputs, "--input"), pairs(systems, "--system")
        found += [fault for bot in bots for fault in _walk_through(bot, given, at)]
    print(_as_json(bots, found) if as_json else "\n".join([*map(_line, found), _summary(len(bots), found)]))
    faults = [fault for fault in found if strict or fault.severity == "fault"]
    return 2 if faults else 0


def _look_at(bot: Path) -> list[Fault]:
    examination = examine(bot)
    return sorted((*examination.faults, *examination.warnings))


def _walk_through(bot: Path, inputs: dict[str, str], systems: dict[str, str]) -> list[Fault]:
    """What only the console tells; nothing for a bot that has faults already."""
    from clerkwork.cli.lint_live import walk_through
    from clerkwork.cli.progress import live

    bundle = examine(bot).bundle
    return walk_through(bundle, inputs, systems, live(quiet=True)) if bundle else []


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

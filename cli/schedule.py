"""`clerkwork schedule`: when bots are due, and whether control-room.yaml is right."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from clerkwork.bots.errors import Fault
    from clerkwork.control_room.config import SchedulePart, Settings

CONFIG = typer.Option("--config", metavar="FILE", help="The control room's file.")

schedule = typer.Typer(rich_markup_mode=None, no_args_is_help=True)


@schedule.callback()
def _schedule() -> None:
    """When bots run by themselves.

    \b
    Example:
      clerkwork schedule list --config control-room.yaml
    """


@schedule.command("list")
def list_times(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="NAME...", help="These schedules; else all.")
    ] = None,
    config: Annotated[Path, CONFIG] = Path("control-room.yaml"),
    count: Annotated[int, typer.Option("--count", min=1, max=1000, help="How many times of each.")] = 10,
    since: Annotated[
        datetime | None,
        typer.Option(
            "--from", formats=["%Y-%m-%d", "%Y-%m-%dT%H:%M"], help="From this local time; else now."
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
) -> int:
    """Show the next due times in local time.

    \b
    Example:
      clerkwork schedule list nightly-orders --count 3 --from 2026-10-24
    """
    settings = _read(config)
    chosen = _chosen(settings, names)
    start = since.astimezone() if since else datetime.now().astimezone()
    found = {name: _told(settings, part, start, count) for name, part in chosen.items()}
    if as_json:
        print(json.dumps({"from": start.isoformat(), "schedules": found}, indent=2))
    else:
        _show(found)
    return 0


@schedule.command("check")
def check(
    config: Annotated[Path, CONFIG] = Path("control-room.yaml"),
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
    schema: Annotated[
        bool, typer.Option("--schema", help="Print the path of the JSON Schema and stop.")
    ] = False,
) -> int:
    """Say what is wrong in the control room's file, and where; bots that are not there or get wrong inputs as well.

    \b
    Example:
      clerkwork schedule check --config control-room.yaml
    """
    from clerkwork.bots.errors import BotInvalid
    from clerkwork.control_room.schema import SCHEMA_FILE

    if schema:
        print(SCHEMA_FILE)
        return 0
    try:
        settings = _read(config)
        faults: Sequence[Fault] = sorted(_bot_faults(settings))
    except BotInvalid as invalid:
        faults = invalid.faults
    if as_json:
        told = [
            {"file": str(one.file), "line": one.line, "column": one.column, "message": one.message}
            for one in faults
        ]
        print(json.dumps({"ok": not faults, "faults": told}, indent=2))
    else:
        print("\n".join([*map(str, faults), _summary(len(faults), config)]))
    return 2 if faults else 0


def _read(file: Path) -> Settings:
    from clerkwork.control_room.config import read_config

    return read_config(file)


def _chosen(settings: Settings, names: Sequence[str] | None) -> dict[str, SchedulePart]:
    from clerkwork.bots.messages import suggest

    known = settings.config.schedules
    for name in names or ():
        if name not in known:
            raise typer.BadParameter(f"there is no schedule {name!r}; {suggest(name, known)}")
    return {name: part for name, part in known.items() if not names or name in names}


def _told(settings: Settings, part: SchedulePart, start: datetime, count: int) -> dict[str, Any]:
    from clerkwork.control_room.schedule import next_times

    facts = {"bot": part.bot, "enabled": part.enabled, "cron": part.cron, "after": part.after}
    timing = settings.config.timing(part)
    if timing is None or not part.enabled:
        return {**facts, "zone": None, "times": []}
    times = next_times(timing, start.astimezone(UTC), count)
    return {
        **facts,
        "zone": timing.zone.key,
        "times": [time.astimezone(timing.zone).isoformat() for time in times],
    }


def _show(found: dict[str, dict[str, Any]]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for title in ("schedule", "bot", "due", "zone", "on this machine's clock"):
        table.add_column(title, no_wrap=True)
    for name, told in found.items():
        for at, cells in enumerate(_rows(told)):
            table.add_row(*((name, told["bot"]) if at == 0 else ("", "")), *cells)
    console = Console()
    if not console.is_terminal:
        console.width = 200
    console.print(table if found else "there are no schedules in this file", highlight=False)


def _rows(told: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    if not told["enabled"]:
        yield "off", "", ""
    elif told["after"]:
        yield f"after {told['after']}", "", ""
    elif not told["times"]:
        yield "never within nine years", told["zone"], ""
    for text in told["times"]:
        time = datetime.fromisoformat(text)
        shift = _shift(time)
        yield f"{time:%a %Y-%m-%d %H:%M} {shift}", told["zone"], f"{time.astimezone():%a %Y-%m-%d %H:%M}"


def _shift(time: datetime) -> str:
    """How far the zone is from UTC then: it tells the two hours apart when summer time ends."""
    offset = time.utcoffset() or timedelta()
    minutes = int(offset.total_seconds()) // 60
    sign = "-" if minutes < 0 else "+"
    return f"{sign}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


def _bot_faults(settings: Settings) -> Iterator[Fault]:
    """Schedules whose bot is not there, or would refuse what it is given."""
    from clerkwork.bots.errors import BotInvalid
    from clerkwork.control_room.catalogue import Catalogue
    from clerkwork.control_room.errors import BotUnknown, ControlRoomError
    from clerkwork.control_room.work import check as check_request

    catalogue = Catalogue(settings.bots)
    source = settings.source
    assert source is not None
    for trail, bot, request in _uses(settings):
        try:
            bundle = catalogue.bundle(bot)
            if request is not None:
                check_request(bundle, request)
        except BotUnknown as unknown:
            yield source.fault(trail, f"{unknown.why}; {unknown.hint}")
        except BotInvalid as invalid:
            yield from invalid.faults
        except ControlRoomError as refused:
            yield source.fault(trail[:-1], f"{refused.why}; {refused.hint}")


def _uses(settings: Settings) -> Iterator[tuple[tuple[str | int, ...], str, Any]]:
    """Where the file names a bot, which, and what it would be asked."""
    from clerkwork.control_room.jobs import Request

    config = settings.config
    for name, part in config.schedules.items():
        request = Request(part.bot, (part.inputs,), {**part.systems}) if part.items is None else None
        yield ("schedules", name, "bot"), part.bot, request
        if part.after:
            yield ("schedules", name, "after"), part.after, None
    for name, trigger in config.triggers.items():
        yield ("triggers", name, "bot"), trigger.bot, None
    for at, expected in enumerate(config.expected):
        yield ("expected", at, "bot"), expected.bot, None


def _summary(faults: int, config: Path) -> str:
    return (
        f"{config}: {faults} fault{'' if faults == 1 else 's'}" if faults else f"{config}: nothing is wrong"
    )

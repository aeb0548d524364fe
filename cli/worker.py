"""`clerkwork worker`: does jobs of a control room, on this machine."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from clerkwork.cli.pairs import pairs

if TYPE_CHECKING:
    from clerkwork.control_room.config import Settings
    from clerkwork.control_room.room import Room

BOTS = typer.Option("--bots", metavar="DIR", help="Folder with the bots; may be given several times.")
STORE = typer.Option(
    "--store",
    metavar="URL",
    envvar="CLERKWORK_STORE",
    help="sqlite:///FILE or postgresql://…; else a file beside the runs.",
)
RUNS = typer.Option("--runs", metavar="DIR", help="Where run folders are made.")
SYSTEM = typer.Option(
    "--system", metavar="NAME=URL", help="Another base URL for a system, in every bot that has it."
)
HANDS = typer.Option("--hands", min=1, max=64, help="How many items this machine does at once.")


CONFIG = typer.Option(
    "--config", metavar="FILE", help="The control room's file; else control-room.yaml, if it is here."
)
MAYBE_RUNS = typer.Option(
    "--runs", metavar="DIR", help="Where run folders are made; else as the file says, or runs."
)


def settings_of(config: Path | None) -> Settings:
    """What the file says; the defaults where there is none. Raises BotInvalid with its faults."""
    from clerkwork.control_room.config import CONFIG_FILE, Config, Settings, read_config

    if config is None and not Path(CONFIG_FILE).exists():
        return Settings(Path(CONFIG_FILE), Config())
    return read_config(config or Path(CONFIG_FILE))


def room_of(
    settings: Settings,
    bots: list[Path] | None,
    store: str | None,
    runs: Path | None,
    systems: list[str] | None,
) -> Room:
    """The control room of the settings; what the command line says goes before."""
    from clerkwork.cli import logging
    from clerkwork.control_room.room import Room
    from clerkwork.runner.options import RunOptions

    logging.say_more()
    known = {**settings.config.systems} | pairs(systems, "--system")
    options = RunOptions(systems=known, at_most=settings.config.limits.systems)
    room = Room(store or settings.store, bots or settings.bots, runs or settings.runs, options)
    logging.redaction.use(room.workshop.redactions)
    return room


def worker(
    config: Annotated[Path | None, CONFIG] = None,
    bots: Annotated[list[Path] | None, BOTS] = None,
    store: Annotated[str | None, STORE] = None,
    runs: Annotated[Path | None, MAYBE_RUNS] = None,
    systems: Annotated[list[str] | None, SYSTEM] = None,
    hands: Annotated[int, HANDS] = 1,
) -> int:
    """Do the jobs of a control room until told to go; any number of machines may.

    On SIGTERM or Ctrl-C nothing further is begun; what is not done within 20 seconds goes to another worker.

    \b
    Example:
      clerkwork worker --store postgresql://clerkwork@db.example/clerkwork --bots bots --hands 4
    """
    room = room_of(settings_of(config), bots, store, runs, systems)
    return asyncio.run(until_told_to_go(room, room.work(hands)))


async def until_told_to_go(room: Room, work: Coroutine[Any, Any, None]) -> int:
    """Do the work of the room until Ctrl-C or SIGTERM, which is how it ends well."""
    from clerkwork.cli.run import stoppable

    try:
        await stoppable(work)
    except asyncio.CancelledError:
        return 0
    finally:
        await room.close()
    return 0

"""`clerkwork worker`: does jobs of a control room, on this machine."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from clerkwork.cli.pairs import pairs

if TYPE_CHECKING:
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


def worker(
    bots: Annotated[list[Path] | None, BOTS] = None,
    store: Annotated[str | None, STORE] = None,
    runs: Annotated[Path, RUNS] = Path("runs"),
    systems: Annotated[list[str] | None, SYSTEM] = None,
    hands: Annotated[int, HANDS] = 1,
) -> int:
    """Do the jobs of a control room until told to go; any number of machines may.

    On SIGTERM or Ctrl-C nothing further is begun; what is not done within 20 seconds goes to another worker.

    \b
    Example:
      clerkwork worker --store postgresql://clerkwork@db.example/clerkwork --bots bots --hands 4
    """
    from clerkwork.cli import logging
    from clerkwork.control_room.room import Room

    logging.say_more()
    room = Room(store, bots or [Path("bots")], runs, pairs(systems, "--system"))
    logging.redaction.use(room.workshop.redactions)
    return asyncio.run(_work(room, hands))


async def _work(room: Room, hands: int) -> int:
    from clerkwork.cli.run import stopped_by_signals

    task = asyncio.ensure_future(room.work(hands))
    stopped_by_signals(task)
    try:
        await task
    except asyncio.CancelledError:
        return 0
    finally:
        await room.close()
    return 0

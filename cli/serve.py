"""`clerkwork serve`: the control room in one process: scheduler, API and workers."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from clerkwork.cli.worker import (
    BOTS,
    CONFIG,
    MAYBE_RUNS,
    STORE,
    SYSTEM,
    room_of,
    settings_of,
    until_told_to_go,
)

if TYPE_CHECKING:
    import socket

    from clerkwork.control_room.config import Settings
    from clerkwork.control_room.room import Room


def serve(
    config: Annotated[Path | None, CONFIG] = None,
    bots: Annotated[list[Path] | None, BOTS] = None,
    store: Annotated[str | None, STORE] = None,
    runs: Annotated[Path | None, MAYBE_RUNS] = None,
    systems: Annotated[list[str] | None, SYSTEM] = None,
    hands: Annotated[
        int,
        typer.Option("--hands", min=0, max=64, help="Items done at once here; 0 leaves the work to others."),
    ] = 1,
    host: Annotated[str, typer.Option("--host", help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="0 takes a free one.")] = 8765,
) -> int:
    """Run the control room: what is due, and what is asked for over its API, is done here and by every worker.

    Whoever asks needs a token, which 'clerkwork token new' makes. On SIGTERM or Ctrl-C nothing further is begun.

    \b
    Example:
      clerkwork serve --bots bots --store postgresql://clerkwork@db.example/clerkwork
    """
    from clerkwork.control_room.api.server import listen

    settings = settings_of(config)
    room = room_of(settings, bots, store, runs, systems)
    with listen(host, port) as where:
        return asyncio.run(until_told_to_go(room, _everything(settings, room, where, hands)))


async def _everything(settings: Settings, room: Room, where: socket.socket, hands: int) -> None:
    from clerkwork.control_room.api.app import application
    from clerkwork.control_room.api.desk import Desk
    from clerkwork.control_room.api.server import serve as answer
    from clerkwork.control_room.night_watch import night_watch

    await room.open()
    redactions = room.workshop.redactions
    scheduler = night_watch(settings, room.engine, room.catalogue, room.submit, redactions)
    desk = Desk.of(room, scheduler)
    host, port = where.getsockname()[:2]
    print(f"control room: http://{f'[{host}]' if ':' in host else host}:{port}", flush=True)
    if not await desk.tokens.holders():
        print("  nobody has a token yet: clerkwork token new --role admin --name YOU", flush=True)
    async with asyncio.TaskGroup() as together:
        together.create_task(answer(application(desk), where))
        together.create_task(scheduler.run())
        if hands:
            together.create_task(room.work(hands))

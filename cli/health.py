"""`clerkwork health`: whether the control room is well, for watchdogs outside."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from clerkwork.cli.worker import RUNS, STORE

if TYPE_CHECKING:
    from clerkwork.control_room.health import Health
    from clerkwork.runner.store.database import Store


def health(
    config: Annotated[
        Path | None, typer.Option("--config", metavar="FILE", help="The control room's file.")
    ] = None,
    store: Annotated[str | None, STORE] = None,
    runs: Annotated[Path, RUNS] = Path("runs"),
    scheduler: Annotated[
        bool, typer.Option("--scheduler/--no-scheduler", help="Whether a scheduler should be alive.")
    ] = True,
    workers: Annotated[
        bool, typer.Option("--workers/--no-workers", help="Whether a worker should be alive.")
    ] = True,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
) -> int:
    """Say whether scheduler and workers are alive and notices go out; exits with 0 when all is well, else with 1.

    Let something that does not depend on this control room call it: cron, systemd, a monitoring system.

    \b
    Example:
      clerkwork health --config control-room.yaml --json
    """
    from clerkwork.control_room.health import examine

    where = _store(config, store, runs)

    async def examined() -> Health:
        try:
            return await examine(where, scheduler=scheduler, workers=workers)
        finally:
            where.close()  # also gives up what still waits for the store

    found = asyncio.run(examined())
    if as_json:
        print(json.dumps({"ok": found.ok, "faults": found.faults, **found.facts}, indent=2))
    else:
        print("\n".join(found.faults) if found.faults else "the control room is well")
    return 0 if found.ok else 1


def _store(config: Path | None, store: str | None, runs: Path) -> Store:
    from clerkwork.runner.store.database import Store

    if store is None and config is not None:
        from clerkwork.control_room.config import read_config

        settings = read_config(config)
        store, runs = settings.store, settings.runs
    return Store.of(store, runs)

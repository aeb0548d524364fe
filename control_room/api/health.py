"""Whether the control room is well: for outside watchdogs, and as Prometheus metrics."""

from __future__ import annotations

from importlib.metadata import version

from fastapi import APIRouter, Response
from fastapi.responses import PlainTextResponse

from clerkwork.control_room.api.access import AtDesk, MaybeHolder, Viewer
from clerkwork.control_room.api.words import HealthAnswer, WorkerAnswer
from clerkwork.control_room.health import examine
from clerkwork.control_room.metrics import measured

health = APIRouter(tags=["health"])


@health.get(
    "/health", responses={503: {"model": HealthAnswer, "description": "the control room is not well"}}
)
async def show_health(desk: AtDesk, who: MaybeHolder, response: Response) -> HealthAnswer:
    """As `clerkwork health`. Needs no token; without one it names no bot and no machine."""
    found = await examine(desk.room.store)
    response.status_code = 200 if found.ok else 503
    return HealthAnswer(
        status="ok" if found.ok else "not well",
        workers=found.facts.get("workers", 0),
        scheduler_silent_s=found.facts.get("scheduler", {}).get("silent_s"),
        undelivered=len(found.facts.get("undelivered", ())),
        faults=found.faults if who else [],
        version=version("clerkwork"),
    )


@health.get("/workers")
async def list_workers(desk: AtDesk, who: Viewer) -> list[WorkerAnswer]:
    """Workers that are there, and those that died lately."""
    return [
        WorkerAnswer(
            id=one.id,
            version=one.version,
            hands=one.hands,
            alive=one.is_alive,
            draining=one.draining,
            silent_s=round(max(one.silent_s, 0.0), 1),
        )
        for one in await desk.room.engine.workers.workers()
    ]


@health.get("/metrics", response_class=PlainTextResponse)
async def show_metrics(desk: AtDesk, who: Viewer) -> PlainTextResponse:
    """Prometheus metrics."""
    return PlainTextResponse(await measured(desk.room.engine), media_type="text/plain; version=0.0.4")

"""Jobs: asked for, listed, shown, cancelled; and a bot's trigger for outside systems."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Header, Query, Response

from clerkwork.control_room.api.access import AtDesk, Auditor, Operator, Trigger, Viewer
from clerkwork.control_room.api.words import (
    BotAnswer,
    ItemAnswer,
    JobAnswer,
    JobWish,
    Limit,
    Name,
    NamePath,
    TriggerWish,
)
from clerkwork.control_room.jobs import Request
from clerkwork.runner.state import RunState

Key = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=200,
        description="the same key again gives the same job, so that a lost answer can be asked for once more",
    ),
]

jobs = APIRouter(tags=["jobs"])


@jobs.post("/jobs", status_code=201)
async def submit(
    desk: AtDesk, who: Operator, wish: JobWish, response: Response, key: Key = None
) -> JobAnswer:
    """Ask for a job."""
    request = Request(
        bot=wish.bot,
        rows=wish.rows(),
        priority=wish.priority,
        hands=wish.hands,
        asked_by=who.name,
        because="the API",
        key=key,
    )
    job = await desk.room.submit(request)
    response.headers["Location"] = f"/api/jobs/{job.id}"
    return JobAnswer.of(job)


@jobs.get("/jobs")
async def list_jobs(
    desk: AtDesk,
    who: Viewer,
    bot: Annotated[Name | None, Query()] = None,
    state: Annotated[list[RunState] | None, Query()] = None,
    limit: Limit = 100,
) -> list[JobAnswer]:
    """Jobs, the newest first."""
    found = await desk.room.engine.jobs.jobs(bot, state or (), limit)
    return [JobAnswer.of(job) for job in found]


@jobs.get("/jobs/{job}")
async def show(desk: AtDesk, who: Viewer, job: NamePath) -> JobAnswer:
    """One job."""
    return JobAnswer.of(await desk.room.engine.jobs.job(job))


@jobs.get("/jobs/{job}/items")
async def show_items(desk: AtDesk, who: Auditor, job: NamePath) -> list[ItemAnswer]:
    """The items of a job; none before it began."""
    await desk.room.engine.jobs.job(job)
    return [ItemAnswer.of(item) for item in await desk.room.items.items(job)]


@jobs.post("/jobs/{job}/cancel")
async def cancel(desk: AtDesk, who: Operator, job: NamePath) -> JobAnswer:
    """A job that waits ends at once; one that runs stops before its next step."""
    return JobAnswer.of(await desk.room.engine.cancel(job, who.name))


@jobs.get("/bots")
def list_bots(desk: AtDesk, who: Viewer) -> list[BotAnswer]:
    """The bots that can be asked for."""
    return [
        BotAnswer(
            name=bundle.bot.name,
            title=bundle.bot.title or bundle.bot.name,
            owner=bundle.bot.owner or "",
            inputs=list(bundle.bot.inputs),
        )
        for bundle in desk.room.catalogue.bundles()
    ]


@jobs.post("/bots/{bot}/trigger", status_code=202)
async def trigger(desk: AtDesk, who: Trigger, bot: NamePath, wish: TriggerWish, key: Key = None) -> JobAnswer:
    """Start a bot from outside, with a token that is good for this bot alone, or an operator's."""
    request = Request(
        bot=bot, rows=[dict(wish.inputs)], asked_by=who.name, because="its HTTP trigger", key=key
    )
    return JobAnswer.of(await desk.room.submit(request))

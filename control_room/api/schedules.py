"""When bots run by themselves, what was missed, and what somebody was told."""

from __future__ import annotations

from datetime import UTC, datetime

from fastapi import APIRouter
from pydantic import BaseModel

from clerkwork.control_room.api.access import AtDesk, Viewer
from clerkwork.control_room.api.words import Limit, moment
from clerkwork.control_room.schedule import next_times

NEXT = 10
"""Due times that are told of each schedule."""

schedules = APIRouter(tags=["schedules"])


class ScheduleAnswer(BaseModel):
    name: str
    bot: str
    enabled: bool
    cron: str | None
    after: str | None
    zone: str | None
    next: list[str]


class MissedAnswer(BaseModel):
    schedule: str
    bot: str
    due: str
    why: str


class NoticeAnswer(BaseModel):
    bot: str
    owner: str
    reason: str
    whys: list[str]
    link: str
    advice: str
    count: int
    first: str | None
    last: str | None


@schedules.get("/schedules")
def list_schedules(desk: AtDesk, who: Viewer) -> list[ScheduleAnswer]:
    """The schedules with their next ten due times, in their own zone."""
    config, found = desk.scheduler.settings().config, []
    for name, part in config.schedules.items():
        timing = config.timing(part) if part.enabled else None
        times = next_times(timing, datetime.now(UTC), NEXT) if timing else []
        found.append(
            ScheduleAnswer(
                name=name,
                bot=part.bot,
                enabled=part.enabled,
                cron=part.cron,
                after=part.after,
                zone=timing.zone.key if timing else None,
                next=[time.astimezone(timing.zone).isoformat() for time in times] if timing else [],
            )
        )
    return found


@schedules.get("/missed")
async def list_missed(desk: AtDesk, who: Viewer, limit: Limit = 100) -> list[MissedAnswer]:
    """Times at which a bot was due, or due to be done, and was not."""
    missed = await desk.scheduler.agenda.missed(limit=limit)
    return [
        MissedAnswer(schedule=one.schedule, bot=one.bot, due=moment(one.due.timestamp()) or "", why=one.why)
        for one in missed
    ]


@schedules.get("/notices")
async def list_notices(desk: AtDesk, who: Viewer, limit: Limit = 100) -> list[NoticeAnswer]:
    """What somebody had to hear of, the newest first."""
    same = ("bot", "owner", "reason", "link", "advice", "count")
    return [
        NoticeAnswer(
            **{name: getattr(one, name) for name in same},
            whys=list(one.whys),
            first=moment(one.first),
            last=moment(one.last),
        )
        for one in await desk.scheduler.notices.notices(limit)
    ]

"""Starts what is due, and tells what was missed.

Any number of schedulers may run on one store: a job's idempotency key is made of its schedule and due time, so whoever
submits it a second time gets the same job. How far was looked is written down after what was due is submitted, never
before; so a scheduler that is killed in between submits again, and nothing is left out.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from loguru import logger

from clerkwork.bots.errors import BotError
from clerkwork.control_room.advice import Advice
from clerkwork.control_room.agenda import SCHEDULER, Agenda, Missed
from clerkwork.control_room.blackouts import begin_of, covering, end_of
from clerkwork.control_room.config import SchedulePart, Settings
from clerkwork.control_room.errors import ControlRoomError, KeyUsed
from clerkwork.control_room.jobs import Job, Jobs, Request
from clerkwork.control_room.notices import Notice, Notices
from clerkwork.control_room.schedule import ON_TIME, due_between, words
from clerkwork.evidence.errors import EvidenceError
from clerkwork.evidence.ledger import enter
from clerkwork.evidence.moments import utc
from clerkwork.runner.errors import ApplicationException, ItemsInvalid
from clerkwork.runner.item_file import read_items

EVERY = 5.0
"""Seconds between two looks."""

OVERLAP = timedelta(minutes=10)
"""Ended jobs are looked at again for this long: one may be written down after another that ended later."""

SHOWN = 10
"""Times that one notice names."""

Submit = Callable[[Request], Awaitable[Job]]
Watch = Callable[[datetime], Awaitable[None]]


@dataclass
class Scheduler:
    """Looks at the schedules of a control room; `watches` are called after each look with its time."""

    settings: Callable[[], Settings]
    agenda: Agenda
    jobs: Jobs
    submit: Submit
    notices: Notices
    advice: Advice
    watches: Sequence[Watch] = ()

    async def run(self, clock: Callable[[], Awaitable[float]] | None = None, every: float = EVERY) -> None:
        """Look again and again until cancelled. `clock` gives seconds since the epoch; else the store's."""
        while True:
            try:
                await self.look(datetime.fromtimestamp(await (clock or self.agenda.now)(), UTC))
            except ApplicationException as away:
                logger.warning(f"{away.why}; {away.hint}")
            except Exception as error:  # noqa: BLE001  (a scheduler that stopped would be worse than one look that failed)
                logger.opt(exception=error).error("looking at the schedules failed")
            await asyncio.sleep(every)

    async def look(self, now: datetime) -> None:
        """Start what became due since the last look, and tell what was missed. Raises ApplicationException."""
        settings = self.settings()
        before = (await self.agenda.looked(SCHEDULER, now)).until
        away = (before, now) if now - before > ON_TIME else None
        for name, schedule in settings.config.schedules.items():
            look = self._follow if schedule.cron is None else self._look_at
            await _guarded(look(settings, name, schedule, now), f"the schedule {name} failed")
        if away:
            await self._tell_absence(settings, *away)
        for watch in self.watches:
            await _guarded(watch(now), f"{type(watch).__name__.lower()} failed")
        await self.agenda.look(SCHEDULER, now)
        await self.notices.send()

    async def _look_at(self, settings: Settings, name: str, schedule: SchedulePart, now: datetime) -> None:
        timing = settings.config.timing(schedule)
        seen = await self.agenda.looked(f"schedule {name}", now)
        if timing is not None and schedule.enabled and seen.until < now:
            told = due_between(timing, seen.until, now, schedule.catch_up())
            since = f"no scheduler looked between {_stamp(seen.until)} and {_stamp(now)}"
            missed = [Missed(name, one.due, schedule.bot, f"{since}; {one.why}") for one in told.missed]
            for due in told.due:
                if fault := await self._start(settings, name, schedule, _stamp(due)):
                    missed.append(Missed(name, due, schedule.bot, fault))
            await self._miss(settings, name, schedule, missed)
        await self.agenda.look(f"schedule {name}", now)

    async def _follow(self, settings: Settings, name: str, schedule: SchedulePart, now: datetime) -> None:
        """Start a bot after another that has ended since this schedule is known."""
        seen = await self.agenda.looked(f"schedule {name}", now)
        blackouts, wait = settings.config.blackouts_of(schedule.bot), schedule.blackout == "wait"
        start = begin_of(blackouts, seen.until) if wait else seen.until
        ended = await self.jobs.ended_since(max(seen.since, start - OVERLAP).timestamp(), limit=100_000)
        for job in ended if schedule.enabled else ():
            moment = datetime.fromtimestamp(job.ended, UTC)
            if job.bot != schedule.after or job.state not in schedule.after_states:
                continue
            if covering(blackouts, moment) and not wait:
                continue
            due = end_of(blackouts, moment)
            if (
                due is not None
                and due <= now
                and (fault := await self._start(settings, name, schedule, job.id))
            ):
                await self._miss(settings, name, schedule, [Missed(name, moment, schedule.bot, fault)])
        await self.agenda.look(f"schedule {name}", now)

    async def _start(self, settings: Settings, name: str, schedule: SchedulePart, key: str) -> str:
        """Submit the job of a due time; why that cannot be, or nothing. Raises ApplicationException."""
        try:
            request = await asyncio.to_thread(self._request, settings, name, schedule, key)
            await self.submit(request)
        except KeyUsed:
            return ""  # its file of items has changed since it was submitted
        except ItemsInvalid as invalid:
            return f"{invalid.why}; {invalid.hint}"
        except ControlRoomError as refused:
            return f"{refused.why}; {refused.hint}" if refused.hint else refused.why
        except BotError as invalid:
            return str(invalid)
        return ""

    def _request(self, settings: Settings, name: str, schedule: SchedulePart, key: str) -> Request:
        rows: Sequence[Mapping[str, Any]] = (schedule.inputs,)
        if schedule.items is not None:
            takes = self.advice.catalogue.bundle(schedule.bot).bot.inputs
            found = read_items(settings.path(schedule.items)).rows
            rows = [{name: cell for name, cell in row.cells.items() if name in takes} for row in found]
        return Request(
            schedule.bot,
            rows,
            {**schedule.systems},
            schedule.priority,
            schedule.hands,
            asked_by="scheduler",
            because=f"schedule {name}",
            key=f"{name}/{key}",
        )

    async def _miss(
        self, settings: Settings, name: str, schedule: SchedulePart, missed: Sequence[Missed]
    ) -> None:
        new = [one for one in missed if not await self.agenda.is_noted(one)]
        if not new:
            return
        await asyncio.to_thread(enter_missed, settings.runs, new)
        zone = settings.config.zone_of(schedule)
        for why in dict.fromkeys(one.why for one in new):
            times = [one.due.astimezone(zone) for one in new if one.why == why]
            shown = ", ".join(f"{time:%a %Y-%m-%d %H:%M}" for time in times[:SHOWN])
            more = f" and {len(times) - SHOWN} more" if len(times) > SHOWN else ""
            sentence = f"{name} was due at {shown}{more} ({zone.key}) and was not started: {why}"
            notice = await self.advice.notice(schedule.bot, "not started", sentence)
            await self.notices.raise_once(f"missed/{name}/{_stamp(times[0])}/{_stamp(times[-1])}", notice)
        await self.agenda.note(new)

    async def _tell_absence(self, settings: Settings, since: datetime, now: datetime) -> None:
        lost = [one for one in await self.agenda.missed(since.timestamp()) if one.due <= now]
        told = (
            f"missed: {len(lost)} due times of {_list(one.schedule for one in lost)}"
            if lost
            else "nothing was missed"
        )
        span = words(timedelta(seconds=round((now - since).total_seconds())))
        why = f"no scheduler looked between {_stamp(since)} and {_stamp(now)} ({span}); {told}"
        await self.notices.raise_once(f"away/{_stamp(since)}", Notice("the scheduler was away", why))


async def _guarded(looking: Awaitable[None], what: str) -> None:
    """One thing that fails must not keep the others from being looked at. Raises ApplicationException."""
    try:
        await looking
    except ApplicationException:
        raise
    except Exception as error:  # noqa: BLE001  (whatever it is, the others go on)
        logger.opt(exception=error).error(what)


def enter_missed(runs: Path, missed: Iterable[Missed]) -> None:
    """Enter missed times into the ledger of the runs, which tells auditors that there are no runs for them."""
    try:
        runs.mkdir(parents=True, exist_ok=True)
        for one in missed:
            facts = {"bot": one.bot, "schedule": one.schedule, "due": _stamp(one.due), "why": one.why}
            enter(runs, "run.missed", **facts)
    except (OSError, EvidenceError) as error:
        logger.error(f"missed times cannot be entered into the ledger: {error}")


@dataclass
class Reread:
    """The settings as they stand in the file now; while they are wrong, as they were before."""

    settings: Settings
    read: Callable[[Path], Settings]
    _stamp: tuple[int, int] = (0, 0)

    def __post_init__(self) -> None:
        self._stamp = _of_file(self.settings.file)

    def __call__(self) -> Settings:
        stamp = _of_file(self.settings.file)
        if stamp != self._stamp:
            self._stamp = stamp
            try:
                self.settings = self.read(self.settings.file)
                logger.info(f"{self.settings.file} was read again")
            except (BotError, ControlRoomError) as invalid:
                logger.error(f"{self.settings.file} is wrong now; what it said before still holds\n{invalid}")
        return self.settings


def _of_file(file: Path) -> tuple[int, int]:
    try:
        found = file.stat()
    except OSError:
        return (0, 0)
    return found.st_mtime_ns, found.st_size


def _stamp(moment: datetime) -> str:
    return utc(moment, "seconds")


def _list(names: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(names))

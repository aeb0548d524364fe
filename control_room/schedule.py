"""When a schedule is due, as a pure function of its declaration; no clock and no store.

An expression of five fields, as `cron` reads it, says what the clock on the wall shows when it is due. Around a
change of summer time the rules are those of Debian's cron: where minute and hour are both fixed, it is due once,
also when the clock shows that time twice (then the first) or never (then at the first moment after the jump). Where
one of them begins with `*`, it is due whenever the clock shows such a time.

The wall's times come from `cronsim`. The way to moments is ours: cronsim goes hour by hour, so in zones that are put
back by half an hour it leaves times out, and from within such an hour it goes on before where it was told to start.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import islice
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from clerkwork.control_room.blackouts import Blackout, begin_of, covering, end_of
from clerkwork.control_room.calendars import FURTHEST, Calendar
from clerkwork.control_room.errors import NotInstalled
from clerkwork.control_room.wall_clock import moment, moments

Days = Literal["any", "working", "first working day", "last working day"]
Otherwise = Literal["skip", "next", "previous"]
Missed = Literal["skip", "once", "all"]

ALWAYS_OPEN = Calendar(weekend=frozenset())

ON_TIME = timedelta(minutes=2)
"""How late a time may be noticed without counting as missed."""

_DAY = timedelta(days=1)
_HORIZON = timedelta(days=366 * 9)
"""How far ahead a due time is looked for: the 29th of February may be eight years away."""


@dataclass(frozen=True)
class Timing:
    """When something is due.

    `days` other than any are those of `calendar`. What falls on a day that is not a working day is moved to the `next`
    or `previous` one or left out, as `otherwise` says. What falls into a blackout is left out, or due once when it is
    over (`wait`).
    """

    cron: str
    zone: ZoneInfo
    days: Days = "any"
    calendar: Calendar = ALWAYS_OPEN
    otherwise: Otherwise = "skip"
    blackouts: tuple[Blackout, ...] = ()
    wait: bool = False


@dataclass(frozen=True)
class CatchUp:
    """What is done about times that nobody saw: `once` starts the latest, `all` each, if not older than `within`."""

    missed: Missed = "skip"
    within: timedelta = timedelta(hours=12)


@dataclass(frozen=True)
class MissedTime:
    """A time that is not made good, and why."""

    due: datetime
    why: str


@dataclass(frozen=True)
class Told:
    """What became of the due times of an interval: those to start now, and those that are missed."""

    due: tuple[datetime, ...] = ()
    missed: tuple[MissedTime, ...] = ()


def check_cron(expression: str) -> str:
    """The expression with single blanks. Raises ValueError, NotInstalled."""
    try:
        from cronsim import CronSim, CronSimError
    except ImportError:
        raise NotInstalled(
            "schedules need libraries that are not installed", "pip install 'clerkwork[control-room]'"
        ) from None
    fields = expression.split()
    if len(fields) != 5:
        raise ValueError(
            "must have five fields: minute, hour, day of the month, month, weekday; such as '30 2 * * mon-fri'"
        )
    try:
        next(CronSim(expression, datetime(2026, 1, 1)))
    except StopIteration:
        raise ValueError("is never due") from None
    except CronSimError as error:
        raise ValueError(f"is no cron expression: {str(error).lower()}") from None
    return " ".join(fields)


def check_zone(name: str) -> ZoneInfo:
    """Raises ValueError."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(
            "is no time zone; write one of the IANA names, such as Europe/Berlin or UTC"
        ) from None


def next_times(timing: Timing, after: datetime, count: int) -> list[datetime]:
    """The next due times (UTC) after a moment; fewer when there are no more within nine years."""
    return list(islice(_due(timing, after, after + _HORIZON), count))


def times_between(timing: Timing, after: datetime, until: datetime) -> list[datetime]:
    """The due times (UTC) after one moment and not after another; together two intervals tell what their union tells."""
    return list(_due(timing, after, until))


def due_between(timing: Timing, last_seen: datetime, now: datetime, catch_up: CatchUp = CatchUp()) -> Told:
    """What to do about the due times after `last_seen` and not after `now`: each is told once, as due or as missed."""
    times = times_between(timing, last_seen, now)
    on_time = [due for due in times if now - due <= ON_TIME]
    late = times[: len(times) - len(on_time)]
    young = [due for due in late if now - due <= catch_up.within]
    if catch_up.missed == "skip":
        made_good, why = [], "the schedule's rule is to leave out what was missed"
    elif catch_up.missed == "once":
        made_good, why = [] if on_time else young[-1:], "a later time stands for it"
    else:
        made_good, why = young, ""
    lost = [due for due in late if due not in made_good]
    too_old = f"it is older than {words(catch_up.within)}"
    reason = {due: why if catch_up.missed == "skip" or due in young else too_old for due in lost}
    return Told((*made_good, *on_time), tuple(MissedTime(due, reason[due]) for due in lost))


def words(span: timedelta) -> str:
    """A span as it is written in the file: `12 h`."""
    seconds = int(span.total_seconds())
    for size, unit in ((86400, "days"), (3600, "h"), (60, "min")):
        if seconds and seconds % size == 0:
            return f"{seconds // size} {unit}"
    return f"{seconds} s"


def _due(timing: Timing, after: datetime, until: datetime) -> Iterator[datetime]:
    """Due times, in order, each once."""
    start = begin_of(timing.blackouts, after) if timing.wait else after.astimezone(UTC)
    last = after.astimezone(UTC)
    # What is due when a blackout begins is due when it is over, so the look starts just before.
    for raw in _raw(timing, start - timedelta(seconds=1), until):
        due: datetime | None = raw
        if covering(timing.blackouts, raw):
            due = end_of(timing.blackouts, raw) if timing.wait else None
        if due is not None and last < due <= until:
            last = due
            yield due


def _raw(timing: Timing, after: datetime, until: datetime) -> Iterator[datetime]:
    """Due times after one moment, up to another, blackouts aside; in order, some twice."""
    day = after.astimezone(timing.zone).date() - _DAY
    end = until.astimezone(timing.zone).date() + _DAY
    while day <= end:
        found = _of_day(timing, day)
        yield from (due for due in found if after < due <= until)
        day = day + _DAY if found else max(day + _DAY, _day_before_next(timing.cron, day))


def _day_before_next(cron: str, day: date) -> date:
    """The day from which on something could be due again; what was due up to a month ago may have been moved here."""
    upcoming = _next_wall(cron, datetime.combine(day - timedelta(days=FURTHEST), time()))
    return date.max - _DAY if upcoming is None else upcoming.date() - timedelta(days=FURTHEST)


@lru_cache(maxsize=4096)
def _of_day(timing: Timing, day: date) -> tuple[datetime, ...]:
    """Moments of one day of the wall's calendar, in order."""
    shown = sorted({at for source in _sources(timing, day) for at in _wall_times(timing.cron, source)})
    walls = [datetime.combine(day, at) for at in shown]
    if _is_fixed(timing.cron):
        return tuple(moment(wall, timing.zone) for wall in walls)
    return tuple(sorted(found for wall in walls for found in moments(wall, timing.zone)))


def _sources(timing: Timing, day: date) -> Iterator[date]:
    """The days whose times are due on this day."""
    calendar = timing.calendar
    if timing.days == "any":
        yield day
    elif timing.days == "first working day":
        yield from [day] if calendar.is_first_of_month(day) else []
    elif timing.days == "last working day":
        yield from [day] if calendar.is_last_of_month(day) else []
    elif calendar.is_working(day):
        yield day
        if timing.otherwise != "skip":
            yield from _moved_here(calendar, day, -_DAY if timing.otherwise == "next" else _DAY)


def _moved_here(calendar: Calendar, day: date, step: timedelta) -> Iterator[date]:
    for count in range(1, FURTHEST + 1):
        if calendar.is_working(day + count * step):
            return
        yield day + count * step


def _is_fixed(cron: str) -> bool:
    minute, hour = cron.split()[:2]
    return not minute.startswith("*") and not hour.startswith("*")


@lru_cache(maxsize=4096)
def _wall_times(cron: str, day: date) -> tuple[time, ...]:
    """What the clock shows on that day when it is due."""
    from cronsim import CronSim

    found: list[time] = []
    for wall in CronSim(cron, datetime.combine(day, time()) - timedelta(seconds=1)):
        if wall.date() != day:
            break
        found.append(wall.time())
    return tuple(found)


@lru_cache(maxsize=256)
def _next_wall(cron: str, wall: datetime) -> datetime | None:
    from cronsim import CronSim

    return next(CronSim(cron, wall), None)

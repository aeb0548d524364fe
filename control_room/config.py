"""control-room.yaml: which bots run when, how much at once, and who hears of it.

Read as strictly as a bot's file, with the same words for what is wrong. It holds no secret: where one is needed (the
address of a notice often is one), it names it, and its value is looked up where those of bots are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    PlainSerializer,
    StringConstraints,
    WithJsonSchema,
)

from clerkwork.bots.bot import BotName
from clerkwork.bots.errors import BotInvalid, Fault
from clerkwork.bots.messages import suggest
from clerkwork.bots.parse import model_of
from clerkwork.bots.source import Source, read_source
from clerkwork.bots.step import Name, Part
from clerkwork.control_room.blackouts import Blackout, blackout_of, mark_of
from clerkwork.control_room.calendars import WEEKDAYS, Calendar, public_holidays
from clerkwork.control_room.schedule import (
    CatchUp,
    Days,
    Missed,
    Otherwise,
    Timing,
    check_cron,
    check_zone,
    words,
)

CONFIG_FILE = "control-room.yaml"

_UNITS = {"s": 1, "min": 60, "h": 3600, "day": 86400, "days": 86400}
_SPAN = re.compile(r"([1-9]\d{0,5}) ?(s|min|h|days?)")
_DAY_OF_YEAR = re.compile(r"(?:\d{4}-)?\d\d-\d\d")


def _span(value: Any) -> timedelta:
    found = _SPAN.fullmatch(value) if isinstance(value, str) else None
    if not found:
        raise ValueError("must be a span such as '90 s', '15 min', '12 h' or '2 days'")
    return timedelta(seconds=int(found[1]) * _UNITS[found[2]])


def _text_of_date(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _day_of_year(value: str) -> str:
    try:
        if not _DAY_OF_YEAR.fullmatch(value):
            raise ValueError(value)
        date.fromisoformat(value if len(value) == 10 else f"2024-{value}")
    except ValueError:
        raise ValueError("must be a day such as '2026-12-24', or '12-24' for every year") from None
    return value


def _time_of_day(value: str) -> str:
    try:
        return datetime.strptime(value, "%H:%M").strftime("%H:%M")
    except ValueError:
        raise ValueError("must be a time of day such as '06:00'") from None


def _mark(value: str) -> str:
    mark_of(value)
    return value


def _zone(value: str) -> str:
    check_zone(value)
    return value


Span = Annotated[
    timedelta,
    BeforeValidator(_span),
    PlainSerializer(words, return_type=str),
    WithJsonSchema({"type": "string", "pattern": f"^{_SPAN.pattern}$"}),
]
Day = Annotated[str, BeforeValidator(_text_of_date), AfterValidator(_day_of_year)]
TimeOfDay = Annotated[str, AfterValidator(_time_of_day)]
When = Annotated[str, AfterValidator(_mark)]
Zone = Annotated[str, AfterValidator(_zone)]
Cron = Annotated[str, AfterValidator(check_cron)]
Address = Annotated[str, StringConstraints(pattern=r"^https?://[^\s/]+")]
Label = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]*$", max_length=80)]
"""The name of a schedule, a calendar, a blackout or a trigger."""
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
Ended = Literal["done", "needs_review", "business_exception", "application_exception", "in_doubt"]


class CalendarPart(Part):
    """Working days."""

    country: str | None = Field(default=None, description="public holidays of this country, such as DE")
    subdivision: str | None = Field(default=None, description="and of this part of it, such as BY")
    weekend: tuple[Weekday, ...] | None = Field(default=None, description="else the country's own")
    closed: tuple[Day, ...] = Field(default=(), description="further days on which nobody works")
    open: tuple[Day, ...] = Field(default=(), description="days on which people work all the same")

    def calendar(self) -> Calendar:
        weekend = None if self.weekend is None else frozenset(map(WEEKDAYS.index, self.weekend))
        return Calendar(self.country, self.subdivision, weekend, frozenset(self.closed), frozenset(self.open))


class BlackoutPart(Part):
    """When nothing is started: every day, every week or once, by the form in which its ends are written."""

    from_: When = Field(alias="from", description="'22:00', 'sat 22:00' or '2026-12-24 22:00'")
    to: When
    zone: Zone | None = None
    bots: tuple[BotName, ...] = Field(default=(), description="these only; else all")


class Timed(Part):
    """What falls on certain days only."""

    zone: Zone | None = None
    calendar: Label | None = None
    days: Days = "any"


class SchedulePart(Timed):
    """When a bot runs: at the times of `cron`, or after another bot."""

    bot: BotName
    cron: Cron | None = Field(default=None, description="minute, hour, day of the month, month, weekday")
    after: BotName | None = Field(default=None, description="run when a job of this bot has ended")
    after_states: tuple[Ended, ...] = Field(default=("done",), description="if it ended like this")
    otherwise: Otherwise = Field(default="skip", description="what falls on a day off is moved there")
    blackout: Literal["skip", "wait"] = Field(default="skip", description="what falls into a blackout")
    missed: Missed = Field(default="skip", description="times at which no scheduler ran")
    missed_within: Span = Field(default=timedelta(hours=12), description="older ones are not made good")
    inputs: dict[Name, Any] = Field(default_factory=dict)
    items: str | None = Field(default=None, description="a file of work items, read when it is due")
    systems: dict[Name, Address] = Field(default_factory=dict)
    priority: int = Field(default=5, ge=1, le=9, description="1 goes first")
    hands: int = Field(default=1, ge=1, le=64, description="items done at once")
    enabled: bool = True

    def catch_up(self) -> CatchUp:
        return CatchUp(self.missed, self.missed_within)


class ExpectedPart(Timed):
    """By when a bot must be done; an alarm is raised when it is not."""

    bot: BotName
    by: TimeOfDay
    within: Span = Field(
        default=timedelta(hours=12), description="what ended earlier than this before does not count"
    )
    states: tuple[Ended, ...] = Field(default=("done", "needs_review"), min_length=1)


class TriggerPart(Part):
    """A watched folder: a file that appears in it, and no longer grows, starts a bot."""

    bot: BotName
    folder: str
    pattern: str = "*"
    input: Name | None = Field(
        default=None, description="the input that gets the file; else it holds work items"
    )
    systems: dict[Name, Address] = Field(default_factory=dict)
    priority: int = Field(default=5, ge=1, le=9)
    hands: int = Field(default=1, ge=1, le=64)
    enabled: bool = True


class HeartbeatPart(Part):
    """An address that is called as long as the scheduler is alive; who watches it notices when it is not."""

    secret: Name = Field(description="name of the secret that holds the address")
    every: Span = timedelta(minutes=1)


class NoticesPart(Part):
    """Who hears of what went wrong."""

    to: tuple[Name, ...] = Field(default=(), description="names of secrets that hold Apprise addresses")
    group: Span = Field(default=timedelta(minutes=15), description="alike ones within this are one notice")
    link: Address | None = Field(default=None, description="the control room's address, for links to runs")
    on: tuple[Ended, ...] = Field(
        default=("application_exception", "in_doubt", "needs_review"), description="ends that are told"
    )


class WatchPart(Part):
    """When a bot's run time or heals count as drifting from its own history."""

    history: int = Field(
        default=10, ge=5, le=1000, description="runs that must be known before anything is said"
    )
    strength: float = Field(default=5.0, ge=2, le=100, description="robust standard deviations")


class LimitsPart(Part):
    """How much is done at once."""

    systems: dict[Name, Annotated[int, Field(ge=1, le=1000)]] = Field(
        default_factory=dict, description="sessions on a system, over all workers"
    )


LEAST_MEMORY = timedelta(days=31)
"""A shorter one would forget jobs that schedules and their keys still count on."""


class RetentionPart(Part):
    """How long what is over is remembered in the store; evidence follows each bot's own rule."""

    jobs: Span = Field(
        default=timedelta(days=365),
        description="jobs with their items, questions and measures; 31 days at least",
    )
    notices: Span = timedelta(days=90)


class Config(Part):
    """All of control-room.yaml."""

    clerkwork: Literal[1] = 1
    bots: tuple[str, ...] = Field(default=("bots",), min_length=1, description="folders with bots")
    store: str | None = Field(default=None, description="else a file beside the runs")
    runs: str = "runs"
    zone: Zone = Field(default="UTC", description="of whatever names no zone of its own")
    systems: dict[Name, Address] = Field(default_factory=dict, description="other base URLs, in every bot")
    calendars: dict[Label, CalendarPart] = Field(default_factory=dict)
    blackouts: dict[Label, BlackoutPart] = Field(default_factory=dict)
    schedules: dict[Label, SchedulePart] = Field(default_factory=dict)
    triggers: dict[Label, TriggerPart] = Field(default_factory=dict)
    expected: tuple[ExpectedPart, ...] = ()
    notices: NoticesPart = NoticesPart()
    heartbeat: HeartbeatPart | None = None
    watch: WatchPart = WatchPart()
    limits: LimitsPart = LimitsPart()
    retention: RetentionPart = RetentionPart()

    def blackouts_of(self, bot: str) -> tuple[Blackout, ...]:
        """The blackouts that hold for a bot."""
        return tuple(
            blackout_of(name, part.from_, part.to, ZoneInfo(part.zone or self.zone))
            for name, part in self.blackouts.items()
            if not part.bots or bot in part.bots
        )

    def timing(self, schedule: SchedulePart) -> Timing | None:
        """When a schedule is due; None for one that follows another bot."""
        if schedule.cron is None:
            return None
        blackouts = self.blackouts_of(schedule.bot)
        return Timing(
            schedule.cron,
            self.zone_of(schedule),
            schedule.days,
            self._calendar(schedule),
            schedule.otherwise,
            blackouts,
            schedule.blackout == "wait",
        )

    def deadline(self, expected: ExpectedPart) -> Timing:
        """The moments by which a bot must be done."""
        hour, minute = map(int, expected.by.split(":"))
        return Timing(
            f"{minute} {hour} * * *", self.zone_of(expected), expected.days, self._calendar(expected)
        )

    def zone_of(self, timed: Timed) -> ZoneInfo:
        return ZoneInfo(timed.zone or self.zone)

    def _calendar(self, timed: Timed) -> Calendar:
        return self.calendars[timed.calendar].calendar() if timed.calendar else Calendar()  # Monday to Friday


@dataclass(frozen=True)
class Settings:
    """A configuration and the file that it stands in; paths in it are seen from the file's folder."""

    file: Path
    config: Config
    source: Source | None = None

    def path(self, written: str) -> Path:
        return self.file.parent / Path(written).expanduser()

    @property
    def bots(self) -> tuple[Path, ...]:
        return tuple(map(self.path, self.config.bots))

    @property
    def runs(self) -> Path:
        return self.path(self.config.runs)

    @property
    def store(self) -> str | None:
        """The store's address; None for the one beside the runs."""
        found = self.config.store
        if found is None or not found.startswith("sqlite:///"):
            return found
        return f"sqlite:///{self.path(found.removeprefix('sqlite:///')).as_posix()}"


def read_config(file: Path) -> Settings:
    """Raises BotInvalid with every fault and its place; NotInstalled."""
    source = read_source(file)
    config = model_of(source, Config)
    if faults := sorted(set(_faults(config, source))):
        raise BotInvalid(faults)
    return Settings(file, config, source)


def _faults(config: Config, source: Source) -> Iterator[Fault]:
    yield from _store_faults(config, source)
    yield from _calendar_faults(config, source)
    yield from _blackout_faults(config, source)
    for name, schedule in config.schedules.items():
        yield from _timed_faults(config, source, ("schedules", name), schedule)
        yield from _schedule_faults(source, ("schedules", name), schedule)
    for at, expected in enumerate(config.expected):
        yield from _timed_faults(config, source, ("expected", at), expected)
    yield from _circles(config.schedules, source)
    yield from _memory_faults(config, source)


def _store_faults(config: Config, source: Source) -> Iterator[Fault]:
    """Says nothing of the address itself, since it may hold a password."""
    if config.store is None:
        return
    if not re.match(r"(sqlite:///|postgres(ql)?(\+psycopg)?://).", config.store):
        message = "'store' must be like sqlite:///FILE or postgresql://USER@HOST/DATABASE"
        yield source.fault(("store",), message)
    elif re.match(r"[^/]+://[^/@]*:[^/]+@|.*[?&]password=", config.store):
        message = "'store' must not hold a password; give it as PGPASSWORD or in ~/.pgpass"
        yield source.fault(("store",), message)


def _calendar_faults(config: Config, source: Source) -> Iterator[Fault]:
    for name, part in config.calendars.items():
        trail = ("calendars", name)
        if part.country is None and part.subdivision is not None:
            yield source.fault((*trail, "subdivision"), "a subdivision needs its 'country'")
        if part.country is not None:
            try:
                public_holidays(part.country, None)
            except ValueError as unknown:
                yield source.fault((*trail, "country"), f"{part.country!r} {unknown}")
                continue
            try:
                public_holidays(part.country, part.subdivision)
            except ValueError as unknown:
                yield source.fault((*trail, "subdivision"), f"{part.subdivision!r} {unknown}")
        if len(set(part.weekend or ())) == 7 and not part.open:
            yield source.fault((*trail, "weekend"), "nobody ever works by this calendar; leave a day out")


def _blackout_faults(config: Config, source: Source) -> Iterator[Fault]:
    for name, part in config.blackouts.items():
        try:
            blackout_of(name, part.from_, part.to, ZoneInfo("UTC"))
        except ValueError as fault:
            yield source.fault(("blackouts", name, "to"), f"'to' is {part.to!r}, which {fault}")


def _timed_faults(
    config: Config, source: Source, trail: tuple[str | int, ...], timed: Timed
) -> Iterator[Fault]:
    if timed.calendar is not None and timed.calendar not in config.calendars:
        known = suggest(timed.calendar, config.calendars)
        message = f"the calendar {timed.calendar!r} is not declared under 'calendars'; {known}"
        yield source.fault((*trail, "calendar"), message)
    if timed.calendar is not None and timed.days == "any":
        message = "a calendar does nothing for days: any; write 'days: working', or leave it out"
        yield source.fault((*trail, "calendar"), message, of="key")


def _schedule_faults(source: Source, trail: tuple[str, ...], schedule: SchedulePart) -> Iterator[Fault]:
    if (schedule.cron is None) == (schedule.after is None):
        yield source.fault(trail, "a schedule has either 'cron' or 'after'", of="key")
    if schedule.cron is None and schedule.days != "any":
        yield source.fault((*trail, "days"), "'days' belongs to 'cron'", of="key")
    if schedule.otherwise != "skip" and schedule.days != "working":
        yield source.fault((*trail, "otherwise"), "'otherwise' needs 'days: working'", of="key")
    if schedule.items is not None and schedule.inputs:
        yield source.fault((*trail, "items"), "a schedule has 'inputs' or 'items', not both", of="key")


def _memory_faults(config: Config, source: Source) -> Iterator[Fault]:
    """What is forgotten too soon would count as never done."""
    needed = [
        (LEAST_MEMORY, "jobs are remembered for 31 days at least"),
        *((part.within, f"{part.bot} is expected within longer") for part in config.expected),
        *((part.missed_within, f"{name} is made good for longer") for name, part in config.schedules.items()),
    ]
    span, why = max(needed)
    if config.retention.jobs < span:
        message = f"'jobs' is {words(config.retention.jobs)}, and {why}; write '{words(span)}' or more"
        yield source.fault(("retention", "jobs"), message)


def _circles(schedules: Mapping[str, SchedulePart], source: Source) -> Iterator[Fault]:
    """Bots that would start each other for ever."""
    follows = [(part.after, part.bot, name) for name, part in schedules.items() if part.after]
    for before, bot, name in follows:
        reached, grown = {bot}, True
        while grown:
            more = {then for first, then, _ in follows if first in reached} - reached
            reached, grown = reached | more, bool(more)
        if before in reached:
            message = f"{before} and {bot} would start each other for ever; take one of the 'after' away"
            yield source.fault(("schedules", name, "after"), message)

"""Blackout windows: when nothing is started, every day, every week or once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from clerkwork.control_room.calendars import WEEKDAYS
from clerkwork.control_room.wall_clock import last_moment, moment

_FORM = re.compile(
    r"(?:(?P<date>\d{4}-\d\d-\d\d)|(?P<weekday>mon|tue|wed|thu|fri|sat|sun))? ?(?P<time>\d\d:\d\d)(?::00)?"
)

_CHAIN = 100
"""Windows that may follow one another without a break; more of them never end."""


@dataclass(frozen=True)
class Mark:
    """One end of a window: `22:00` every day, `sat 22:00` every week, `2026-12-24 22:00` once."""

    at: time
    weekday: int | None = None
    date: datetime | None = None

    @property
    def kind(self) -> str:
        return "once" if self.date else "daily" if self.weekday is None else "weekly"


def mark_of(text: str) -> Mark:
    """Raises ValueError."""
    found = _FORM.fullmatch(text.strip().lower())
    try:
        if not found:
            raise ValueError(text)
        at = time.fromisoformat(found["time"])
        date = datetime.fromisoformat(found["date"]) if found["date"] else None
    except ValueError:
        raise ValueError("must be like '22:00', 'sat 22:00' or '2026-12-24 22:00'") from None
    return Mark(at, WEEKDAYS.index(found["weekday"]) if found["weekday"] else None, date)


@dataclass(frozen=True)
class Blackout:
    """From `begin` (included) to `end` (not included), by the clock of `zone`."""

    name: str
    begin: Mark
    end: Mark
    zone: ZoneInfo

    def around(self, instant: datetime) -> tuple[datetime, datetime] | None:
        """The window (UTC) that holds a moment; None when none does."""
        for window in self._near(instant):
            if window[0] <= instant < window[1]:
                return window
        return None

    def _near(self, instant: datetime) -> Iterator[tuple[datetime, datetime]]:
        if self.begin.date is not None and self.end.date is not None:
            yield self._window(self.begin.date, self.end.date)
            return
        today = datetime.combine(instant.astimezone(self.zone).date(), time())
        for ago in range(-1, 9):
            day = today - timedelta(days=ago)
            if self.begin.weekday is None or day.weekday() == self.begin.weekday:
                yield self._window(day, day + timedelta(days=self._nights()))

    def _nights(self) -> int:
        """How many midnights lie in the window."""
        wraps = self.end.at <= self.begin.at
        if self.begin.weekday is None or self.end.weekday is None:
            return int(wraps)
        days = (self.end.weekday - self.begin.weekday) % 7
        return 7 if days == 0 and wraps else days

    def _window(self, first: datetime, last: datetime) -> tuple[datetime, datetime]:
        begin = datetime.combine(first.date(), self.begin.at)
        end = datetime.combine(last.date(), self.end.at)
        return moment(begin, self.zone), last_moment(end, self.zone)


def blackout_of(name: str, begin: str, end: str, zone: ZoneInfo) -> Blackout:
    """Raises ValueError when the two ends do not make a window."""
    first, last = mark_of(begin), mark_of(end)
    if first.kind != last.kind:
        raise ValueError(f"is {last.kind} while its begin is {first.kind}; write both in the same form")
    if first.date and last.date and (first.date, first.at) >= (last.date, last.at):
        raise ValueError("is not after its begin")
    return Blackout(name, first, last, zone)


def covering(blackouts: Sequence[Blackout], instant: datetime) -> Blackout | None:
    """The first of the blackouts in which a moment lies."""
    return next((blackout for blackout in blackouts if blackout.around(instant)), None)


def end_of(blackouts: Sequence[Blackout], instant: datetime) -> datetime | None:
    """The moment itself, or when the blackouts around it, one after another, are over; None when they never are."""
    for _ in range(_CHAIN):
        window = _window(blackouts, instant)
        if window is None:
            return instant.astimezone(UTC)
        instant = window[1]
    return None


def begin_of(blackouts: Sequence[Blackout], instant: datetime) -> datetime:
    """The moment itself, or when the blackouts that lead up to it without a break began."""
    if window := _window(blackouts, instant):
        instant = window[0]
    for _ in range(_CHAIN):
        earlier = _window(blackouts, instant - timedelta(microseconds=1))
        if earlier is None:
            break
        instant = earlier[0]
    return instant.astimezone(UTC)


def _window(blackouts: Sequence[Blackout], instant: datetime) -> tuple[datetime, datetime] | None:
    found = [window for blackout in blackouts if (window := blackout.around(instant))]
    return (min(begin for begin, _ in found), max(end for _, end in found)) if found else None

"""Which parts of which runs are due to be erased: the keeping times that a bot declared, against the date. Pure.

A run carries its own times in run.json (and under its seal), so what was promised when it ran holds, whatever
the bot says today.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from clerkwork.evidence.erasure import Part
from clerkwork.evidence.run_folder import RunInfo

PERIOD = r"^[1-9][0-9]{0,4} (day|days|month|months|year|years)$"
"""How a keeping time is written: `90 days`, `1 month`, `7 years`."""

_PARTS: tuple[Part, ...] = ("pictures", "downloads", "run")
_PERIOD = re.compile(PERIOD)


@dataclass(frozen=True, slots=True)
class Due:
    """A part of a run whose time is over, and since when."""

    part: Part
    since: date
    kept: str


def due(info: RunInfo, today: date) -> tuple[Due, ...]:
    """What is due; `run` alone if all of it is, as that takes the other parts along."""
    found = tuple(_due(info.keep, date_of(info.started), today))
    whole = tuple(one for one in found if one.part == "run")
    return whole or found


def end_of(started: date, period: str) -> date:
    """The first day on which it need no longer be kept; a month's missing 31st is its last day.

    Raises:
        ValueError: the period is not written as `PERIOD` says.
    """
    if not _PERIOD.match(period):
        raise ValueError(f"{period!r} is no keeping time; write it as 90 days, 6 months or 7 years")
    number, unit = period.split()
    if unit.startswith("day"):
        return started + timedelta(days=int(number))
    months = int(number) * (12 if unit.startswith("year") else 1)
    year, month = divmod(started.year * 12 + started.month - 1 + months, 12)
    return _last_possible(year, month + 1, started.day)


def date_of(time: str) -> date:
    """The UTC day of a journal's time."""
    return datetime.fromisoformat(time).date()


def _due(keep: Mapping[str, str], started: date, today: date) -> Iterator[Due]:
    for part in _PARTS:
        if (period := keep.get(part)) and (end := end_of(started, period)) <= today:
            yield Due(part, end, period)


def _last_possible(year: int, month: int, day: int) -> date:
    while True:
        try:
            return date(year, month, day)
        except ValueError:
            day -= 1
            if day < 28:
                raise

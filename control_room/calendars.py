"""Business calendars: which days are working days."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from clerkwork.control_room.errors import NotInstalled

if TYPE_CHECKING:
    from holidays import HolidayBase

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

FURTHEST = 31
"""Days that a working day is looked for before or after another; no calendar closes for longer."""

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Calendar:
    """Who rests when.

    `country` (ISO 3166-1 alpha-2) and `subdivision` give public holidays. `weekend` are weekdays, 0 is Monday; None is
    the country's own, or Saturday and Sunday. `closed` and `open` are further days as `2026-12-24`, or `12-24` for
    every year; a day that is in both is open.
    """

    country: str | None = None
    subdivision: str | None = None
    weekend: frozenset[int] | None = None
    closed: frozenset[str] = frozenset()
    open: frozenset[str] = frozenset()

    def is_working(self, day: date) -> bool:
        """Whether people work on this day. Raises NotInstalled, ValueError for a country that is unknown."""
        if _named(day, self.open):
            return True
        if _named(day, self.closed):
            return False
        public = public_holidays(self.country, self.subdivision) if self.country else None
        weekend = (
            self.weekend if self.weekend is not None else public.weekend if public is not None else {5, 6}
        )
        return day.weekday() not in weekend and (public is None or day not in public)

    def next_working(self, day: date) -> date | None:
        """The first working day after `day`; None when none is near."""
        return next(filter(self.is_working, _days(day, _DAY)), None)

    def previous_working(self, day: date) -> date | None:
        """The last working day before `day`; None when none is near."""
        return next(filter(self.is_working, _days(day, -_DAY)), None)

    def is_first_of_month(self, day: date) -> bool:
        """Whether this is the first working day of its month."""
        earlier = self.previous_working(day)
        return self.is_working(day) and (earlier is None or earlier.month != day.month)

    def is_last_of_month(self, day: date) -> bool:
        """Whether this is the last working day of its month."""
        later = self.next_working(day)
        return self.is_working(day) and (later is None or later.month != day.month)


@lru_cache(maxsize=64)
def public_holidays(country: str, subdivision: str | None) -> HolidayBase:
    """The public holidays of a country or a part of it. Raises NotInstalled; ValueError with what is allowed."""
    try:
        import holidays
    except ImportError:
        raise NotInstalled(
            "business calendars need libraries that are not installed",
            "pip install 'clerkwork[control-room]'",
        ) from None
    known = holidays.list_supported_countries()
    if country not in known:
        raise ValueError("is no country whose holidays are known; write its two letters, such as DE")
    parts = known[country]
    if subdivision is not None and subdivision not in parts:
        shown = f"{', '.join(parts[:20])}{', ...' if len(parts) > 20 else ''}" or "none"
        raise ValueError(f"is no part of {country} whose holidays are known; allowed: {shown}")
    return holidays.country_holidays(country, subdiv=subdivision)


def _named(day: date, days: frozenset[str]) -> bool:
    return bool(days) and (day.isoformat() in days or day.isoformat()[5:] in days)


def _days(day: date, step: timedelta) -> Iterator[date]:
    for count in range(1, FURTHEST + 1):
        yield day + count * step

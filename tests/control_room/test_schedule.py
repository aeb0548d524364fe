"""Schedules are due when the clock on the wall says so, once, whatever the clock does."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from cronsim import CronSim
from hypothesis import given, settings
from hypothesis import strategies as some

from clerkwork.control_room.blackouts import blackout_of
from clerkwork.control_room.calendars import Calendar
from clerkwork.control_room.schedule import (
    CatchUp,
    MissedTime,
    Timing,
    check_cron,
    check_zone,
    due_between,
    next_times,
    times_between,
)

BERLIN, NEW_YORK, LORD_HOWE, KOLKATA = map(
    ZoneInfo, ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata")
)
UTC_ZONE = ZoneInfo("UTC")
BAVARIA = Calendar("DE", "BY", closed=frozenset({"12-24"}))


def due(timing: Timing, after: str, count: int) -> list[str]:
    """The next times as that zone's clock shows them."""
    start = datetime.fromisoformat(after).replace(tzinfo=timing.zone)
    return [
        time.astimezone(timing.zone).isoformat(sep=" ", timespec="minutes")
        for time in next_times(timing, start, count)
    ]


@pytest.mark.parametrize(
    ("zone", "cron", "after", "expected"),
    [
        # Summer time begins: the clock jumps from 02:00 to 03:00, so 02:30 is due at the jump.
        (BERLIN, "30 2 * * *", "2026-03-28 12:00", ["2026-03-29 03:00+02:00", "2026-03-30 02:30+02:00"]),
        (BERLIN, "0,30 2 * * *", "2026-03-28 12:00", ["2026-03-29 03:00+02:00", "2026-03-30 02:00+02:00"]),
        (BERLIN, "30 2,3 * * *", "2026-03-28 12:00", ["2026-03-29 03:00+02:00", "2026-03-29 03:30+02:00"]),
        (BERLIN, "*/30 * * * *", "2026-03-29 01:00", ["2026-03-29 01:30+01:00", "2026-03-29 03:00+02:00"]),
        (NEW_YORK, "30 2 * * *", "2026-03-07 12:00", ["2026-03-08 03:00-04:00", "2026-03-09 02:30-04:00"]),
        (LORD_HOWE, "15 2 * * *", "2026-10-03 12:00", ["2026-10-04 02:30+11:00", "2026-10-05 02:15+11:00"]),
        # Summer time ends: the clock shows 02:30 twice, and the first time counts.
        (BERLIN, "30 2 * * *", "2026-10-24 12:00", ["2026-10-25 02:30+02:00", "2026-10-26 02:30+01:00"]),
        (NEW_YORK, "30 1 * * *", "2026-10-31 12:00", ["2026-11-01 01:30-04:00", "2026-11-02 01:30-05:00"]),
        (LORD_HOWE, "45 1 * * *", "2026-04-04 12:00", ["2026-04-05 01:45+11:00", "2026-04-06 01:45+10:30"]),
        (
            BERLIN,
            "30 * * * *",
            "2026-10-25 01:00",
            ["2026-10-25 01:30+02:00", "2026-10-25 02:30+02:00", "2026-10-25 02:30+01:00"],
        ),
        (
            LORD_HOWE,
            "*/10 2 * * *",
            "2026-04-04 12:00",
            ["2026-04-05 02:00+10:30", "2026-04-05 02:10+10:30", "2026-04-05 02:20+10:30"],
        ),
        # Zones without summer time.
        (KOLKATA, "30 2 * * *", "2026-03-28 12:00", ["2026-03-29 02:30+05:30", "2026-03-30 02:30+05:30"]),
        (UTC_ZONE, "30 2 * * *", "2026-10-24 12:00", ["2026-10-25 02:30+00:00", "2026-10-26 02:30+00:00"]),
        # The calendar.
        (BERLIN, "0 6 29 2 *", "2026-01-01 00:00", ["2028-02-29 06:00+01:00", "2032-02-29 06:00+01:00"]),
        (UTC_ZONE, "0 6 29 2 *", "2096-03-01 00:00", ["2104-02-29 06:00+00:00"]),
        (UTC_ZONE, "0 6 L * *", "2028-02-01 00:00", ["2028-02-29 06:00+00:00", "2028-03-31 06:00+00:00"]),
        (UTC_ZONE, "0 6 * * mon#2", "2026-11-01 00:00", ["2026-11-09 06:00+00:00", "2026-12-14 06:00+00:00"]),
        (UTC_ZONE, "59 23 31 12 *", "2026-12-31 23:59", ["2027-12-31 23:59+00:00"]),
    ],
)
def test_a_schedule_is_due_when_the_clock_on_the_wall_says_so(
    zone: ZoneInfo, cron: str, after: str, expected: list[str]
) -> None:
    assert due(Timing(cron, zone), after, len(expected)) == expected


@pytest.mark.parametrize("zone", [BERLIN, NEW_YORK, KOLKATA])
@pytest.mark.parametrize(
    "cron", ["30 2 * * *", "*/20 1-4 * * *", "15 */3 * * *", "0 1-3 * * sun", "5 4 L * *", "0,30 2 * * *"]
)
def test_a_year_of_due_times_is_that_of_cronsim(zone: ZoneInfo, cron: str) -> None:
    """Where hours are whole. cronsim tells a time twice when two times of the wall are moved to one jump."""
    start, end = datetime(2026, 1, 1, tzinfo=zone), datetime(2027, 1, 1, tzinfo=zone)
    told: set[datetime] = set()
    for time in CronSim(cron, start):
        if time > end:
            break
        told.add(time.astimezone(UTC))
    assert times_between(Timing(cron, zone), start, end) == sorted(told)


@pytest.mark.parametrize(
    ("days", "otherwise", "after", "expected"),
    [
        # 2026-12-24 (a Thursday) is closed every year, 25 and 26 are public holidays, 27 is a Sunday.
        ("working", "skip", "2026-12-23 12:00", ["2026-12-28", "2026-12-29"]),
        ("working", "next", "2026-12-22 12:00", ["2026-12-23", "2026-12-28", "2026-12-29"]),
        ("working", "skip", "2026-01-05 12:00", ["2026-01-07", "2026-01-08"]),  # Epiphany is one in Bavaria
        ("last working day", "skip", "2026-01-01 00:00", ["2026-01-30", "2026-02-27", "2026-03-31"]),
        ("first working day", "skip", "2026-01-01 00:00", ["2026-01-02", "2026-02-02", "2026-03-02"]),
    ],
)
def test_days_off_are_left_out_or_moved(days: str, otherwise: str, after: str, expected: list[str]) -> None:
    timing = Timing("0 6 * * *", BERLIN, days, BAVARIA, otherwise)  # type: ignore[arg-type]
    assert [time[:10] for time in due(timing, after, len(expected))] == expected


def test_a_time_on_a_day_off_moves_to_the_day_that_is_asked_for() -> None:
    first_of_the_year = "0 6 1 1 *"
    moved = {
        rule: due(Timing(first_of_the_year, BERLIN, "working", BAVARIA, rule), "2025-06-01 00:00", 1)  # type: ignore[arg-type]
        for rule in ("next", "previous", "skip")
    }
    assert moved == {
        "next": ["2026-01-02 06:00+01:00"],
        "previous": ["2025-12-31 06:00+01:00"],
        "skip": [],
    }


def test_a_day_may_be_open_although_it_is_a_holiday_and_a_country_may_rest_on_friday() -> None:
    stocktaking = Calendar("DE", "BY", open=frozenset({"2026-12-26"}))
    timing = Timing("0 6 26 12 *", BERLIN, "working", stocktaking)
    assert due(timing, "2026-01-01 00:00", 1) == ["2026-12-26 06:00+01:00"]
    cairo = Timing("0 6 * * *", ZoneInfo("Africa/Cairo"), "working", Calendar("EG"))
    assert [time[:10] for time in due(cairo, "2026-11-26 12:00", 2)] == ["2026-11-29", "2026-11-30"]


PATCHING = blackout_of("patching", "sun 01:00", "sun 04:00", BERLIN)
RELEASE = blackout_of("release", "2026-11-29 04:00", "2026-11-30 03:00", BERLIN)
NIGHTS = blackout_of("nights", "22:00", "06:00", BERLIN)


@pytest.mark.parametrize(
    ("blackouts", "wait", "cron", "after", "expected"),
    [
        ((PATCHING,), False, "30 2 * * *", "2026-11-28 12:00", ["2026-11-30 02:30", "2026-12-01 02:30"]),
        ((PATCHING,), True, "30 2 * * *", "2026-11-28 12:00", ["2026-11-29 04:00", "2026-11-30 02:30"]),
        # Every hour while the window is open: due once when it is over.
        ((PATCHING,), True, "30 * * * *", "2026-11-29 00:45", ["2026-11-29 04:00", "2026-11-29 04:30"]),
        # One window after another.
        (
            (PATCHING, RELEASE),
            True,
            "30 2 * * *",
            "2026-11-28 12:00",
            ["2026-11-30 03:00", "2026-12-01 02:30"],
        ),
        # Over midnight; its end is not in it, its begin is.
        ((NIGHTS,), False, "0 22,6 * * *", "2026-11-28 12:00", ["2026-11-29 06:00", "2026-11-30 06:00"]),
        # The window lasts an hour longer in the night in which the clock is put back.
        ((PATCHING,), True, "30 2 * * *", "2026-10-24 12:00", ["2026-10-25 04:00"]),
    ],
)
def test_nothing_is_due_in_a_blackout(
    blackouts: tuple[object, ...], wait: bool, cron: str, after: str, expected: list[str]
) -> None:
    timing = Timing(cron, BERLIN, blackouts=blackouts, wait=wait)  # type: ignore[arg-type]
    assert [time[:16] for time in due(timing, after, len(expected))] == expected


def test_a_blackout_without_an_end_leaves_nothing_due() -> None:
    always = blackout_of("always", "00:00", "00:00", BERLIN)
    assert (
        next_times(Timing("0 6 1 * *", BERLIN, blackouts=(always,), wait=True), utc("2026-11-28 00:00"), 1)
        == []
    )


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


HOURLY = Timing("0 * * * *", UTC_ZONE)


@pytest.mark.parametrize(
    ("rule", "started", "missed"),
    [
        (CatchUp("skip"), [], ["09:00", "10:00", "11:00"]),
        (CatchUp("once"), ["11:00"], ["09:00", "10:00"]),
        (CatchUp("all"), ["09:00", "10:00", "11:00"], []),
        (CatchUp("all", timedelta(hours=2)), ["10:00", "11:00"], ["09:00"]),
        (CatchUp("once", timedelta(minutes=10)), [], ["09:00", "10:00", "11:00"]),
    ],
)
def test_missed_times_are_made_good_as_the_rule_says(
    rule: CatchUp, started: list[str], missed: list[str]
) -> None:
    told = due_between(HOURLY, utc("2026-11-26 08:30"), utc("2026-11-26 11:30"), rule)
    assert [f"{time:%H:%M}" for time in told.due] == started
    assert [f"{one.due:%H:%M}" for one in told.missed] == missed


def test_once_is_not_done_twice_when_a_time_is_due_right_now() -> None:
    told = due_between(HOURLY, utc("2026-11-26 08:30"), utc("2026-11-26 11:01"), CatchUp("once"))
    assert told.due == (utc("2026-11-26 11:00"),)
    assert told.missed == tuple(
        MissedTime(utc(f"2026-11-26 {hour}:00"), "a later time stands for it") for hour in ("09", "10")
    )


def test_a_missed_time_says_why_it_is_not_made_good() -> None:
    told = due_between(
        HOURLY, utc("2026-11-26 08:30"), utc("2026-11-26 11:30"), CatchUp("all", timedelta(hours=2))
    )
    assert [one.why for one in told.missed] == ["it is older than 2 h"]


@pytest.mark.parametrize(
    ("cron", "why"),
    [
        ("* * * *", "must have five fields"),
        ("* * * * * *", "must have five fields"),
        ("60 * * * *", "is no cron expression: bad minute"),
        ("0 0 30 2 *", "is no cron expression"),
        ("0 0 * * moon", "is no cron expression"),
        ("", "must have five fields"),
    ],
)
def test_an_expression_that_means_nothing_is_refused(cron: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        check_cron(cron)


@pytest.mark.parametrize("name", ["Europe/Berln", "CEST", "", "../etc/passwd", "/etc/localtime", "Europe"])
def test_a_zone_that_does_not_exist_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="is no time zone"):
        check_zone(name)


FIELDS = some.sampled_from
TIMINGS = some.builds(
    lambda minute, hour, day, weekday, zone, days, otherwise, blackouts, wait: Timing(
        f"{minute} {hour} {day} * {weekday}", zone, days, BAVARIA, otherwise, blackouts, wait
    ),
    FIELDS(["0", "30", "*/20", "5-55/25", "59"]),
    FIELDS(["*", "1", "2", "2,3", "*/2", "0", "1-3", "23"]),
    FIELDS(["*", "*", "24-26", "L"]),
    FIELDS(["*", "sun", "mon-fri"]),
    FIELDS(
        [BERLIN, NEW_YORK, LORD_HOWE, KOLKATA, UTC_ZONE, ZoneInfo("America/Havana"), ZoneInfo("Africa/Cairo")]
    ),
    FIELDS(["any", "working"]),
    FIELDS(["skip", "next", "previous"]),
    FIELDS([(), (PATCHING,), (PATCHING, NIGHTS), (RELEASE, PATCHING)]),
    some.booleans(),
)
CHANGES = [
    utc(f"{day} 00:00") for day in ("2026-03-08", "2026-03-29", "2026-04-05", "2026-04-24", "2026-10-04", "2026-10-25", "2026-10-30", "2026-11-01", "2026-11-29", "2026-12-24")
]  # fmt: skip
MINUTES = some.integers(min_value=0, max_value=4 * 24 * 60)


@settings(max_examples=120, deadline=None)
@given(TIMINGS, FIELDS(CHANGES), some.lists(MINUTES, min_size=1, max_size=6), FIELDS(["skip", "once", "all"]))
def test_each_due_time_is_told_exactly_once_however_the_interval_is_cut(
    timing: Timing, day: datetime, cuts: list[int], rule: str
) -> None:
    begin, end = day - timedelta(days=2), day + timedelta(days=2)
    edges = sorted({begin, end, *(begin + timedelta(minutes=cut) for cut in cuts)})
    told: list[datetime] = []
    for after, until in pairwise(edges):
        found = due_between(timing, after, until, CatchUp(rule, timedelta(hours=3)))  # type: ignore[arg-type]
        told += [*found.due, *(one.due for one in found.missed)]
    whole = times_between(timing, begin, end)
    assert sorted(told) == whole
    assert whole == sorted(set(whole))
    assert all(begin < time <= end for time in whole)


@settings(max_examples=60, deadline=None)
@given(TIMINGS, FIELDS(CHANGES), MINUTES)
def test_the_next_times_are_those_of_the_interval(timing: Timing, day: datetime, minutes: int) -> None:
    begin = day - timedelta(days=2) + timedelta(minutes=minutes)
    whole = times_between(timing, begin, begin + timedelta(days=5))
    assert next_times(timing, begin, len(whole)) == whole


@settings(max_examples=60, deadline=None)
@given(TIMINGS, FIELDS(CHANGES))
def test_no_due_time_lies_in_a_blackout(timing: Timing, day: datetime) -> None:
    for time in times_between(timing, day - timedelta(days=2), day + timedelta(days=2)):
        assert not any(blackout.around(time) for blackout in timing.blackouts)

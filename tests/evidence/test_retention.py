from __future__ import annotations

from datetime import date

import pytest

from clerkwork.evidence.retention import due, end_of
from clerkwork.evidence.run_folder import RunInfo


@pytest.mark.parametrize(
    ("started", "period", "end"),
    [
        (date(2026, 11, 25), "90 days", date(2027, 2, 23)),
        (date(2026, 1, 31), "1 month", date(2026, 2, 28)),
        (date(2027, 12, 31), "2 months", date(2028, 2, 29)),
        (date(2028, 2, 29), "1 year", date(2029, 2, 28)),
        (date(2026, 11, 25), "7 years", date(2033, 11, 25)),
        (date(2026, 12, 15), "12 months", date(2027, 12, 15)),
    ],
)
def test_a_keeping_time_ends_on_a_day_of_the_calendar(started: date, period: str, end: date) -> None:
    assert end_of(started, period) == end


@pytest.mark.parametrize("period", ["", "soon", "0 days", "3 weeks", "90", "-1 days", "1 year and a day"])
def test_a_keeping_time_that_nobody_can_read_is_refused(period: str) -> None:
    with pytest.raises(ValueError, match="is no keeping time"):
        end_of(date(2026, 1, 1), period)


def test_only_what_is_over_is_due_and_the_run_takes_its_parts_along() -> None:
    keep = {"pictures": "30 days", "downloads": "2 months", "run": "1 year"}
    info = RunInfo(run="r", bot="b", version="1", started="2026-01-10T03:00:00.000000Z", host="h", keep=keep)

    def parts(day: date) -> list[str]:
        return [one.part for one in due(info, day)]

    assert parts(date(2026, 2, 8)) == []
    assert parts(date(2026, 2, 9)) == ["pictures"]
    assert parts(date(2026, 3, 10)) == ["pictures", "downloads"]
    assert parts(date(2027, 1, 10)) == ["run"]


def test_a_run_without_keeping_times_is_kept_for_good() -> None:
    info = RunInfo(run="r", bot="b", version="1", started="1999-01-10T03:00:00.000000Z", host="h")
    assert due(info, date(2099, 1, 1)) == ()

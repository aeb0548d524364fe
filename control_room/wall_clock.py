"""From what a clock on the wall says to the moments at which it says so, across changes of summer time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

_MINUTE = timedelta(minutes=1)


def moments(wall: datetime, zone: ZoneInfo) -> tuple[datetime, ...]:
    """The moments (UTC) at which a clock in `zone` shows `wall`: one, two when it is put back, none when put on."""
    first = wall.replace(tzinfo=zone, fold=0)
    second = wall.replace(tzinfo=zone, fold=1)
    found = [moment.astimezone(UTC) for moment in (first, second)]
    if first.utcoffset() == second.utcoffset():
        return (found[0],)
    return tuple(moment for moment in sorted(found) if moment.astimezone(zone).replace(tzinfo=None) == wall)


def moment(wall: datetime, zone: ZoneInfo) -> datetime:
    """One moment (UTC) for `wall`: the earlier of two; where the clock jumps over it, the first one after the jump."""
    found = moments(wall, zone)
    return found[0] if found else _after_jump(wall, zone)


def last_moment(wall: datetime, zone: ZoneInfo) -> datetime:
    """As `moment`, but the later of two."""
    found = moments(wall, zone)
    return found[-1] if found else _after_jump(wall, zone)


def _after_jump(wall: datetime, zone: ZoneInfo) -> datetime:
    """Where a clock is put on, `wall` does not exist; both readings of it lie around the jump (PEP 495)."""
    before = wall.replace(tzinfo=zone, fold=1).astimezone(UTC)
    after = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    offset = before.astimezone(zone).utcoffset()
    while after - before > _MINUTE:
        middle = before + (after - before) / 2
        if middle.astimezone(zone).utcoffset() == offset:
            before = middle
        else:
            after = middle
    return after.replace(second=0, microsecond=0)

"""Moments as files and stores hold them."""

from __future__ import annotations

from datetime import UTC, datetime


def utc(moment: datetime | None = None, timespec: str = "microseconds") -> str:
    """UTC, ISO 8601 with Z; this moment unless one is given."""
    return (moment or datetime.now(UTC)).astimezone(UTC).isoformat(timespec=timespec).replace("+00:00", "Z")

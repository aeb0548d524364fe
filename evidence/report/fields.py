"""Reads fields of journal events that may be missing, redacted, or of another kind than expected."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

_SENSELESS = 10**15


class Box(NamedTuple):
    """A rectangle in CSS pixels from the top left of the page's view."""

    x: float
    y: float
    width: float
    height: float


class Size(NamedTuple):
    """Width and height in pixels."""

    width: float
    height: float


def text(data: Mapping[str, Any], field: str) -> str:
    """The field as text; empty if it is missing or null."""
    found = data.get(field)
    return "" if found is None else str(found)


def number(data: Mapping[str, Any], field: str) -> float | None:
    """The field, if it is a number that something could have measured."""
    found = data.get(field)
    if isinstance(found, bool) or not isinstance(found, int | float):
        return None
    return found if abs(found) < _SENSELESS else None


def box(data: Mapping[str, Any], field: str) -> Box | None:
    """The field, if it is a box that covers something."""
    found = data.get(field)
    return as_box(found) if isinstance(found, dict) else None


def boxes(data: Mapping[str, Any], field: str) -> list[Box]:
    """The boxes that the field lists."""
    found = data.get(field)
    listed = found if isinstance(found, list) else []
    return [read for item in listed if isinstance(item, dict) and (read := as_box(item))]


def as_box(found: Mapping[str, Any]) -> Box | None:
    """The mapping as a box, if it has the four numbers of one."""
    x, y, width, height = (number(found, field) for field in Box._fields)
    if x is None or y is None or not width or not height or width < 0 or height < 0:
        return None
    return Box(x, y, width, height)


def size(data: Mapping[str, Any], field: str) -> Size | None:
    """The field, if it is a size above zero."""
    found = data.get(field)
    if not isinstance(found, dict):
        return None
    width, height = number(found, "width"), number(found, "height")
    return Size(width, height) if width and height and width > 0 and height > 0 else None

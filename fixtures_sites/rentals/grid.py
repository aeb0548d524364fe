"""A grid as the templates draw it, as a table or as cards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from clerkwork.fixtures_sites.records import Row

PAGE_SIZE = 10


@dataclass(frozen=True)
class Column:
    key: str
    label: str


@dataclass(frozen=True)
class RowAction:
    control: str
    label: str


@dataclass(frozen=True)
class GridRow:
    """One row; `place` counts from 0 on this page of the grid and moves when rows change."""

    place: int
    cells: Sequence[str]
    actions: Sequence[RowAction]


@dataclass(frozen=True)
class Grid:
    control: str
    columns: Sequence[Column]
    rows: Sequence[GridRow]
    page: int = 1
    pages: int = 1
    sortable: bool = False


def page_count(rows: Sequence[Row]) -> int:
    return max(1, -(-len(rows) // PAGE_SIZE))


def page_of(rows: Sequence[Row], page: int) -> Sequence[Row]:
    """The rows of one page, counted from 1."""
    return rows[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]

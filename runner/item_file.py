"""Reads work items from CSV, XLSX or JSON, and says everything that is wrong with them at once.

A column is named like the input that it gives; other columns are carried along as `item`, and come back with
the results. An empty cell is not given.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from clerkwork.bots.bot import Bot
from clerkwork.bots.errors import InputInvalid
from clerkwork.bots.values import bind_inputs
from clerkwork.runner.errors import ItemsInvalid

MOST_FAULTS = 50
"""Faults that are shown one by one; a file of the wrong kind has one in every row."""

KINDS = (".csv", ".xlsx", ".json")


@dataclass(frozen=True)
class Row:
    """One item of a file. `place` is where a person finds it: the row of the sheet, or its place in the list."""

    place: str
    cells: Mapping[str, Any]


@dataclass(frozen=True)
class ItemFile:
    """What a file holds. `columns` are in the file's order, `digest` is the SHA-256 of its bytes, hex."""

    path: Path
    digest: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    def bound(self, bot: Bot) -> list[dict[str, Any]]:
        """Each row's inputs as the bot declares them. Raises ItemsInvalid with every fault of every row."""
        faults: list[str] = []
        bound: list[dict[str, Any]] = []
        for row in self.rows:
            given = {name: value for name, value in row.cells.items() if name in bot.inputs}
            try:
                bound.append(bind_inputs(bot, given))
            except InputInvalid as fault:
                faults += [f"{self.path}, {row.place}: {one}" for one in fault.faults]
        if not self.rows:
            faults.append(f"{self.path}: there is no item in it")
        if faults:
            raise ItemsInvalid(_told(faults), _hint(bot, self.columns))
        return bound


def read_items(path: Path) -> ItemFile:
    """Read a file of items. Raises ItemsInvalid when it is not there or not what its name says."""
    kind = path.suffix.lower()
    if kind not in KINDS:
        raise ItemsInvalid(
            f"{path}: items are read from {', '.join(KINDS)}", "give the file one of these names"
        )
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ItemsInvalid(
            f"{path}: cannot be read: {error.strerror}", "check the path and its rights"
        ) from error
    rows = tuple({".csv": _csv, ".xlsx": _xlsx, ".json": _json}[kind](path, content))
    columns = dict.fromkeys(name for row in rows for name in row.cells)
    return ItemFile(path, hashlib.sha256(content).hexdigest(), tuple(columns), rows)


def _csv(path: Path, content: bytes) -> Iterator[Row]:
    """Comma, semicolon or tab; UTF-8, or what spreadsheets of Western Europe write."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        lines = [(reader.line_num, line) for line in reader]
    except csv.Error as error:
        raise ItemsInvalid(
            f"{path}, row {reader.line_num}: {error}", "is a quotation mark left open?"
        ) from None
    yield from _table(path, [(f"row {number}", line) for number, line in lines])


def _xlsx(path: Path, content: bytes) -> Iterator[Row]:
    """The first sheet that is shown; dates as dates, whole numbers without a decimal point."""
    from zipfile import BadZipFile

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except (InvalidFileException, BadZipFile, KeyError, ValueError, OSError) as error:
        raise ItemsInvalid(
            f"{path}: is no XLSX file ({type(error).__name__})", "save it as XLSX or CSV"
        ) from None
    sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"] or book.worksheets
    lines = enumerate(sheets[0].iter_rows(values_only=True), start=1) if sheets else []
    yield from _table(path, [(f"row {number}", list(line)) for number, line in lines])


def _table(path: Path, lines: Sequence[tuple[str, Sequence[Any]]]) -> Iterator[Row]:
    filled = [(place, line) for place, line in lines if any(not _is_empty(cell) for cell in line)]
    if not filled:
        return
    names = ["" if _is_empty(cell) else str(cell).strip() for cell in filled[0][1]]
    if twice := sorted({name for name in names if name and names.count(name) > 1}):
        raise ItemsInvalid(f"{path}: the column {twice[0]!r} is there twice", "rename one of them")
    for place, line in filled[1:]:
        if over := [cell for cell in line[len(names) :] if not _is_empty(cell)]:
            raise ItemsInvalid(
                f"{path}, {place}: {over[0]!r} is in a column without a name",
                "name every column in the first row; put quotation marks around a text with commas",
            )
        cells = dict(zip(names, line, strict=False))
        yield Row(place, {name: cell for name, cell in cells.items() if name and not _is_empty(cell)})


def _json(path: Path, content: bytes) -> Iterator[Row]:
    try:
        told = json.loads(content)
    except ValueError as error:
        raise ItemsInvalid(f"{path}: is no JSON: {error}", "a list of objects is expected") from None
    if not isinstance(told, list):
        raise ItemsInvalid(f"{path}: holds no list", 'write [{"name": "value"}, ...]')
    for number, one in enumerate(told, start=1):
        if not isinstance(one, dict):
            raise ItemsInvalid(f"{path}, item {number}: is no object", 'write {"name": "value"}')
        yield Row(f"item {number}", {name: value for name, value in one.items() if not _is_empty(value)})


def _is_empty(cell: Any) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _told(faults: list[str]) -> str:
    more = len(faults) - MOST_FAULTS
    return "\n".join([*faults[:MOST_FAULTS], *([f"... and {more} more"] if more > 0 else [])])


def _hint(bot: Bot, columns: Sequence[str]) -> str:
    missing = [name for name in bot.inputs if name not in columns]
    has = f"the columns are {', '.join(columns) or 'none'}"
    return f"{has}; {bot.name} takes {', '.join(bot.inputs)}" if missing else "nothing was run"

"""Writes what came of a batch beside what was asked for: as CSV, XLSX or JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from clerkwork.evidence.files import write_whole
from clerkwork.runner.errors import ItemsInvalid
from clerkwork.runner.item_file import KINDS
from clerkwork.runner.store.items import Item

STATUS = ("state", "why", "what_to_do", "run", "attempts", "seconds", "ended")


def check_name(path: Path) -> None:
    """Raises ItemsInvalid when results cannot be written under this name."""
    if path.suffix.lower() not in KINDS:
        raise ItemsInvalid(
            f"{path}: results are written to {', '.join(KINDS)}", "give the file one of these names"
        )


def write_results(path: Path, cells: Sequence[Mapping[str, Any]], items: Sequence[Item]) -> None:
    """One row per item: its own cells, its outputs, and how it ended. The file is whole or as it was before.

    `cells` has one entry for each of `items`.
    """
    rows = [_row(own, item) for own, item in zip(cells, items, strict=True)]
    columns = list(dict.fromkeys(name for row in rows for name in row if name not in STATUS)) + list(STATUS)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, {".csv": _csv, ".xlsx": _xlsx, ".json": _json}[path.suffix.lower()](columns, rows))


def _row(cells: Mapping[str, Any], item: Item) -> dict[str, Any]:
    """An output or a status that is named like a column of the file does not hide what was asked for."""
    own = {name if name not in STATUS else f"{name} (given)": value for name, value in cells.items()}
    outputs = {name if name not in own else f"{name} (read)": value for name, value in item.outputs.items()}
    return {
        **own,
        **outputs,
        "state": item.state.value,
        "why": item.why,
        "what_to_do": item.hint,
        "run": item.runs[-1] if item.runs else "",
        "attempts": item.attempts,
        "seconds": round(item.ms / 1000, 1),
        "ended": item.ended,
    }


def _csv(columns: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> bytes:
    """With a byte order mark, without which spreadsheets take UTF-8 for something else."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def _xlsx(columns: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> bytes:
    from openpyxl import Workbook
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(list(columns))
    for number, row in enumerate(rows, start=2):
        for place, name in enumerate(columns, start=1):
            value = row.get(name)
            if isinstance(value, str):
                cell = sheet.cell(number, place, ILLEGAL_CHARACTERS_RE.sub("", value))
                cell.data_type = "s"  # a text that begins with "=" is no formula
            elif value is not None:
                sheet.cell(number, place, value)
    sheet.freeze_panes = "A2"
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _json(columns: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> bytes:
    return json.dumps(list(rows), ensure_ascii=False, indent=1, default=str).encode()

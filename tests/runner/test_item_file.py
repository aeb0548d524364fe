"""Work items as people keep them: CSV of any country, XLSX, JSON; and every fault of a file at once."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from clerkwork.bots.bot import Bot
from clerkwork.runner.errors import ItemsInvalid
from clerkwork.runner.item_file import read_items

BOT = Bot.model_validate(
    {
        "name": "lend",
        "inputs": {
            "device": {"type": "text", "pattern": r"LT-\d{4}"},
            "days": {"type": "integer", "min": 1, "max": 30, "default": 7},
            "due": {"type": "date", "required": False},
        },
        "systems": {"rentals": {"url": "http://127.0.0.1:8101"}},
        "steps": [{"open": "rentals:/"}],
    }
)


@pytest.fixture
def written(tmp_path: Path) -> Callable[[str, bytes | str], Path]:
    def write(name: str, content: bytes | str) -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def sheet(path: Path, *rows: list[Any], hidden: bool = False) -> Path:
    book = Workbook()
    page = book.active
    assert page is not None
    if hidden:
        page.append(["device"])
        page.append(["LT-9999"])
        page.sheet_state = "hidden"
        page = book.create_sheet("Loans")
    for row in rows:
        page.append(row)
    book.save(path)
    return path


@pytest.mark.parametrize(
    "content",
    [
        "device,days,who\nLT-0001,3,Müller\nLT-0002,,Ann\n",
        "device;days;who\r\nLT-0001;3;Müller\r\n\r\nLT-0002;;Ann\r\n",
        "device\tdays\twho\nLT-0001\t3\tMüller\nLT-0002\t \tAnn",
        "\ufeffdevice,days,who\nLT-0001,3,Müller\nLT-0002,,Ann\n",
        'device,days,who\n"LT-0001","3","Müller"\n"LT-0002",,"Ann"\n',
        "device;days;who\nLT-0001;3;Müller\nLT-0002;;Ann\n".encode("cp1252"),
    ],
    ids=["comma", "semicolon", "tab", "byte order mark", "quoted", "cp1252"],
)
def test_a_csv_of_any_country(written: Any, content: bytes | str) -> None:
    file = read_items(written("items.csv", content))
    assert file.columns == ("device", "days", "who")
    assert [dict(row.cells) for row in file.rows] == [
        {"device": "LT-0001", "days": "3", "who": "Müller"},
        {"device": "LT-0002", "who": "Ann"},
    ]
    assert file.bound(BOT) == [
        {"device": "LT-0001", "days": 3, "due": None},
        {"device": "LT-0002", "days": 7, "due": None},
    ]


def test_a_quoted_cell_may_hold_lines_and_the_rows_keep_their_numbers(written: Any) -> None:
    file = read_items(written("items.csv", 'device,note\nLT-0001,"two\nlines"\nLT-0002,x\n'))
    assert [(row.place, row.cells["note"]) for row in file.rows] == [("row 3", "two\nlines"), ("row 4", "x")]


def test_an_xlsx_gives_dates_and_numbers_of_its_first_sheet_that_is_shown(tmp_path: Path) -> None:
    rows = (["device", "days", "due"], ["LT-0001", 3.0, datetime(2026, 11, 30)], [None, None, None])
    file = read_items(sheet(tmp_path / "items.xlsx", *rows, hidden=True))
    assert file.bound(BOT) == [{"device": "LT-0001", "days": 3, "due": date(2026, 11, 30)}]
    assert file.rows[0].place == "row 2"


def test_json_is_a_list_of_objects(written: Any) -> None:
    told = [{"device": "LT-0001", "days": 3, "due": None}, {"device": "LT-0002", "extra": True}]
    file = read_items(written("items.json", json.dumps(told)))
    assert [row["days"] for row in file.bound(BOT)] == [3, 7]
    assert file.rows[1].cells["extra"] is True


def test_every_fault_of_every_row_at_once(written: Any) -> None:
    path = written("items.csv", "device,days\nLT-1,99\nLT-0002,2\n,many\n")
    with pytest.raises(ItemsInvalid) as refused:
        read_items(path).bound(BOT)
    told = str(refused.value).splitlines()
    assert [line.partition(": ")[0] for line in told] == [f"{path}, row 2"] * 2 + [f"{path}, row 4"] * 2
    assert "must match" in told[0]
    assert "at most 30" in told[1]
    assert "device: is not given" in told[2]
    assert "whole number" in told[3]


def test_a_file_of_the_wrong_kind_does_not_fill_the_screen(written: Any) -> None:
    with pytest.raises(ItemsInvalid) as refused:
        read_items(written("items.csv", "divice\n" + "LT-0001\n" * 500)).bound(BOT)
    told = str(refused.value).splitlines()
    assert len(told) == 51
    assert told[-1] == "... and 450 more"
    assert refused.value.hint == "the columns are divice; lend takes device, days, due"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("items.txt", "x", "items are read from .csv, .xlsx, .json"),
        ("items.csv", "device,device\na,b\n", "'device' is there twice"),
        ("items.csv", "device\na,b\n", "row 2: 'b' is in a column without a name"),
        ("items.csv", 'device\n"open\n', "row 2: "),
        ("items.csv", "device\n", "there is no item in it"),
        ("items.csv", "", "there is no item in it"),
        ("items.xlsx", "no sheet", "is no XLSX file"),
        ("items.json", "{", "is no JSON"),
        ("items.json", "{}", "holds no list"),
        ("items.json", "[1]", "item 1: is no object"),
    ],
)
def test_one_sentence_for_each_fault_of_a_file(written: Any, name: str, content: str, words: str) -> None:
    with pytest.raises(ItemsInvalid, match=r".") as refused:
        read_items(written(name, content)).bound(BOT)
    assert words in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ItemsInvalid, match="cannot be read"):
        read_items(tmp_path / "missing.csv")

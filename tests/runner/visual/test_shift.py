"""A part of a page that moved is told from one that changed."""

import cv2
import numpy as np
import pytest

from clerkwork.runner.visual import Box, Comparison, compare, encode
from clerkwork.runner.visual.scanlines import Pixels

SIZE = (640, 480)
ROW = 24


def page(rows: list[str], top: int = 40, left: int = 160, menu: bool = True, foot: str = "") -> bytes:
    """A table with a menu beside it."""
    picture: Pixels = np.full((SIZE[1], SIZE[0], 4), 255, np.uint8)
    if menu:
        for number in range(12):
            write(picture, f"Menu {number * 7}", 8, 40 + number * 31)
    for number, text in enumerate(rows):
        write(picture, text, left, top + number * ROW)
    write(picture, foot, 160, SIZE[1] - 8)
    return encode(picture)


def write(picture: Pixels, text: str, x: int, y: int) -> None:
    cv2.putText(picture, text, (x, y), cv2.FONT_HERSHEY_SIMPLEX, 0.5, (20, 30, 60, 255), 1, cv2.LINE_AA)


ROWS = [f"LT-00{number * 13 % 90 + 10} Notebook {number}" for number in range(14)]


def told(expected: bytes, actual: bytes) -> tuple[Comparison, tuple[str, int, int | None]]:
    found = compare(expected, actual)
    assert found.shift is not None
    return found, (found.shift.axis, found.shift.distance, found.shift.end)


@pytest.mark.parametrize("distance", [1, 3, 14, -2])
def test_a_page_that_moved_up_or_down_as_a_whole(distance: int) -> None:
    found, shift = told(page(ROWS, menu=False), page(ROWS, top=40 + distance, menu=False))
    assert shift == ("vertical", distance, None)
    assert len(found.regions) == 1


def test_a_page_that_moved_right() -> None:
    found, shift = told(page(ROWS, menu=False), page(ROWS, left=167, menu=False))
    assert shift == ("horizontal", 7, None)
    assert len(found.regions) == 1


def test_a_row_that_was_put_in_moves_what_is_below_and_nothing_else() -> None:
    found, shift = told(page(ROWS), page([*ROWS[:5], "LT-0099 Tablet", *ROWS[5:]]))
    assert shift == ("vertical", ROW, None)
    (gap,) = found.regions
    assert gap.height == ROW
    assert gap.y <= 40 + 5 * ROW <= gap.bottom + 8
    assert gap.x >= 150


def test_a_row_that_was_taken_out() -> None:
    found, shift = told(page(ROWS), page([*ROWS[:5], *ROWS[6:]]))
    assert shift == ("vertical", -ROW, None)
    (gap,) = found.regions
    assert gap.y <= 40 + 5 * ROW <= gap.bottom + 8


def test_a_head_that_was_taken_away_is_told_where_it_was() -> None:
    whole = np.full((SIZE[1], SIZE[0], 4), (34, 52, 88, 255), np.uint8)
    whole[51:] = 255
    for number, text in enumerate(ROWS):
        write(whole, text, 160, 80 + number * ROW)
    beheaded = np.full_like(whole, 255)
    beheaded[:-51] = whole[51:]
    found, shift = told(encode(whole), encode(beheaded))
    assert shift == ("vertical", -51, None)
    assert found.regions == (Box(0, 0, SIZE[0], 51),)


def test_what_changed_besides_is_told_besides() -> None:
    changed = [*ROWS[:5], "LT-0099 Tablet", *ROWS[5:9], "LT-0042 lent", *ROWS[10:]]
    found, shift = told(page(ROWS), page(changed))
    assert shift == ("vertical", ROW, None)
    assert len(found.regions) >= 2
    assert any(box.y <= 40 + 10 * ROW - 4 <= box.bottom for box in found.regions[1:])


def test_a_foot_that_stays_ends_the_shift() -> None:
    rows = ROWS[:10]
    found, (axis, distance, end) = told(
        page(rows, foot="Page 1 of 9"), page(rows, top=52, foot="Page 1 of 9")
    )
    assert (axis, distance) == ("vertical", 12)
    assert end is None or end < SIZE[1]
    assert all(box.bottom < SIZE[1] - 30 for box in found.regions)


def test_a_page_that_grew_is_aligned_all_the_same() -> None:
    tall = np.full((SIZE[1] + ROW, SIZE[0], 4), 255, np.uint8)
    write(tall, "Loans", 8, 20)
    for number, text in enumerate(["new", *ROWS]):
        write(tall, text, 160, 40 + number * ROW)
    short = np.full((SIZE[1], SIZE[0], 4), 255, np.uint8)
    write(short, "Loans", 8, 20)
    for number, text in enumerate(ROWS):
        write(short, text, 160, 40 + number * ROW)
    found, shift = told(encode(short), encode(tall))
    assert found.size_differs
    assert shift == ("vertical", ROW, None)
    assert found.regions[0].height == ROW


def test_a_change_is_no_shift() -> None:
    changed = [*ROWS[:5], "LT-0042 lent", *ROWS[6:]]
    found = compare(page(ROWS), page(changed))
    assert found.shift is None
    assert len(found.regions) == 1


def test_masks_stay_out_of_what_remains() -> None:
    moved = page([*ROWS[:5], "LT-0099 Tablet", *ROWS[5:9], "LT-0042 lent", *ROWS[10:]])
    found = compare(page(ROWS), moved, masks=[Box(150, 40 + 10 * ROW - 20, 400, 26)])
    assert found.shift is not None
    assert len(found.regions) == 1

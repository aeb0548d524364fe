"""Yes or no, as the whole comparison would say it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from clerkwork.runner.visual import Box, PictureError, compare, confirm, encode, paint
from clerkwork.runner.visual.scanlines import Pixels

Page = Callable[..., Pixels]


def test_the_verdict_is_that_of_the_whole_comparison(pair: Callable[[int], Any]) -> None:
    said = set()
    for number in range(80):
        _, a, b, threshold, include_aa = pair(number)
        pictures = encode(a), encode(b)
        for allow in (0, 30):
            settings = {"threshold": threshold, "include_aa": include_aa, "allow": allow}
            verdict, whole = confirm(*pictures, **settings), compare(*pictures, **settings)
            assert verdict == (replace(whole, regions=()) if whole.same else None)
            said.add(whole.same)
    assert said == {True, False}


def test_a_difference_in_any_row_of_a_long_page_is_seen(page: Page) -> None:
    base = encode(page("Loans", size=(320, 700)))
    for row in (0, 63, 64, 65, 500, 699):
        assert confirm(base, paint(base, [Box(50, row, 20, 1)])) is None


def test_masks_allowances_and_sizes_count_as_in_the_whole_comparison(page: Page) -> None:
    base = encode(page("Loans"))
    changed = paint(base, [Box(50, 100, 3, 3)])
    masked = confirm(base, changed, masks=[Box(40, 90, 30, 30)])
    assert masked == compare(base, changed, masks=[Box(40, 90, 30, 30)])
    allowed = confirm(base, changed, allow=9)
    assert allowed is not None
    assert allowed.differing == 9
    assert confirm(base, changed, allow=8) is None
    assert confirm(base, encode(page("Loans", size=(320, 201))), allow=10**6) is None


def test_a_damaged_screenshot_gets_no_verdict_wherever_it_is_damaged(page: Page) -> None:
    base, changed = encode(page("Loans")), encode(page("Loan L-0042"))
    for at in (len(changed) // 2, len(changed) - 40):
        with pytest.raises(PictureError, match="damaged"):
            confirm(base, changed[:at] + bytes([changed[at] ^ 1]) + changed[at + 1 :])


def test_a_difference_in_any_part_of_a_large_page_that_threads_share_is_counted_once(page: Page) -> None:
    base = encode(page("Loans", size=(1280, 3200)))
    for row in (0, 64, 359, 360, 1444, 3199):
        changed = paint(base, [Box(50, row, 20, 1)])
        assert confirm(base, changed) is None
        assert compare(base, changed).differing == 20
        allowed = confirm(base, changed, allow=20)
        assert allowed is not None
        assert allowed.differing == 20

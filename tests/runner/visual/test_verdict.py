"""Yes or no, as the whole comparison would say it."""

from collections.abc import Callable
from typing import Any

import pytest

from clerkwork.runner.visual import Box, PictureError, compare, encode, is_same, paint
from clerkwork.runner.visual.scanlines import Pixels

Page = Callable[..., Pixels]


def test_the_verdict_is_that_of_the_whole_comparison(pair: Callable[[int], Any]) -> None:
    said = set()
    for number in range(80):
        _, a, b, threshold, include_aa = pair(number)
        pictures = encode(a), encode(b)
        for allow in (0, 30):
            settings = {"threshold": threshold, "include_aa": include_aa, "allow": allow}
            verdict = is_same(*pictures, **settings)
            assert verdict == compare(*pictures, **settings).same
            said.add(verdict)
    assert said == {True, False}


def test_a_difference_in_any_row_of_a_long_page_is_seen(page: Page) -> None:
    base = encode(page("Loans", size=(320, 700)))
    for row in (0, 63, 64, 65, 500, 699):
        assert not is_same(base, paint(base, [Box(50, row, 20, 1)]))


def test_masks_allowances_and_sizes_count_as_in_the_whole_comparison(page: Page) -> None:
    base = encode(page("Loans"))
    changed = paint(base, [Box(50, 100, 3, 3)])
    assert is_same(base, changed, masks=[Box(40, 90, 30, 30)])
    assert (is_same(base, changed, allow=9), is_same(base, changed, allow=8)) == (True, False)
    assert not is_same(base, encode(page("Loans", size=(320, 201))), allow=10**6)


def test_a_damaged_screenshot_gets_no_verdict_wherever_it_is_damaged(page: Page) -> None:
    base, changed = encode(page("Loans")), encode(page("Loan L-0042"))
    for at in (len(changed) // 2, len(changed) - 40):
        with pytest.raises(PictureError, match="damaged"):
            is_same(base, changed[:at] + bytes([changed[at] ^ 1]) + changed[at + 1 :])

"""Counting differing pixels, held against numbers that the npm package pixelmatch 7.2.0 gave."""

import itertools
from collections import Counter
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from clerkwork.runner.visual.antialiasing import WHOLE_LUMINANCE, antialiased, flat_areas
from clerkwork.runner.visual.pixels import count_differences
from clerkwork.runner.visual.scanlines import Pixels
from clerkwork.runner.visual.yiq import (
    LUMINANCE,
    allowed_distance,
    distance,
    harmless_step,
    telling_luminance,
)

Pair = Callable[[int], Any]

# Few levels, so that equal neighbours and flat areas are common.
_pictures = st.tuples(st.integers(1, 14), st.integers(1, 14)).flatmap(
    lambda size: arrays.arrays(np.uint8, (2, *size, 4), elements=st.sampled_from([0, 40, 90, 128, 200, 255]))
)
_thresholds = st.sampled_from([0.0, 0.05, 0.1, 0.3, 1.0])


def opaque(pictures: Pixels) -> tuple[Pixels, Pixels]:
    a, b = pictures.copy()
    a[..., 3] = b[..., 3] = 255
    return a, b


def test_four_hundred_generated_pairs_give_pixelmatchs_counts(pair: Pair, stored_counts: list[int]) -> None:
    wrong = {}
    for number, expected in enumerate(stored_counts[:400]):
        _, a, b, threshold, include_aa = pair(number)
        counted = count_differences(a, b, threshold, include_aa).counted
        if counted != expected:
            wrong[number] = (counted, expected)
    assert wrong == {}


def test_the_generated_pairs_put_every_rule_to_work(pair: Pair) -> None:
    excused = Counter[str]()
    for number in range(160):
        kind, a, b, _, _ = pair(number)
        excused[kind] += int(count_differences(a, b, 0.05).antialiased.sum())
    assert (+excused).keys() == {
        "softened",
        "shifted",
        "changed",
        "trembling",
        "noisy",
        "translucent",
        "ghostly",
    }


@settings(max_examples=60, deadline=None)
@given(_pictures, _thresholds)
def test_a_picture_never_differs_from_itself(pictures: Pixels, threshold: float) -> None:
    assert count_differences(pictures[0], pictures[0].copy(), threshold).counted == 0


@settings(max_examples=60, deadline=None)
@given(_pictures, _thresholds, st.booleans())
def test_order_matters_not(pictures: Pixels, threshold: float, include_aa: bool) -> None:
    a, b = pictures
    there, back = (
        count_differences(a, b, threshold, include_aa),
        count_differences(b, a, threshold, include_aa),
    )
    assert np.array_equal(there.differing, back.differing)
    assert np.array_equal(there.antialiased, back.antialiased)


@settings(max_examples=60, deadline=None)
@given(_pictures, st.integers(1, 9), st.booleans())
def test_the_height_of_the_bands_matters_not(pictures: Pixels, band_rows: int, include_aa: bool) -> None:
    a, b = pictures
    whole, banded = (count_differences(a, b, 0.1, include_aa, band_rows=rows) for rows in (128, band_rows))
    assert whole.counted == banded.counted
    assert np.array_equal(whole.differing, banded.differing)
    assert np.array_equal(whole.antialiased, banded.antialiased)


@settings(max_examples=60, deadline=None)
@given(_pictures)
def test_the_short_cut_for_opaque_pictures_finds_the_same_antialiasing(pictures: Pixels) -> None:
    a, b = opaque(pictures)
    suspects = (a != b).any(axis=2)
    offsets = np.arange(suspects.size).reshape(suspects.shape)
    pair = np.stack((a, b))
    assert np.array_equal(antialiased(pair, suspects), antialiased(pair, suspects, offsets))


@settings(max_examples=60, deadline=None)
@given(_pictures, _thresholds)
def test_the_bounds_never_overrule_the_exact_measure(pictures: Pixels, threshold: float) -> None:
    a, b = opaque(pictures)
    exact = distance(a.reshape(-1, 4), b.reshape(-1, 4)) > allowed_distance(threshold)
    counted = count_differences(a, b, threshold, include_aa=True)
    assert np.array_equal(counted.differing.ravel(), exact)


@pytest.mark.parametrize("threshold", [0.01, 0.05, 0.1, 0.25, 0.5, 1.0])
def test_a_harmless_step_is_harmless_with_every_sign_and_one_more_is_not_always(threshold: float) -> None:
    def farthest(step: int) -> float:
        signs = np.array(list(itertools.product((0, step), repeat=3)), np.uint8)
        colours = np.pad(signs, ((0, 0), (0, 1)), constant_values=255)
        return float(distance(colours, colours[::-1].copy()).max())

    step = harmless_step(threshold)
    assert farthest(step) <= allowed_distance(threshold)
    assert step == 255 or farthest(step + 1) > allowed_distance(threshold)


def test_a_telling_step_in_grey_is_always_too_far() -> None:
    grey = np.array([[0, 0, 0, 255], [0, 0, 0, 255]], np.uint8)
    limit = int(telling_luminance(0.1))
    other = np.array([[limit + 1] * 3 + [255], [limit] * 3 + [255]], np.uint8)
    assert (distance(grey, other) > allowed_distance(0.1)).tolist() == [True, False]


def test_no_two_opaque_colours_are_equally_bright() -> None:
    red, green = np.meshgrid(np.arange(-255, 256), np.arange(-255, 256))
    needed = -(29889531 * red + 58662247 * green)
    balanced = (needed % 11448223 == 0) & (abs(needed) <= 255 * 11448223)
    assert np.count_nonzero(balanced) == 1


def test_ignored_pixels_are_not_counted_and_change_nothing_beside_them(pair: Pair) -> None:
    for number in range(8):
        _, a, b, _, _ = pair(number)
        ignored = np.zeros(a.shape[:2], np.bool_)
        ignored[: a.shape[0] // 2] = True
        whole, half = count_differences(a, b, 0.05), count_differences(a, b, 0.05, ignored=ignored)
        assert np.array_equal(half.differing, whole.differing & ~ignored)
        assert half.counted == np.count_nonzero(half.differing)


def test_shapes_that_differ_are_refused() -> None:
    with pytest.raises(ValueError, match=r"same shape.*\(2, 3, 4\) and \(3, 2, 4\)"):
        count_differences(np.zeros((2, 3, 4), np.uint8), np.zeros((3, 2, 4), np.uint8))


def test_whole_luminances_order_all_opaque_colours_as_pixelmatchs_do() -> None:
    red, green, blue = (round(weight * 10**8) for weight in LUMINANCE)
    steps = np.arange(-255, 256)
    first, third = np.meshgrid(steps, steps)
    # For each step of red and blue, the greatest step of green that leaves a colour no brighter.
    second = (-red * first - blue * third) // green
    darker, brighter = (
        sum(weight * step for weight, step in zip(WHOLE_LUMINANCE, (first, middle, third), strict=True))
        for middle in (second, second + 1)
    )
    equal = (first == 0) & (third == 0)
    assert (darker[~equal] < 0).all() and (darker[equal] == 0).all() and (brighter > 0).all()


@pytest.mark.parametrize(("height", "width"), [(1, 1), (1, 3), (3, 1), (2, 2), (4, 2), (3, 5)])
def test_no_neighbour_is_taken_from_another_row_or_picture(height: int, width: int) -> None:
    colours = np.random.default_rng(height * 10 + width).integers(0, 2, (2, height, width, 1), np.uint8)
    pair = np.concatenate((colours, colours, colours, np.full_like(colours, 255)), axis=3)
    for picture, flat in zip(pair, flat_areas(pair), strict=True):
        for y, x in itertools.product(range(height), range(width)):
            around = picture[max(y - 1, 0) : y + 2, max(x - 1, 0) : x + 2]
            equal = int((around == picture[y, x]).all(axis=2).sum()) - 1
            at_edge = y in (0, height - 1) or x in (0, width - 1)
            assert flat[y, x] == (equal + at_edge > 2)

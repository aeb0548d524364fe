"""The verdict on a screenshot, from PNG bytes to regions."""

from collections.abc import Callable

import cv2
import numpy as np
import pytest

from clerkwork.runner.visual import (
    Box,
    PictureError,
    compare,
    compare_and_draw,
    decode,
    draw_difference,
    encode,
    paint,
)
from clerkwork.runner.visual.decoded import DecodedPictures
from clerkwork.runner.visual.scanlines import Pixels

Page = Callable[..., Pixels]


def test_equal_bytes_are_the_same_without_a_look_inside(page: Page) -> None:
    png = encode(page("Loan L-0042"))
    damaged = png[:60] + bytes([png[60] ^ 255]) + png[61:]
    with pytest.raises(PictureError):
        decode(damaged)
    comparison = compare(damaged, damaged)
    assert (comparison.same, comparison.differing, comparison.total) == (True, 0, 320 * 200)
    assert str(comparison) == "the pictures are equal"


def test_another_encoding_of_the_same_picture_is_the_same(page: Page) -> None:
    picture = page("Loan L-0042")
    other = cv2.imencode(".png", cv2.cvtColor(picture, cv2.COLOR_RGBA2BGRA))[1].tobytes()
    assert other != encode(picture)
    assert compare(encode(picture), other).same


def test_one_changed_digit_is_reported_with_its_region(page: Page) -> None:
    expected, actual = encode(page("Device LT-0042", "A. Meyer")), encode(page("Device LT-0043", "A. Meyer"))
    comparison = compare(expected, actual)
    assert not comparison.same
    assert 0 < comparison.differing < 100
    assert comparison.ratio == comparison.differing / (320 * 200)
    (region,) = comparison.regions
    changed = np.argwhere((decode(expected) != decode(actual)).any(axis=2))
    assert region.y >= changed[:, 0].min()
    assert region.x >= changed[:, 1].min()
    assert region.bottom <= changed[:, 0].max() + 1
    assert region.right <= changed[:, 1].max() + 1


def test_changes_far_apart_are_two_regions_with_the_larger_first(page: Page) -> None:
    base = encode(page("Loans"))
    small, large = Box(300, 180, 5, 5), Box(20, 120, 60, 20)
    comparison = compare(base, paint(base, [small, large]))
    assert comparison.regions == (large, small)
    assert str(comparison) == "1225 of 64000 pixels differ (1.91%) in 2 regions"


def test_changes_close_together_are_one_region(page: Page) -> None:
    base = encode(page("Loans"))
    comparison = compare(base, paint(base, [Box(100, 100, 8, 8), Box(116, 104, 8, 8)]))
    assert comparison.regions == (Box(100, 100, 24, 12),)


def test_a_region_inside_another_ones_box_joins_it(page: Page) -> None:
    base = encode(page())
    corner = [Box(10, 10, 200, 4), Box(10, 10, 4, 150), Box(120, 100, 6, 6)]
    assert compare(base, paint(base, corner)).regions == (Box(10, 10, 200, 150),)


def test_a_masked_difference_is_none(page: Page) -> None:
    expected, actual = encode(page("12:04:59", "A. Meyer")), encode(page("12:05:00", "A. Meyer"))
    assert not compare(expected, actual).same
    clock = Box(0, 0, 320, 40)
    comparison = compare(expected, actual, masks=[clock])
    assert (comparison.same, comparison.differing, comparison.total) == (True, 0, 320 * 160)


def test_a_mask_may_hang_over_the_edge_and_hides_nothing_else(page: Page) -> None:
    base = encode(page())
    changed = paint(base, [Box(0, 0, 4, 4), Box(50, 50, 3, 3)])
    comparison = compare(base, changed, masks=[Box(-10, -10, 20, 20), Box(900, 900, 5, 5)])
    assert comparison.differing == 9
    assert comparison.regions == (Box(50, 50, 3, 3),)


def test_a_mask_over_everything_leaves_nothing_to_compare(page: Page) -> None:
    base = encode(page())
    comparison = compare(base, paint(base, [Box(0, 0, 9, 9)]), masks=[Box(0, 0, 320, 200)])
    assert (comparison.same, comparison.total, comparison.ratio) == (True, 0, 0.0)


def test_as_many_pixels_as_allowed_may_differ_and_not_one_more(page: Page) -> None:
    base = encode(page())
    changed = paint(base, [Box(50, 50, 3, 3)])
    assert compare(base, changed, allow=9).same
    assert not compare(base, changed, allow=8).same


def test_softer_edges_are_no_difference_unless_asked_for(page: Page) -> None:
    sharp = page()
    sharp[60:120, 40:90] = (0, 0, 0, 255)
    soft = sharp.copy()
    for row in range(60, 120):
        sharp[row, 90] = (250 - row, 250 - row, 250 - row, 255)
        soft[row, 90] = (150 - row, 150 - row, 150 - row, 255)
    assert compare(encode(sharp), encode(soft)).same
    assert compare(encode(sharp), encode(soft), include_aa=True).differing == 60


def test_a_page_moved_by_one_pixel_differs(page: Page) -> None:
    assert not compare(encode(page("Reserve device")), encode(page("Reserve device", dy=1))).same


def test_pictures_of_different_sizes_are_never_the_same_and_both_sizes_are_told(page: Page) -> None:
    expected, actual = encode(page("Loans")), encode(page("Loans", size=(320, 214)))
    comparison = compare(expected, actual, allow=10**6)
    assert comparison.size_differs
    assert not comparison.same
    assert comparison.differing == 320 * 14
    assert comparison.regions == (Box(0, 200, 320, 14),)
    assert str(comparison).startswith("the picture is 320x214 px where 320x200 px were expected; 4480 of ")


def test_the_part_that_only_one_picture_has_can_be_masked_but_the_size_still_differs(page: Page) -> None:
    comparison = compare(
        encode(page()), encode(page(size=(330, 190))), masks=[Box(0, 190, 330, 10), Box(320, 0, 10, 200)]
    )
    assert comparison.differing == 0
    assert not comparison.same


def test_the_drawing_is_red_where_pixels_differ_and_pale_elsewhere(page: Page) -> None:
    base = encode(page("Loans"))
    drawn = decode(draw_difference(base, paint(base, [Box(50, 100, 30, 10)])))
    assert drawn.shape == (200, 320, 4)
    red = (drawn == (255, 0, 0, 255)).all(axis=2)
    assert np.argwhere(red).min(axis=0).tolist() == [100, 50]
    assert np.count_nonzero(red) == 300
    assert drawn[~red].min() >= 229


def test_antialiasing_is_drawn_yellow(page: Page) -> None:
    sharp = page()
    sharp[60:120, 40:90] = (0, 0, 0, 255)
    soft = sharp.copy()
    sharp[60:120, 90, :3] = np.arange(190, 130, -1)[:, None]
    soft[60:120, 90, :3] = np.arange(90, 30, -1)[:, None]
    drawn = decode(draw_difference(encode(sharp), encode(soft)))
    assert (drawn[61:119, 90] == (255, 255, 0, 255)).all()


def test_a_translucent_picture_fades_by_its_opacity() -> None:
    expected = np.full((4, 4, 4), (0, 0, 0, 128), np.uint8)
    actual = expected.copy()
    actual[0, 0] = (255, 255, 255, 255)
    drawn = decode(draw_difference(encode(expected), encode(actual)))
    red, green, blue, alpha = map(int, drawn[3, 3])
    assert red == green == blue
    assert alpha == 255
    assert abs(red - (255 - 25.5 * 128 / 255)) <= 2


def test_the_verdict_and_the_drawing_come_from_one_look(page: Page) -> None:
    base = encode(page("Loans"))
    changed = paint(base, [Box(50, 100, 30, 10)])
    comparison, drawn = compare_and_draw(base, changed, framed=False)
    assert comparison == compare(base, changed)
    assert drawn == draw_difference(base, changed)
    assert compare_and_draw(base, base) == (compare(base, base), None)
    assert compare_and_draw(base, changed, allow=300)[1] is None


def test_a_frame_is_drawn_around_each_region_and_leaves_its_pixels(page: Page) -> None:
    base = encode(page())
    comparison, drawn = compare_and_draw(base, paint(base, [Box(50, 100, 30, 10), Box(0, 0, 2, 2)]))
    assert drawn is not None
    picture = decode(drawn)
    assert len(comparison.regions) == 2
    assert (picture[100:110, 50:80] == (255, 0, 0, 255)).all()
    assert picture[97, 60].tolist() == [0, 90, 200, 255]


def test_a_drawing_of_different_sizes_holds_both(page: Page) -> None:
    drawn = decode(draw_difference(encode(page(size=(100, 80))), encode(page(size=(90, 95)))))
    assert drawn.shape == (95, 100, 4)
    assert (drawn[80:, :] == (255, 0, 0, 255)).all()


def test_decoded_pictures_are_kept_until_they_take_too_much_room(page: Page) -> None:
    first, second = encode(page("first")), encode(page("second"))
    kept = DecodedPictures(kept_bytes=320 * 200 * 4)
    picture = kept.decode(first)
    assert kept.decode(first) is picture
    assert not picture.flags.writeable
    kept.decode(second)
    assert kept.decode(first) is not picture

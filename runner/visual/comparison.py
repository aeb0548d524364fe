"""The verdict on a screenshot: the same as its baseline or not, and where it differs."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from clerkwork.runner.visual.antialiasing import Mask
from clerkwork.runner.visual.box import Box
from clerkwork.runner.visual.decoded import DecodedPictures
from clerkwork.runner.visual.picture import decode, size
from clerkwork.runner.visual.pixels import Differences, count_differences
from clerkwork.runner.visual.regions import regions
from clerkwork.runner.visual.scanlines import Pixels
from clerkwork.runner.visual.shift import Aligned, Shift, find_shift
from clerkwork.runner.visual.threads import pool

THRESHOLD = 0.1
"""pixelmatch's own default: a colour may be off by about 25 of 255 in every channel."""

baselines = DecodedPictures()
"""The baselines that comparisons decoded last; shared by all threads."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What comparing two pictures gave. Sizes are (width, height) in pixels.

    `total` counts the pixels that were compared: those outside the masks. When the sizes differ, what only
    one picture has counts as differing. When a part of the page moved, `regions` are the place where that
    begins and what differs besides.
    """

    same: bool
    differing: int
    total: int
    expected_size: tuple[int, int]
    actual_size: tuple[int, int]
    regions: tuple[Box, ...] = ()
    shift: Shift | None = None

    @property
    def ratio(self) -> float:
        """The share of the compared pixels that differ, 0 to 1."""
        return self.differing / self.total if self.total else 0.0

    @property
    def size_differs(self) -> bool:
        return self.expected_size != self.actual_size

    def __str__(self) -> str:
        if self.size_differs:
            expected, actual = ("{}x{} px".format(*size) for size in (self.expected_size, self.actual_size))
            return f"the picture is {actual} where {expected} were expected; {self._count()}"
        return "the pictures are equal" if not self.differing else self._count()

    def _count(self) -> str:
        where = "1 region" if len(self.regions) == 1 else f"{len(self.regions)} regions"
        return f"{self.differing} of {self.total} pixels differ ({self.ratio:.2%}) in {where}"


@dataclass(frozen=True, slots=True)
class Examination:
    """Both pictures decoded, with every difference marked on a canvas that holds both."""

    expected: Pixels
    actual: Pixels
    differences: Differences
    total: int
    threshold: float
    ignored: Mask | None

    def same(self, allow: int) -> bool:
        return self.expected.shape == self.actual.shape and self.differences.counted <= allow

    def verdict(self, allow: int) -> Comparison:
        expected, actual = picture_size(self.expected), picture_size(self.actual)
        same = self.same(allow)
        aligned = None if same or not self.differences.counted else self._aligned()
        return Comparison(
            same=same,
            differing=self.differences.counted,
            total=self.total,
            expected_size=expected,
            actual_size=actual,
            regions=self._regions(aligned),
            shift=aligned.shift if aligned else None,
        )

    def _aligned(self) -> Aligned | None:
        return find_shift(self.expected, self.actual, self.differences, self.threshold, self.ignored)

    def _regions(self, aligned: Aligned | None) -> tuple[Box, ...]:
        if aligned is None:
            return regions(self.differences.differing) if self.differences.counted else ()
        height, width = self.differences.differing.shape
        return (aligned.shift.gap.clipped(width, height), *regions(aligned.remaining.differing))


def compare(
    expected_png: bytes,
    actual_png: bytes,
    *,
    threshold: float = THRESHOLD,
    include_aa: bool = False,
    masks: Sequence[Box] = (),
    allow: int = 0,
) -> Comparison:
    """Compare a screenshot with its baseline; up to `allow` differing pixels still make them the same.

    The count is pixelmatch 7.2.0's, of the pixels outside `masks`. Equal bytes are not decoded. Pictures
    of different sizes are never the same. Raises PictureError when one cannot be read.
    """
    if expected_png == actual_png:
        return unchanged(expected_png, masks)
    return examine(expected_png, actual_png, threshold, include_aa, masks).verdict(allow)


def unchanged(png: bytes, masks: Sequence[Box]) -> Comparison:
    """The verdict on a picture that equals its baseline byte for byte."""
    width, height = size(png)
    ignored = masked(masks, width, height)
    hidden = 0 if ignored is None else int(np.count_nonzero(ignored))
    return Comparison(True, 0, width * height - hidden, (width, height), (width, height))


def examine(
    expected_png: bytes, actual_png: bytes, threshold: float, include_aa: bool, masks: Sequence[Box]
) -> Examination:
    """Decode both pictures and mark their differences. Raises PictureError when one cannot be read."""
    decoding = pool.submit(baselines.decode, expected_png)
    actual = decode(actual_png)
    expected = decoding.result()
    width, height = np.maximum(picture_size(expected), picture_size(actual)).tolist()
    ignored = masked(masks, width, height)
    differences = _differences(expected, actual, threshold, include_aa, ignored)
    hidden = 0 if ignored is None else int(np.count_nonzero(ignored))
    return Examination(expected, actual, differences, width * height - hidden, threshold, ignored)


def masked(masks: Sequence[Box], width: int, height: int) -> Mask | None:
    """The pixels under the masks, None when there are none."""
    if not masks:
        return None
    ignored = np.zeros((height, width), np.bool_)
    for box in masks:
        ignored[box.clipped(width, height).slices] = True
    return ignored


def picture_size(pixels: Pixels) -> tuple[int, int]:
    """Width and height."""
    return pixels.shape[1], pixels.shape[0]


def _differences(
    expected: Pixels, actual: Pixels, threshold: float, include_aa: bool, ignored: Mask | None
) -> Differences:
    """The marked differences; what only one picture has is marked as differing unless it is ignored."""
    if expected.shape == actual.shape:
        return count_differences(expected, actual, threshold, include_aa, ignored=ignored)
    height, width = np.minimum(expected.shape[:2], actual.shape[:2]).tolist()
    shared = slice(0, height), slice(0, width)
    inner = count_differences(
        expected[shared],
        actual[shared],
        threshold,
        include_aa,
        ignored=None if ignored is None else ignored[shared],
    )
    canvas = tuple(np.maximum(expected.shape[:2], actual.shape[:2]).tolist())
    differing, softened = np.ones(canvas, np.bool_), np.zeros(canvas, np.bool_)
    differing[shared], softened[shared] = inner.differing, inner.antialiased
    if ignored is not None:
        differing &= ~ignored
    return Differences(int(np.count_nonzero(differing)), differing, softened)

"""A part of the page that moved, told apart from one that changed.

When a row is put into a table, pixelmatch finds everything below different. Lines of pixels know better: each
line that occurs once in both pictures votes for how far it moved, and the distance with the most votes is
tried on all lines. Lines are rows for what moved up or down, and columns for what moved left or right; only
the part of a line between the outermost differences counts, so that a menu beside the table may stay.
"""

from dataclasses import dataclass
from typing import Literal, TypeAlias, cast

import cv2
import numpy as np
import numpy.typing as npt
from isal.isal_zlib import crc32

from clerkwork.runner.visual.antialiasing import Mask
from clerkwork.runner.visual.box import Box
from clerkwork.runner.visual.picture import words
from clerkwork.runner.visual.pixels import Differences, count_differences
from clerkwork.runner.visual.scanlines import Pixels

Lines: TypeAlias = npt.NDArray[np.uint32]
"""A checksum for each row or column, in order."""

Words: TypeAlias = npt.NDArray[np.uint32]
"""A 32 bit word for each pixel, shape (height, width)."""

VOTES = 4
"""Lines that must agree on a distance before it is tried."""

EXPLAINED = 0.5
"""The share of the changed lines, and of the differing pixels, that a shift must explain."""

_TRIED = 3
_ENOUGH = 1024  # rows that tell columns apart


@dataclass(frozen=True, slots=True)
class Shift:
    """Between `start` and `end` (px of the expected picture, along the axis), everything inside the strip
    `low` to `high` across the axis moved by `distance` px: down or right when positive.

    `end` is None when it goes on to the picture's edge.
    """

    axis: Literal["vertical", "horizontal"]
    distance: int
    start: int
    end: int | None
    low: int
    high: int

    @property
    def gap(self) -> Box:
        """Where the move begins: what was put in there, or, of the expected picture, what was taken out."""
        first = max(self.start + min(self.distance, 0), 0)
        along, across = abs(self.distance), self.high - self.low
        if self.axis == "vertical":
            return Box(self.low, first, across, along)
        return Box(first, self.low, along, across)


@dataclass(frozen=True, slots=True)
class Aligned:
    """A shift, and what is still different after the expected picture was moved by it."""

    shift: Shift
    remaining: Differences


def find_shift(
    expected: Pixels, actual: Pixels, found: Differences, threshold: float, ignored: Mask | None
) -> Aligned | None:
    """The shift that explains at least half of the differences; None when none does.

    `found` are the differences on a canvas that holds both pictures. A shift is looked for along an axis
    only when the pictures are equally large across it.
    """
    unequal = _unequal(expected, actual)
    for axis in (0, 1):
        if expected.shape[1 - axis] != actual.shape[1 - axis]:
            continue
        if shift := _likeliest(axis, expected, actual, unequal):
            first, second = (_with_lines(pixels, axis) for pixels in (expected, actual))
            remaining = _remaining(first, second, shift, threshold, ignored, axis)
            if remaining.counted <= found.counted * (1 - EXPLAINED):
                return Aligned(shift, remaining)
    return None


def _unequal(expected: Pixels, actual: Pixels) -> Mask:
    """Where the pictures are not equal to the last bit, as far as both have pixels."""
    height, width = np.minimum(expected.shape[:2], actual.shape[:2]).tolist()
    return np.not_equal(words(expected)[:height, :width], words(actual)[:height, :width])


def _strip(unequal: Mask, axis: int) -> tuple[int, int]:
    """Between which places across the axis the pictures are not equal."""
    places = np.flatnonzero(unequal.any(axis=axis))
    return (int(places[0]), int(places[-1]) + 1) if len(places) else (0, unequal.shape[1 - axis])


def _with_lines(pixels: Pixels, axis: int) -> Pixels:
    """The picture with the lines along the axis as rows."""
    return pixels if axis == 0 else _turned(words(pixels)).view(np.uint8).reshape(*pixels.shape[1::-1], 4)


def _turned(plane: Words) -> Words:
    """Columns as rows; OpenCV does it ten times as fast as NumPy."""
    return cast(Words, cv2.transpose(plane.view(np.int32))).view(np.uint32)


def _likeliest(axis: int, expected: Pixels, actual: Pixels, unequal: Mask) -> Shift | None:
    """The shift after which the most lines agree, if that is so for half of those that do not agree now."""
    low, high = _strip(unequal, axis)
    before, after = (_lines(pixels, axis, low, high) for pixels in (expected, actual))
    changed = len(before) - np.count_nonzero(_equal(before, after, 0))
    ranges = [(*_range(before, after, distance), distance) for distance in _distances(before, after)]
    won, start, end, distance = max(ranges, default=(0, 0, 0, 0))
    if won < max(VOTES, EXPLAINED * changed):
        return None
    until = None if end == len(before) else end
    return Shift("horizontal" if axis else "vertical", distance, start, until, low, high)


def _lines(pixels: Pixels, axis: int, low: int, high: int) -> Lines:
    """Checksums of the rows or columns inside the strip; of long columns, a part of the rows must do."""
    if axis == 0:
        inside = words(pixels)[:, low:high]
    else:
        inside = _turned(words(pixels)[low : high : max(1, (high - low) // _ENOUGH)])
    return np.array([crc32(line) for line in inside], np.uint32)


def _distances(before: Lines, after: Lines) -> list[int]:
    """How far lines moved that occur once in both, the most votes first; 0 is none."""
    (old, places), (new, others) = _single(before), _single(after)
    _, at, to = np.intersect1d(old, new, assume_unique=True, return_indices=True)
    distances, votes = np.unique(others[to] - places[at], return_counts=True)
    moved = [(int(count), int(way)) for count, way in zip(votes, distances, strict=True) if way]
    ranked = sorted(moved, key=lambda vote: (-vote[0], abs(vote[1])))
    return [way for count, way in ranked if count >= VOTES][:_TRIED]


def _single(lines: Lines) -> tuple[Lines, npt.NDArray[np.intp]]:
    """The lines that occur once, and where."""
    values, places, counts = np.unique(lines, return_index=True, return_counts=True)
    return values[counts == 1], places[counts == 1]


def _range(before: Lines, after: Lines, distance: int) -> tuple[int, int, int]:
    """From which line to which the most lines agree when those between moved and the others stayed.

    First comes how many more agree than when none moved.
    """
    stayed, moved = (np.concatenate([[0], np.cumsum(_equal(before, after, by))]) for by in (0, distance))
    lead = stayed - moved
    won = np.maximum.accumulate(lead) - lead
    end = int(len(won) - 1 - np.argmax(won[::-1]))
    start = int(end - np.argmax(lead[: end + 1][::-1]))
    return int(won[end]), start, end


def _equal(before: Lines, after: Lines, distance: int) -> Mask:
    """Which lines are found again this much further on; those that left the picture may have been."""
    equal = np.ones(len(before), np.bool_)
    first, last = max(0, -distance), min(len(before), len(after) - distance)
    if last > first:
        equal[first:last] = before[first:last] == after[first + distance : last + distance]
    return equal


def _remaining(
    expected: Pixels, actual: Pixels, shift: Shift, threshold: float, ignored: Mask | None, axis: int
) -> Differences:
    """What still differs, in the actual picture, when the expected one is moved; new lines do not count."""
    lines = len(actual)
    end = len(expected) if shift.end is None else shift.end
    moved = np.full_like(actual, 255)
    shared = min(lines, len(expected))
    moved[:shared] = expected[:shared]
    new = np.zeros(actual.shape[:2], np.bool_)
    strip = slice(shift.low, shift.high)
    first, last = max(shift.start + shift.distance, 0), min(end + shift.distance, lines)
    moved[first:last, strip] = expected[first - shift.distance : last - shift.distance, strip]
    if shift.distance > 0:
        new[shift.start : first, strip] = True
    else:
        new[last : min(end, lines) if shift.end else lines, strip] = True
    if ignored is not None:
        height, width = (lines, actual.shape[1]) if axis == 0 else (actual.shape[1], lines)
        hidden = ignored[:height, :width]
        new |= hidden if axis == 0 else hidden.T
    left = count_differences(moved, actual, threshold, ignored=new)
    if axis == 0:
        return left
    return Differences(left.counted, _back(left.differing), _back(left.antialiased))


def _back(mask: Mask) -> Mask:
    return np.ascontiguousarray(mask.T)

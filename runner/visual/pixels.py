"""The count of differing pixels, exactly as pixelmatch 7.2.0 counts them.

The work is done in bands of rows. Most bands are left after one look at their largest difference; the exact measure is
taken only of pixels that a cheap bound cannot judge.
"""

import math
from collections.abc import Sequence
from typing import NamedTuple, TypeVar, cast

import cv2
import numpy as np
import numpy.typing as npt

from clerkwork.runner.visual.antialiasing import Mask, antialiased
from clerkwork.runner.visual.picture import is_opaque, words
from clerkwork.runner.visual.scanlines import Pixels
from clerkwork.runner.visual.threads import THREADS, WORTH_THREADS, pool
from clerkwork.runner.visual.yiq import Index, allowed_distance, distance, harmless_step, telling_luminance

BAND_ROWS = 360
"""Rows that are compared at a time at most: fewer cost more calls than they save memory."""

# OpenCV's grey is luminance within 1.5 for a pair: rounding, and weights that differ in the fourth decimal.
_GREY_ERROR = 2

# Below this share of suspicious pixels in a band the cheap bound costs more than it saves.
_DENSE = 0.02

# When more of the rows or columns are near suspects, moving them together costs more than it saves.
_MOST = 0.6

REACH = 2
"""How many pixels away anti-aliasing looks: a pixel's neighbours, and theirs."""
_REACHED = np.ones((1, 2 * REACH + 1), np.uint8)

Value = TypeVar("Value", bound=np.generic)


class Differences(NamedTuple):
    """What counting found: the number of differing pixels, where they are, and where mere anti-aliasing is."""

    counted: int
    differing: Mask
    antialiased: Mask


def count_differences(
    a: Pixels,
    b: Pixels,
    threshold: float = 0.1,
    include_aa: bool = False,
    *,
    ignored: Mask | None = None,
    band_rows: int = BAND_ROWS,
) -> Differences:
    """Compare two RGBA pictures of the same shape (height, width, 4).

    `threshold` runs from 0 (every change) to 1; `include_aa` counts anti-aliasing as well. Pixels under
    `ignored` are neither counted nor marked, while their neighbours are judged as if nothing were ignored.
    `band_rows` never changes the outcome. Raises ValueError when the shapes differ.
    """
    if a.shape != b.shape:
        raise ValueError(f"Pictures of the same shape are needed; got {a.shape} and {b.shape}.")
    a, b = np.ascontiguousarray(a), np.ascontiguousarray(b)
    differing, softened = np.zeros(a.shape[:2], np.bool_), np.zeros(a.shape[:2], np.bool_)

    def count(bands: Sequence[slice]) -> int:
        counted = 0
        for rows in bands:
            if found := differing_band(a, b, rows, threshold, include_aa, ignored):
                differing[rows], softened[rows] = found
                counted += int(np.count_nonzero(found[0]))
        return counted

    bands = [slice(top, min(top + band_rows, len(a))) for top in range(0, len(a), band_rows)]
    if differing.size < WORTH_THREADS:
        return Differences(count(bands), differing, softened)
    shares = [bands[first::THREADS] for first in range(THREADS)]
    return Differences(sum(pool.map(count, shares)), differing, softened)


def differing_band(
    a: Pixels, b: Pixels, rows: slice, threshold: float, include_aa: bool, ignored: Mask | None
) -> tuple[Mask, Mask] | None:
    """Which pixels of these rows differ, and which are mere anti-aliasing; None when none can be.

    `a` and `b` are whole pictures, of which only `REACH` rows above and below the band are looked at.
    """
    largest = cv2.norm(a[rows], b[rows], cv2.NORM_INF)
    limit = harmless_step(threshold)
    # Behind transparency a step in alpha weighs up to 207/255 of a channel's own: half the limit is safe.
    if largest <= limit // 2:
        return None
    around = slice(max(rows.start - REACH, 0), rows.stop + REACH)
    opaque = is_opaque(a[around]) and is_opaque(b[around])
    if opaque and largest <= limit:
        return None
    over = _over_threshold(a[rows], b[rows], threshold, None if opaque else _offsets(a, rows))
    if ignored is not None:
        over &= ~ignored[rows]
    softened = np.zeros_like(over)
    if not include_aa and over.any():
        _set_antialiased(
            (a[around], b[around]),
            over,
            rows.start - around.start,
            softened,
            None if opaque else _offsets(a, around),
        )
        over &= ~softened
    return over, softened


def _over_threshold(p: Pixels, q: Pixels, threshold: float, offsets: Index | None) -> Mask:
    """Which pixels are farther apart than the threshold allows."""
    limit = harmless_step(threshold)
    steps = cv2.absdiff(p, q)
    cv2.threshold(steps, limit if offsets is None else limit // 2, 255, cv2.THRESH_BINARY, dst=steps)
    suspicious = words(cast(Pixels, steps)) != 0
    if offsets is not None:
        return _measured(p, q, suspicious, threshold, offsets)
    if np.count_nonzero(suspicious) < _DENSE * suspicious.size:
        return _measured(p, q, suspicious, threshold)
    certain = _surely_over(p, q, threshold)
    return _measured(p, q, suspicious & ~certain, threshold) | certain


def _surely_over(p: Pixels, q: Pixels, threshold: float) -> Mask:
    """Opaque pixels whose luminance alone is too far apart."""
    limit = min(math.ceil(telling_luminance(threshold)) + _GREY_ERROR, 255)
    step = cv2.absdiff(cv2.cvtColor(p, cv2.COLOR_RGBA2GRAY), cv2.cvtColor(q, cv2.COLOR_RGBA2GRAY))
    return np.greater(step, limit)


def _measured(p: Pixels, q: Pixels, suspicious: Mask, threshold: float, offsets: Index | None = None) -> Mask:
    """The suspicious pixels that are too far apart by the exact measure."""
    at = np.flatnonzero(suspicious)
    places = None if offsets is None else offsets.ravel()[at]
    first, second = (words(pixels).ravel()[at].view(np.uint8).reshape(-1, 4) for pixels in (p, q))
    far = distance(first, second, places) > allowed_distance(threshold)
    over = np.zeros_like(suspicious)
    over.ravel()[at[far]] = True
    return over


def _set_antialiased(
    around: tuple[Pixels, Pixels], over: Mask, above: int, softened: Mask, offsets: Index | None
) -> None:
    """Mark in `softened` which pixels of the band `over` are anti-aliasing.

    `around` are both pictures' rows of the band and within reach, of which `above` come before its first.
    """
    height, width = around[0].shape[:2]
    suspects = np.zeros((height, width), np.bool_)
    suspects[above : above + len(over)] = over
    rows, columns = _near(suspects, 1), _near(suspects, 0)
    pair = np.empty((2, len(rows), len(columns)), np.uint32)
    for own, picture in zip(pair, around, strict=True):
        own[...] = _cut_out(words(picture), rows, columns)
    places = None if offsets is None else _cut_out(offsets, rows, columns)
    found = antialiased(
        pair.view(np.uint8).reshape(*pair.shape, 4), _cut_out(suspects, rows, columns), places
    )
    down, across = np.divmod(np.flatnonzero(found), len(columns))
    softened[rows[down] - above, columns[across]] = True


def _near(suspects: Mask, axis: int) -> Index:
    """The rows (axis 1) or columns (axis 0) that hold suspects or are within reach: nobody looks at the others."""
    places = np.asarray(suspects.any(axis=axis)).view(np.uint8)
    near = np.flatnonzero(cv2.dilate(places[None], _REACHED))
    return near if len(near) < _MOST * len(places) else np.arange(len(places))


def _cut_out(plane: npt.NDArray[Value], rows: Index, columns: Index) -> npt.NDArray[Value]:
    """Only these rows and columns, moved together."""
    kept = plane[rows] if len(rows) < plane.shape[0] else plane
    return kept.take(columns, axis=1) if len(columns) < plane.shape[1] else kept


def _offsets(picture: Pixels, rows: slice) -> Index:
    """Each pixel's position in the whole picture, for these rows."""
    height, width = picture[rows].shape[:2]
    return np.arange(rows.start * width, (rows.start + height) * width).reshape(height, width)

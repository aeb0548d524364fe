"""The count of differing pixels, exactly as pixelmatch 7.2.0 counts them.

The work is done in bands of rows that fit the processor's cache. Most bands are left after one look at
their largest difference; the exact measure is taken only of pixels that a cheap bound cannot judge.
"""

import math
from collections.abc import Sequence
from typing import NamedTuple, cast

import cv2
import numpy as np

from clerkwork.runner.visual.antialiasing import Mask, antialiased
from clerkwork.runner.visual.picture import is_opaque, words
from clerkwork.runner.visual.scanlines import Pixels
from clerkwork.runner.visual.threads import THREADS, pool
from clerkwork.runner.visual.yiq import Index, allowed_distance, distance, harmless_step, telling_luminance

BAND_ROWS = 128

# OpenCV's grey is luminance within 1.5 for a pair: rounding, and weights that differ in the fourth decimal.
_GREY_ERROR = 2

# Below this share of suspicious pixels in a band the cheap bound costs more than it saves.
_DENSE = 0.02

REACH = 2
"""How many pixels away anti-aliasing looks: a pixel's neighbours, and theirs."""


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
    shares = [bands[first::THREADS] for first in range(THREADS)]
    counted = sum(pool.map(count, shares)) if len(bands) >= 2 * THREADS else count(bands)
    return Differences(counted, differing, softened)


def differing_band(
    a: Pixels, b: Pixels, rows: slice, threshold: float, include_aa: bool, ignored: Mask | None
) -> tuple[Mask, Mask] | None:
    """Which pixels of these rows differ, and which are mere anti-aliasing; None when none can be.

    `a` and `b` are whole pictures, of which only `REACH` rows above and below the band are looked at.
    """
    over = _over_threshold(a, b, rows, threshold)
    if over is None:
        return None
    if ignored is not None:
        over &= ~ignored[rows]
    softened = np.zeros_like(over)
    if not include_aa:
        _set_antialiased(a, b, over, rows.start, softened)
        over &= ~softened
    return over, softened


def _over_threshold(a: Pixels, b: Pixels, rows: slice, threshold: float) -> Mask | None:
    """Which pixels of the band are farther apart than the threshold allows; None when none can be."""
    p, q = a[rows], b[rows]
    largest = cv2.norm(p, q, cv2.NORM_INF)
    limit = harmless_step(threshold)
    # Behind transparency a step in alpha weighs up to 207/255 of a channel's own: half the limit is safe.
    if largest <= limit // 2:
        return None
    opaque = is_opaque(p) and is_opaque(q)
    if opaque and largest <= limit:
        return None
    steps = cv2.absdiff(p, q)
    large = cv2.threshold(steps, limit if opaque else limit // 2, 255, cv2.THRESH_BINARY)[1]
    suspicious = words(cast(Pixels, large)) != 0
    if not opaque:
        return _measured(p, q, suspicious, threshold, _offsets(rows.start, p.shape))
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
    far = distance(p.reshape(-1, 4)[at], q.reshape(-1, 4)[at], places) > allowed_distance(threshold)
    over = np.zeros_like(suspicious)
    over.ravel()[at[far]] = True
    return over


def _set_antialiased(a: Pixels, b: Pixels, over: Mask, top: int, softened: Mask) -> None:
    """Mark in `softened` which pixels of the band `over`, whose first row is `top`, are anti-aliasing."""
    height, width = a.shape[:2]
    first, last = max(top - REACH, 0), min(top + over.shape[0] + REACH, height)
    suspects = np.zeros((last - first, width), np.bool_)
    suspects[top - first : top - first + over.shape[0]] = over
    rows, columns = _near(suspects, 1), _near(suspects, 0)
    if not len(rows):
        return
    p, q = (_cut_out(picture[first:last], rows, columns) for picture in (a, b))
    opaque = is_opaque(p) and is_opaque(q)
    offsets = None if opaque else _offsets(first, (last - first, width))[np.ix_(rows, columns)]
    found = antialiased(p, q, suspects[rows].take(columns, axis=1), offsets)
    down, across = np.nonzero(found)
    softened[rows[down] + (first - top), columns[across]] = True


def _near(suspects: Mask, axis: int) -> Index:
    """The rows (axis 1) or columns (axis 0) that hold suspects or are within reach: nobody looks at the others."""
    places = np.asarray(suspects.any(axis=axis)).view(np.uint8)
    return np.flatnonzero(cv2.dilate(places[None], np.ones((1, 2 * REACH + 1), np.uint8)))


def _cut_out(pixels: Pixels, rows: Index, columns: Index) -> Pixels:
    """Only these rows and columns, moved together."""
    kept = np.ascontiguousarray(words(pixels)[rows].take(columns, axis=1))
    return kept.view(np.uint8).reshape(len(rows), len(columns), 4)


def _offsets(top: int, shape: tuple[int, ...]) -> Index:
    """Each pixel's position in the whole picture, for full rows from `top` on."""
    rows, width = shape[:2]
    return np.arange(top * width, (top + rows) * width).reshape(rows, width)

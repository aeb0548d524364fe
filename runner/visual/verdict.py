"""Is this screenshot the same as its baseline? No more of it is read than it takes to know."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from clerkwork.runner.visual.box import Box
from clerkwork.runner.visual.comparison import THRESHOLD, Comparison, baselines, masked, unchanged
from clerkwork.runner.visual.pixels import BAND_ROWS, REACH, differing_band
from clerkwork.runner.visual.scanlines import Scanlines

FIRST_ROWS = 64
"""Rows that are compared first. A picture that has been the same for long is read on in larger steps."""


def confirm(
    expected_png: bytes,
    actual_png: bytes,
    *,
    threshold: float = THRESHOLD,
    include_aa: bool = False,
    masks: Sequence[Box] = (),
    allow: int = 0,
) -> Comparison | None:
    """What `compare` gives for the same arguments if the pictures are the same; None if they are not.

    The screenshot is unpacked from the top, and left as soon as more than `allow` pixels differ. All of it in one
    thread: another one that compares what is there already waits for the interpreter longer than it works. Raises
    PictureError when a picture cannot be read.
    """
    if expected_png == actual_png:
        return unchanged(expected_png, masks)
    expected, actual = baselines.decode(expected_png), Scanlines(actual_png)
    height, width = expected.shape[:2]
    if (actual.header.width, actual.header.height) != (width, height):
        return None
    ignored = masked(masks, width, height)

    counted = 0
    for rows in _units(height):
        actual.read(rows.stop + REACH)
        if found := differing_band(expected, actual.pixels, rows, threshold, include_aa, ignored):
            counted += int(np.count_nonzero(found[0]))
        if counted > allow:
            return None
    return replace(unchanged(expected_png, masks), differing=counted)


def _units(height: int) -> Iterator[slice]:
    """Rows that are compared at a time, from the top."""
    top, rows = 0, FIRST_ROWS
    while top < height:
        yield slice(top, min(top + rows, height))
        top, rows = top + rows, min(2 * rows, BAND_ROWS)

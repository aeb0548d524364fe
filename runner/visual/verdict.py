"""Is this screenshot the same as its baseline? No more of it is read than it takes to know."""

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from dataclasses import replace

import numpy as np

from clerkwork.runner.visual.box import Box
from clerkwork.runner.visual.comparison import THRESHOLD, Comparison, baselines, masked, unchanged
from clerkwork.runner.visual.pixels import BAND_ROWS, REACH, differing_band
from clerkwork.runner.visual.scanlines import Pixels, Scanlines
from clerkwork.runner.visual.threads import THREADS, WORTH_THREADS, pool

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

    The screenshot is unpacked from the top, while other threads compare what is there of a large one, and left as
    soon as more than `allow` pixels differ. Raises PictureError when a picture cannot be read.
    """
    if expected_png == actual_png:
        return unchanged(expected_png, masks)
    expected, actual = baselines.decode(expected_png), Scanlines(actual_png)
    height, width = expected.shape[:2]
    if (actual.header.width, actual.header.height) != (width, height):
        return None
    ignored = masked(masks, width, height)

    def count(pixels: Pixels, rows: slice) -> int:
        found = differing_band(expected, pixels, rows, threshold, include_aa, ignored)
        return 0 if found is None else int(np.count_nonzero(found[0]))

    shared = height * width >= WORTH_THREADS
    counted, counting = 0, deque[Future[int]]()
    for rows in _units(height):
        actual.read(rows.stop + REACH)
        if shared:
            counting.append(pool.submit(count, actual.pixels, rows))
        else:
            counted += count(actual.pixels, rows)
        while counting and (counting[0].done() or len(counting) > THREADS or rows.stop == height):
            counted += counting.popleft().result()
        if counted > allow:
            return None
    return replace(unchanged(expected_png, masks), differing=counted)


def _units(height: int) -> Iterator[slice]:
    """Rows that are compared at a time, from the top."""
    top, rows = 0, FIRST_ROWS
    while top < height:
        yield slice(top, min(top + rows, height))
        top, rows = top + rows, min(2 * rows, BAND_ROWS)

"""Is this screenshot the same as its baseline? No more of it is read than it takes to know."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from clerkwork.runner.visual.box import Box
from clerkwork.runner.visual.comparison import THRESHOLD, Comparison, baselines, masked, unchanged
from clerkwork.runner.visual.pixels import BAND_ROWS, REACH, differing_band
from clerkwork.runner.visual.scanlines import Scanlines


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

    The screenshot is unpacked from the top and left as soon as more than `allow` pixels differ. Raises
    PictureError when a picture cannot be read.
    """
    if expected_png == actual_png:
        return unchanged(expected_png, masks)
    expected, actual = baselines.decode(expected_png), Scanlines(actual_png)
    height, width = expected.shape[:2]
    if (actual.header.width, actual.header.height) != (width, height):
        return None
    ignored, counted = masked(masks, width, height), 0
    for top in range(0, height, BAND_ROWS):
        rows = slice(top, min(top + BAND_ROWS, height))
        actual.read(rows.stop + REACH)
        if found := differing_band(expected, actual.pixels, rows, threshold, include_aa, ignored):
            counted += int(np.count_nonzero(found[0]))
            if counted > allow:
                return None
    return replace(unchanged(expected_png, masks), differing=counted)

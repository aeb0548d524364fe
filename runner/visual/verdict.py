"""Is this screenshot the same as its baseline? Yes or no, and no sooner read than is needed to know."""

from collections.abc import Sequence

import numpy as np

from clerkwork.runner.visual.box import Box
from clerkwork.runner.visual.comparison import THRESHOLD, baselines, masked, unchanged
from clerkwork.runner.visual.pixels import BAND_ROWS, REACH, differing_band
from clerkwork.runner.visual.scanlines import Scanlines


def is_same(
    expected_png: bytes,
    actual_png: bytes,
    *,
    threshold: float = THRESHOLD,
    include_aa: bool = False,
    masks: Sequence[Box] = (),
    allow: int = 0,
) -> bool:
    """What `compare(…).same` would be, for the same arguments.

    The screenshot is unpacked from the top and left as soon as more than `allow` pixels differ. Raises
    PictureError when a picture cannot be read as far as was looked.
    """
    if expected_png == actual_png:
        return unchanged(expected_png, masks).same
    expected, actual = baselines.decode(expected_png), Scanlines(actual_png)
    height, width = expected.shape[:2]
    if (actual.header.width, actual.header.height) != (width, height):
        return False
    ignored, counted = masked(masks, width, height), 0
    for top in range(0, height, BAND_ROWS):
        rows = slice(top, min(top + BAND_ROWS, height))
        actual.read(rows.stop + REACH)
        if found := differing_band(expected, actual.pixels, rows, threshold, include_aa, ignored):
            counted += int(np.count_nonzero(found[0]))
            if counted > allow:
                return False
    return True

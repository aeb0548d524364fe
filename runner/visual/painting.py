"""Fills boxes of a PNG in its rows as they are stored, which takes a tenth of the time that reading the picture would.

Browsers store of each row by how much it differs from the one above. What stands at a place is then the sum down
its column, so only the columns of the boxes have to be added up, and a filled box is a row of changes, rows of none,
and a row that takes the changes back.
"""

from collections.abc import Sequence
from typing import cast

import numpy as np
import numpy.typing as npt
from isal import isal_zlib

from clerkwork.runner.visual.box import Box
from clerkwork.runner.visual.png import header
from clerkwork.runner.visual.scanlines import CHANNELS, FROM_ABOVE, NO_FILTER, damaged, packed_rows

Rows = npt.NDArray[np.uint8]
"""Shape (height, 1 + channels * width): the number of each row's filter, then what is stored of it."""


def stored_rows(png: bytes) -> Rows | None:
    """The rows as they are stored; None where they are stored in other ways than browsers do.

    Raises PictureError when the bytes are no PNG, were cut off, or fail a checksum.
    """
    about = header(png)
    packed = packed_rows(png, about)
    if packed is None:
        return None
    length = 1 + CHANNELS[about.colour] * about.width
    try:
        # Room for all of it at once: to grow by and by takes ten times as long.
        unpacked = isal_zlib.decompress(packed[2:], -isal_zlib.MAX_WBITS, about.height * length + 1)
    except isal_zlib.error:  # type: ignore[misc]  # its stub takes the class for an instance
        raise damaged(png, about) from None
    if len(unpacked) < about.height * length:
        raise damaged(png, about)
    rows = np.frombuffer(unpacked, np.uint8, about.height * length).reshape(about.height, length)
    return rows.copy() if set(rows[:, 0].tolist()) <= {NO_FILTER, FROM_ABOVE} else None


def fill(rows: Rows, boxes: Sequence[Box], pixel: Sequence[int]) -> None:
    """Fill the boxes; `pixel` has a value for each channel. What lies beside the picture is passed over."""
    height, width = len(rows), (rows.shape[1] - 1) // len(pixel)
    for box in (box.clipped(width, height) for box in boxes):
        if box.area:
            columns = slice(1 + len(pixel) * box.x, 1 + len(pixel) * box.right)
            _fill(rows[:, 0], rows[:, columns], box, np.tile(np.array(pixel, np.uint8), box.width))


def _fill(filters: Rows, stored: Rows, box: Box, line: Rows) -> None:
    """Fill rows of the box's columns with `line`."""
    above = _shown(filters, stored, box.y - 1) if box.y else np.zeros_like(line)
    below = _shown(filters, stored, box.bottom) if box.bottom < len(stored) else None
    stored[box.y : box.bottom] = np.where(filters[box.y : box.bottom, None] == FROM_ABOVE, 0, line)
    if filters[box.y] == FROM_ABOVE:
        stored[box.y] = line - above
    if below is not None and filters[box.bottom] == FROM_ABOVE:
        stored[box.bottom] = below - line


def _shown(filters: Rows, stored: Rows, row: int) -> Rows:
    """What a row shows: all changes since the last row that is stored as it is."""
    whole = np.flatnonzero(filters[: row + 1] == NO_FILTER)
    first = int(whole[-1]) if len(whole) else 0
    return cast(Rows, np.add.reduce(stored[first : row + 1], axis=0, dtype=np.uint8))

"""PNG bytes to RGBA arrays and back."""

import struct
from collections.abc import Sequence
from typing import TypeAlias

import cv2
import numpy as np
import numpy.typing as npt
from isal import isal_zlib

from clerkwork.runner.visual.box import Box
from clerkwork.runner.visual.painting import pixels_in, plain_rows
from clerkwork.runner.visual.png import SIGNATURE, PictureError, chunk, header
from clerkwork.runner.visual.scanlines import CHANNELS, Pixels, Scanlines

Colour: TypeAlias = tuple[int, int, int]
"""Red, green, blue, each 0 to 255."""

BLACK: Colour = (0, 0, 0)

# A screenshot's rows repeat, so filters cost time and win nothing. ISA-L packs as small as zlib's fastest setting in
# a tenth of its time (0.6 ms and 127 KB for a page of 1280x720).
_LEVEL = 1


def size(png: bytes) -> tuple[int, int]:
    """Width and height in pixels, read without decoding the picture.

    Raises PictureError when the bytes are no PNG or the file was cut off.
    """
    found = header(png)
    return found.width, found.height


def decode(png: bytes) -> Pixels:
    """The picture as an RGBA array; grey, palette, opaque and 16 bit pictures are converted.

    Raises PictureError when the bytes are no PNG, were cut off, or fail a checksum.
    """
    return Scanlines(png).all()


def encode(pixels: Pixels) -> bytes:
    """The RGBA array as PNG, quickly rather than small; a picture without transparency gets no alpha channel."""
    height, width = pixels.shape[:2]
    channels = 3 if is_opaque(pixels) else 4
    rows = _unfiltered(height, channels * width)
    pixels_in(rows, channels)[...] = cv2.cvtColor(pixels, cv2.COLOR_RGBA2RGB) if channels == 3 else pixels
    return _written(width, height, 8, 2 if channels == 3 else 6, rows)


def encode_indexed(indexes: npt.NDArray[np.uint8], palette: Sequence[Colour]) -> bytes:
    """A picture of few colours as PNG: `indexes` of shape (height, width) into a palette of at most 16.

    OpenCV writes no palettes; with half a byte for a pixel this takes a fraction of the time of `encode`.
    """
    height, width = indexes.shape
    rows = _unfiltered(height, (width + 1) // 2)
    if width % 2:
        indexes = np.pad(indexes, ((0, 0), (0, 1)))
    both = np.ascontiguousarray(indexes).view("<u2")
    rows[:, 1:] = both << np.uint16(4) | both >> np.uint16(8)
    return _written(width, height, 4, 3, rows, chunk(b"PLTE", bytes(sum(palette, ()))))


def _unfiltered(height: int, length: int) -> npt.NDArray[np.uint8]:
    """Rows to be filled with `length` bytes each, after the number of their filter: 0 is none."""
    rows = np.empty((height, 1 + length), np.uint8)
    rows[:, 0] = 0
    return rows


def _written(
    width: int, height: int, depth: int, colour: int, rows: npt.NDArray[np.uint8], *extra: bytes
) -> bytes:
    about = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    data = chunk(b"IDAT", isal_zlib.compress(rows.data, _LEVEL))
    return b"".join((SIGNATURE, chunk(b"IHDR", about), *extra, data, chunk(b"IEND", b"")))


def crop(png: bytes, box: Box) -> bytes:
    """The part of the picture inside the box, as PNG; what of the box lies beside the picture is left away.

    Raises PictureError when nothing of the box is on the picture.
    """
    pixels = decode(png)
    height, width = pixels.shape[:2]
    inside = box.clipped(width, height)
    if not inside.area:
        raise PictureError(
            f"{box} lies beside the picture of {width}x{height} px; give a box that touches it."
        )
    return encode(np.ascontiguousarray(pixels[inside.slices]))


def paint(png: bytes, boxes: Sequence[Box], colour: Colour = BLACK) -> bytes:
    """The picture with every box filled, as PNG; what lies beside the picture is passed over."""
    rows, about = plain_rows(png), header(png)
    pixels = decode(png) if rows is None else pixels_in(rows, CHANNELS[about.colour])
    for box in boxes:
        pixels[box.clipped(about.width, about.height).slices] = (*colour, 255)[: pixels.shape[2]]
    if rows is None:
        return encode(pixels)
    return _written(about.width, about.height, 8, about.colour, rows)


def is_opaque(pixels: Pixels) -> bool:
    """True when no pixel is transparent, not even in part."""
    return bool(np.bitwise_and.reduce(words(pixels), axis=None) >> 24 == 255) if pixels.size else True


def words(pixels: Pixels) -> npt.NDArray[np.uint32]:
    """The same memory with one 32 bit word for each pixel, alpha in the highest byte; shape (height, width)."""
    return pixels.view("<u4")[..., 0]

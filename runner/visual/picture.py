"""PNG bytes to RGBA arrays and back."""

import struct
import zlib
from collections.abc import Iterator, Sequence
from typing import TypeAlias

import cv2
import numpy as np
import numpy.typing as npt

from clerkwork.runner.visual.box import Box
from clerkwork.runner.visual.png import SIGNATURE, PictureError, chunk, header
from clerkwork.runner.visual.scanlines import Pixels, Scanlines
from clerkwork.runner.visual.threads import THREADS, pool

Colour: TypeAlias = tuple[int, int, int]
"""Red, green, blue, each 0 to 255."""

BLACK: Colour = (0, 0, 0)

# The fastest setting that keeps a screenshot small: a screenshot's rows repeat, so filters cost time
# and win nothing (6.9 ms and 149 KB for a page of 1280x720, where OpenCV's default takes 18.5 ms).
_ENCODING = [
    cv2.IMWRITE_PNG_COMPRESSION,
    1,
    cv2.IMWRITE_PNG_STRATEGY,
    cv2.IMWRITE_PNG_STRATEGY_DEFAULT,
    cv2.IMWRITE_PNG_FILTER,
    cv2.IMWRITE_PNG_FILTER_NONE,
]

_ZLIB_HEADER = b"\x78\x01"
_WORTH_SHARING = 100_000  # bytes


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
    to_bgr = cv2.COLOR_RGBA2BGR if is_opaque(pixels) else cv2.COLOR_RGBA2BGRA
    written, data = cv2.imencode(".png", cv2.cvtColor(pixels, to_bgr), _ENCODING)
    if not written:
        raise PictureError(f"A picture of shape {pixels.shape} cannot be written as PNG.")
    return data.tobytes()


def encode_indexed(indexes: npt.NDArray[np.uint8], palette: Sequence[Colour]) -> bytes:
    """A picture of few colours as PNG: `indexes` of shape (height, width) into a palette of at most 16.

    OpenCV writes no palettes; with half a byte for a pixel this takes a sixth of the time of `encode`.
    """
    height, width = indexes.shape
    rows = np.zeros((height, 1 + (width + 1) // 2), np.uint8)  # each row starts with its filter: 0 is none
    np.left_shift(indexes[:, ::2], 4, out=rows[:, 1:])
    rows[:, 1 : 1 + width // 2] |= indexes[:, 1::2]
    header = struct.pack(">IIBBBBB", width, height, 4, 3, 0, 0, 0)
    data = b"".join((_ZLIB_HEADER, *_deflated(rows), struct.pack(">I", zlib.adler32(rows.data))))
    parts = ((b"IHDR", header), (b"PLTE", bytes(sum(palette, ()))), (b"IDAT", data), (b"IEND", b""))
    return SIGNATURE + b"".join(chunk(name, content) for name, content in parts)


def _deflated(rows: npt.NDArray[np.uint8]) -> Iterator[bytes]:
    """The rows compressed quickly, in strips side by side that make one stream (RFC 1951)."""
    strips = np.array_split(rows, THREADS if rows.size > _WORTH_SHARING else 1)

    def deflate(number: int) -> bytes:
        packer = zlib.compressobj(1, zlib.DEFLATED, -zlib.MAX_WBITS)
        last = number == len(strips) - 1
        return packer.compress(strips[number].data) + packer.flush(
            zlib.Z_FINISH if last else zlib.Z_FULL_FLUSH
        )

    return pool.map(deflate, range(len(strips)))


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
    pixels = decode(png)
    height, width = pixels.shape[:2]
    for box in boxes:
        pixels[box.clipped(width, height).slices] = (*colour, 255)
    return encode(pixels)


def is_opaque(pixels: Pixels) -> bool:
    """True when no pixel is transparent, not even in part."""
    return bool(np.bitwise_and.reduce(words(pixels), axis=None) >> 24 == 255) if pixels.size else True


def words(pixels: Pixels) -> npt.NDArray[np.uint32]:
    """The same memory with one 32 bit word for each pixel, alpha in the highest byte; shape (height, width)."""
    return pixels.view("<u4")[..., 0]

"""PNG bytes to RGBA arrays and back.

Errors:
    PictureError(ValueError)    the bytes are no whole PNG, or a box lies beside the picture
"""

import struct
import zlib
from collections.abc import Iterator, Sequence
from typing import TypeAlias, cast

import cv2
import numpy as np
import numpy.typing as npt

from clerkwork.runner.visual.box import Box

Pixels: TypeAlias = npt.NDArray[np.uint8]
"""A picture: shape (height, width, 4), the channels red, green, blue, alpha."""

Colour: TypeAlias = tuple[int, int, int]
"""Red, green, blue, each 0 to 255."""

BLACK: Colour = (0, 0, 0)

SIGNATURE = b"\x89PNG\r\n\x1a\n"

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


class PictureError(ValueError):
    """The bytes are no whole PNG, or a box lies beside the picture."""


def size(png: bytes) -> tuple[int, int]:
    """Width and height in pixels, read without decoding the picture.

    Raises PictureError when the bytes are no PNG or the file was cut off.
    """
    name, at = b"", 0
    for name, at in _chunks(png):
        if at == len(SIGNATURE) and name != b"IHDR":
            raise PictureError(f"The PNG picture has no header: its first chunk is {name!r}; take it again.")
    if name != b"IEND":
        raise PictureError(
            f"The PNG picture was cut off after {len(png)} bytes: its last whole chunk is {name!r}, "
            "not b'IEND'; take it again."
        )
    width, height = struct.unpack_from(">II", png, 16)
    return int(width), int(height)


def decode(png: bytes) -> Pixels:
    """The picture as an RGBA array; grey, palette, opaque and 16 bit pictures are converted.

    Raises PictureError when the bytes are no PNG, were cut off, or fail a checksum.
    """
    width, height = size(png)
    decoded = cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_UNCHANGED)
    if decoded is None:
        raise PictureError(
            f"The PNG picture of {width}x{height} px ({len(png)} bytes) cannot be decoded: its data is damaged; "
            "take it again."
        )
    return _rgba(cast("npt.NDArray[np.uint8 | np.uint16]", decoded))


def encode(pixels: Pixels) -> bytes:
    """The RGBA array as PNG, quickly rather than small; a picture without transparency gets no alpha channel."""
    to_bgr = cv2.COLOR_RGBA2BGR if is_opaque(pixels) else cv2.COLOR_RGBA2BGRA
    written, data = cv2.imencode(".png", cv2.cvtColor(pixels, to_bgr), _ENCODING)
    if not written:
        raise PictureError(f"A picture of shape {pixels.shape} cannot be written as PNG.")
    return data.tobytes()


def encode_indexed(indexes: npt.NDArray[np.uint8], palette: Sequence[Colour]) -> bytes:
    """A picture of few colours as PNG: `indexes` of shape (height, width) into a palette of at most 256.

    OpenCV writes no palettes; with one byte for a pixel this takes a third of the time of `encode`.
    """
    height, width = indexes.shape
    rows = np.zeros((height, width + 1), np.uint8)  # each row starts with its filter: 0 is none
    rows[:, 1:] = indexes
    header = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    data = zlib.compress(rows.tobytes(), 1)
    chunks = ((b"IHDR", header), (b"PLTE", bytes(sum(palette, ()))), (b"IDAT", data), (b"IEND", b""))
    return SIGNATURE + b"".join(_chunk(name, content) for name, content in chunks)


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


def _chunks(png: bytes) -> Iterator[tuple[bytes, int]]:
    """Name and offset of each whole chunk (PNG specification, section 5)."""
    if not png.startswith(SIGNATURE):
        raise PictureError(
            f"The picture is no PNG: it starts with {png[:8]!r} ({len(png)} bytes); give the bytes of a PNG file."
        )
    at = len(SIGNATURE)
    while at + 12 <= len(png):
        length, name = struct.unpack_from(">I4s", png, at)
        if at + 12 + length > len(png):
            return
        yield name, at
        at += 12 + length


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def _rgba(decoded: npt.NDArray[np.uint8 | np.uint16]) -> Pixels:
    if decoded.dtype == np.uint16:
        decoded = (decoded.astype(np.float32) * (255 / 65535) + 0.5).astype(np.uint8)
    channels = decoded.shape[2] if decoded.ndim == 3 else 1
    conversion = {1: cv2.COLOR_GRAY2RGBA, 3: cv2.COLOR_BGR2RGBA, 4: cv2.COLOR_BGRA2RGBA}[channels]
    return cast(Pixels, cv2.cvtColor(decoded, conversion))

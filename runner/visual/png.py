"""The frame of a PNG file: its header and its chunks (PNG specification, sections 5 and 11).

Errors:
    PictureError(ValueError)    the bytes are no whole PNG, or a box lies beside the picture
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from isal.isal_zlib import crc32

SIGNATURE = b"\x89PNG\r\n\x1a\n"


class PictureError(ValueError):
    """The bytes are no whole PNG, or a box lies beside the picture."""


@dataclass(frozen=True, slots=True)
class Header:
    """What the first chunk says: size in pixels, bits for each channel, and which channels there are.

    `colour` is the specification's number: 0 grey, 2 RGB, 3 palette, 4 grey and alpha, 6 RGB and alpha.
    """

    width: int
    height: int
    depth: int
    colour: int
    interlaced: bool


def header(png: bytes) -> Header:
    """The header of a whole PNG file. Raises PictureError when the bytes are no PNG or were cut off."""
    name, at = b"", 0
    for name, at in chunks(png):
        if at == len(SIGNATURE) and name != b"IHDR":
            raise PictureError(f"The PNG picture has no header: its first chunk is {name!r}; take it again.")
    if name != b"IEND":
        raise PictureError(
            f"The PNG picture was cut off after {len(png)} bytes: its last whole chunk is {name!r}, "
            "not b'IEND'; take it again."
        )
    width, height, depth, colour, _, _, interlace = struct.unpack_from(">IIBBBBB", png, 16)
    return Header(int(width), int(height), int(depth), int(colour), bool(interlace))


def chunks(png: bytes) -> Iterator[tuple[bytes, int]]:
    """Name and offset of each whole chunk. Raises PictureError when the bytes are no PNG."""
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


def content(png: bytes, at: int) -> memoryview | None:
    """What the chunk at this offset holds; None when it does not agree with its own checksum."""
    (length,) = struct.unpack_from(">I", png, at)
    named = memoryview(png)[at + 4 : at + 8 + length]
    (checksum,) = struct.unpack_from(">I", png, at + 8 + length)
    return named[4:] if crc32(named) == checksum else None


def chunk(name: bytes, data: bytes) -> bytes:
    """A chunk as it stands in a file."""
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", crc32(name + data))

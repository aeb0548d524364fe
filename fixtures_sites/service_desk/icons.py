"""Small GIF pictures drawn from letters, served inside the page as data URIs, as sharp as in 1999.

The encoder writes GIF89a (CompuServe, 1989). Its LZW codes stay four bits wide, because a clear code
comes before the table can outgrow them: larger files, but an encoder of a few lines.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator
from functools import cache

# One letter, one colour; the first is never seen.
_PALETTE = {
    ".": (192, 192, 192),
    "k": (0, 0, 0),
    "w": (255, 255, 255),
    "y": (255, 204, 0),
    "r": (204, 0, 0),
    "b": (0, 0, 128),
    "g": (0, 128, 0),
    "d": (128, 128, 128),
}
_MIN_CODE_SIZE = 3
_CLEAR, _END = 8, 9
_CODES_PER_CLEAR = 6
_FIRST_IS_TRANSPARENT = b"\x21\xf9\x04\x01\x00\x00\x00\x00"

_DRAWINGS = {
    "page": "....kkkkkk..|....kwwwkk..|....kwwwkwk.|.kkkkwwwkkk.|.kwwkwbbbwk.|.kwwkwwwwwk.|"
    ".kwwkwbbbbk.|.kwwkwwwwwk.|.kwwkkkkkkk.|.kwwwwwk....|.kkkkkkk....|............",
    "folder": "............|.kkkk.......|kyyyyk......|kyyyykkkkk..|kyyyyyyyyk..|kyykkkkkkkkk|"
    "kykyyyyyyyyk|kkyyyyyyyyk.|kkyyyyyyyyk.|kyyyyyyyyk..|kkkkkkkkkk..|............",
    "lens": "...kkkk.....|..kwwwwk....|.kwwwwwwk...|.kwwwwwwk...|.kwwwwwwk...|.kwwwwwwk...|"
    "..kwwwwk....|...kkkkkk...|.......kkk..|........kkk.|.........kk.|............",
    "disk": "kkkkkkkkkkk.|kbkwwwwwkbk.|kbkwwwwwkbk.|kbkwwwwwkbk.|kbkkkkkkkbk.|kbbbbbbbbbk.|"
    "kbkkkkkkkbk.|kbkddwwdkbk.|kbkddwwdkbk.|kbkddwwdkbk.|.kkkkkkkkkk.|............",
    "lock": "...kkkkk....|..kk...kk...|..kd...dk...|..kd...dk...|.kkkkkkkkk..|.kyyyyyyyk..|"
    ".kyyykyyyk..|.kyyykyyyk..|.kyyyyyyyk..|.kyyyyyyyk..|.kkkkkkkkk..|............",
    "door": "kkkkkkkk....|kddddddk....|kdwwwwdk....|kdwwwwdk.r..|kdwwwwdk.rr.|kdwwwrrrrrrr|"
    "kdwwwrrrrrrr|kdwwwwdk.rr.|kdwwwwdk.r..|kddddddk....|kkkkkkkk....|............",
    "Low": "............|............|............|............|...bbbbbb...|....bbbb....|"
    ".....bb.....|............|............|............|............|............",
    "Normal": "............|............|....gggg....|...gggggg...|...gggggg...|...gggggg...|"
    "...gggggg...|....gggg....|............|............|............|............",
    "High": "............|.....yy.....|.....yy.....|....ykky....|....ykky....|...yykkyy...|"
    "...yykkyy...|..yyyyyyyy..|..yyykkyyy..|.yyyyyyyyyy.|............|............",
    "Urgent": "............|....rrrr....|..rrrrrrrr..|..rrrwwrrr..|.rrrrwwrrrr.|.rrrrwwrrrr.|"
    ".rrrrwwrrrr.|.rrrrrrrrrr.|..rrrwwrrr..|..rrrrrrrr..|....rrrr....|............",
    "clip": "............|......kkk...|.....k...k..|....k.kk.k..|....k.k..k..|....k.k..k..|"
    "....k.k..k..|....k.kk.k..|....k....k..|.....k..k...|......kk....|............",
}


@cache
def icon(name: str) -> str:
    """The `data:image/gif` address of the drawing `name`; raises `KeyError` for a name without drawing."""
    return "data:image/gif;base64," + base64.b64encode(encode_gif(_DRAWINGS[name].split("|"))).decode()


def encode_gif(rows: list[str]) -> bytes:
    """A GIF89a from rows of palette letters, all equally wide; the palette's first colour is transparent."""
    width, height = len(rows[0]), len(rows)
    size = width.to_bytes(2, "little") + height.to_bytes(2, "little")
    palette = b"".join(bytes(colour) for colour in _PALETTE.values())
    letters = list(_PALETTE)
    pixels = [letters.index(letter) for row in rows for letter in row]
    data = _packed(_codes(pixels))
    blocks = b"".join(bytes([len(block)]) + block for block in _blocks(data))
    head = b"GIF89a" + size + b"\xa2\x00\x00" + palette + _FIRST_IS_TRANSPARENT
    return head + b"\x2c\x00\x00\x00\x00" + size + b"\x00" + bytes([_MIN_CODE_SIZE]) + blocks + b"\x00\x3b"


def _codes(pixels: list[int]) -> Iterator[int]:
    for place, pixel in enumerate(pixels):
        if place % _CODES_PER_CLEAR == 0:
            yield _CLEAR
        yield pixel
    yield _END


def _packed(codes: Iterable[int]) -> bytes:
    bits, filled = 0, 0
    for code in codes:
        bits |= code << filled
        filled += _MIN_CODE_SIZE + 1
    return bits.to_bytes((filled + 7) // 8, "little")


def _blocks(data: bytes) -> Iterator[bytes]:
    for start in range(0, len(data), 255):
        yield data[start : start + 255]

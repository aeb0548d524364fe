"""A PNG read from the top, row by row, only as far as somebody looks.

Browsers write eight bits for each of red, green and blue, and predict a row from the one above; our own
pictures predict nothing. Both are undone with whole rows at a time, in about 60% of the time that
`cv2.imdecode` takes; every other kind of PNG is left to OpenCV. Chunk checksums cover all bytes, so the
second checksum of the compressed stream, a third of the time of unpacking, is passed over.
"""

from typing import TypeAlias, cast

import cv2
import numpy as np
import numpy.typing as npt
from isal import isal_zlib

from clerkwork.runner.visual.png import Header, PictureError, chunks, content, header

Pixels: TypeAlias = npt.NDArray[np.uint8]
"""A picture: shape (height, width, 4), the channels red, green, blue, alpha."""

Bytes: TypeAlias = npt.NDArray[np.uint8]

CHANNELS = {2: 3, 6: 4}
NO_FILTER, _FROM_ABOVE = 0, 2
_PIECE = 16_384  # compressed bytes unpacked at once: some eighty rows of a page


class Scanlines:
    """The picture in `png`; of `pixels`, shape (height, width, 4), the first `ready` rows are filled.

    Raises PictureError when the bytes are no whole PNG or fail a checksum, at the latest when the row in
    question is read.
    """

    def __init__(self, png: bytes) -> None:
        self.header: Header = header(png)
        self.ready = 0
        self._png = png
        self._packed = packed_rows(png, self.header)
        self._at = 2
        self._unpack = isal_zlib.decompressobj(-isal_zlib.MAX_WBITS)
        self._rest = b""
        if self._packed is None:
            self._read_with_opencv()
        else:
            self.pixels = np.empty((self.header.height, self.header.width, 4), np.uint8)
            self._above = np.zeros(self.header.width * CHANNELS[self.header.colour], np.uint8)

    def read(self, rows: int) -> None:
        """Fill at least this many rows, or all that there are."""
        while self.ready < min(rows, self.header.height):
            self._place(self._more())

    def all(self) -> Pixels:
        """The whole picture."""
        self.read(self.header.height)
        return self.pixels

    def _more(self) -> npt.NDArray[np.uint8]:
        """The next filtered rows, each with the number of its filter in front."""
        packed = cast(memoryview, self._packed)
        length = len(self._above) + 1
        try:
            unpacked = self._rest + self._unpack.decompress(packed[self._at : self._at + _PIECE])
        except isal_zlib.error:  # type: ignore[misc]  # its stub takes the class for an instance
            raise damaged(self._png, self.header) from None
        self._at += _PIECE
        count = min(len(unpacked) // length, self.header.height - self.ready)
        if not count and self._at >= len(packed):
            raise damaged(self._png, self.header)
        self._rest = unpacked[count * length :]
        return np.frombuffer(unpacked, np.uint8, count * length).reshape(count, length)

    def _place(self, filtered: npt.NDArray[np.uint8]) -> None:
        """Undo the filters and put the rows into the picture."""
        count, length = len(filtered), len(self._above)
        rows = np.empty((count, length), np.uint8)
        above = undo_filters(filtered[:, 0], filtered[:, 1:], rows, self._above)
        if above is None:
            self._read_with_opencv()
            return
        self._above = above
        target = self.pixels[self.ready : self.ready + count]
        if length == 3 * self.header.width:
            if count:
                cv2.cvtColor(rows.reshape(count, -1, 3), cv2.COLOR_RGB2RGBA, dst=target)
        else:
            target[...] = rows.reshape(target.shape)
        self.ready += count

    def _read_with_opencv(self) -> None:
        decoded = cv2.imdecode(np.frombuffer(self._png, np.uint8), cv2.IMREAD_UNCHANGED)
        if decoded is None:
            raise damaged(self._png, self.header)
        self.pixels = _rgba(cast("npt.NDArray[np.uint8 | np.uint16]", decoded))
        self.ready = self.header.height


def undo_filters(filters: Bytes, filtered: Bytes, rows: Bytes, above: Bytes) -> Bytes | None:
    """Fill `rows` with what the filtered ones hold, the first of them under `above`; the last row.

    None where a row has another filter than browsers use: then nothing is filled.
    """
    numbers = filters.tolist()
    if not set(numbers) <= {NO_FILTER, _FROM_ABOVE}:
        return None
    for number, values, row in zip(numbers, filtered, rows, strict=True):
        above = np.add(values, above if number else 0, row)
    return above


def damaged(png: bytes, about: Header) -> PictureError:
    return PictureError(
        f"The PNG picture of {about.width}x{about.height} px ({len(png)} bytes) cannot be decoded: its data is "
        "damaged; take it again."
    )


def packed_rows(png: bytes, about: Header) -> memoryview | None:
    """The compressed rows with their two bytes of header; None when the picture is for OpenCV."""
    found = list(chunks(png))
    if about.depth != 8 or about.colour not in CHANNELS or about.interlaced or (b"tRNS" in dict(found)):
        return None
    parts = [content(png, at) for name, at in found if name == b"IDAT"]
    if not parts or any(part is None for part in parts):
        raise damaged(png, about)
    return memoryview(b"".join(cast("list[memoryview]", parts)))


def _rgba(decoded: npt.NDArray[np.uint8 | np.uint16]) -> Pixels:
    if decoded.dtype == np.uint16:
        decoded = (decoded.astype(np.float32) * (255 / 65535) + 0.5).astype(np.uint8)
    channels = decoded.shape[2] if decoded.ndim == 3 else 1
    conversion = {1: cv2.COLOR_GRAY2RGBA, 3: cv2.COLOR_BGR2RGBA, 4: cv2.COLOR_BGRA2RGBA}[channels]
    return cast(Pixels, cv2.cvtColor(decoded, conversion))

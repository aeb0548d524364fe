"""Decoded pictures kept for a while: decoding is half the cost of a comparison, and baselines come again."""

import hashlib
import threading
from collections import OrderedDict

from clerkwork.runner.visual.picture import decode
from clerkwork.runner.visual.scanlines import Pixels

KEPT_BYTES = 192 * 2**20
"""About four whole pages of 1280x8000, or fifty screens of 1280x720."""


class DecodedPictures:
    """The pictures decoded last, by content, until they exceed `kept_bytes`. Safe to use from many threads."""

    def __init__(self, kept_bytes: int = KEPT_BYTES) -> None:
        self._kept_bytes = kept_bytes
        self._pictures: OrderedDict[bytes, Pixels] = OrderedDict()
        self._lock = threading.Lock()

    def decode(self, png: bytes) -> Pixels:
        """The picture as a read-only RGBA array. Raises PictureError when it cannot be decoded."""
        key = hashlib.sha256(png).digest()
        with self._lock:
            if key in self._pictures:
                self._pictures.move_to_end(key)
                return self._pictures[key]
        pixels = decode(png)
        pixels.flags.writeable = False
        with self._lock:
            self._pictures[key] = pixels
            self._forget_oldest()
        return pixels

    def forget(self) -> None:
        """Give all memory back."""
        with self._lock:
            self._pictures.clear()

    def _forget_oldest(self) -> None:
        while sum(pixels.nbytes for pixels in self._pictures.values()) > self._kept_bytes:
            self._pictures.popitem(last=False)

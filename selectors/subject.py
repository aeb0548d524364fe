"""What in a picture a person pressed on: the word or the icon under the pointer, without what stands around it.

Outlines (of buttons, panels, tables) are set aside, what is left grows together along the line of writing, and
the piece under the pointer is the subject. Pure; needs OpenCV and numpy.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

import cv2
import numpy as np
from numpy.typing import NDArray

from clerkwork.selectors.structure import Field, Pixels, energy, structure

_EDGE = 0.06
"""Energy from which a pixel counts as an edge: a quarter of full strength, about 3 grey levels per px."""

_GAP = 7
"""Px: letters and words of one caption stand closer (a space at 16 px is 5), two buttons farther apart."""

_REACH = 6
"""Px that the pointer may be beside what it meant: half of the smallest target that people can hit well."""

_OUTLINE = 40
"""Px: a longer shape with nothing inside it is the outline of something, not an icon."""

_EMPTY_INSIDE = 0.2
"""Share of edges in an outline's inside: the grid of a table with rows of 20 px has 0.15, letters 0.5."""

_RIM = 4
"""Px that an outline's own line and its smoothing take."""

_AROUND = 3
"""Px around a subject: the outer half of its edges belongs to it."""

_UNKNOWN = (48, 32)
"""Size in px of what is taken where nothing stands out: about a toolbar button."""


@dataclass(frozen=True)
class Rect:
    """A rectangle of whole pixels."""

    x: int
    y: int
    width: int
    height: int

    def cut(self, field: Field) -> Field:
        """This part of a field, not copied."""
        return field[self.y : self.y + self.height, self.x : self.x + self.width]

    def scaled(self, across: float, down: float, width: int, height: int) -> Rect:
        """The same in a picture of another size, outward to whole pixels."""
        left, top = int(self.x * across), int(self.y * down)
        right, bottom = ceil((self.x + self.width) * across), ceil((self.y + self.height) * down)
        return Rect(left, top, min(width, right) - left, min(height, bottom) - top)


def subject_at(pixels: Pixels, x: float, y: float) -> Rect:
    """The rectangle in the picture of what stands at the point, or of what is about it if nothing does."""
    width, height = _UNKNOWN
    about = Rect(round(x - width / 2), round(y - height / 2), width, height)
    return _inside(thing_at(pixels, x, y) or about, pixels.shape[1], pixels.shape[0])


def thing_at(pixels: Pixels, x: float, y: float) -> Rect | None:
    """The piece that stands at the point, a little wider than it is; None if nothing does."""
    edges = _without_outlines((energy(structure(pixels)) > _EDGE).astype(np.uint8))
    joined = cv2.dilate(edges, np.ones((1, _GAP), np.uint8))
    _, _, found, _ = cv2.connectedComponentsWithStats(joined)
    pieces = [Rect(*map(int, row[:4])) for row in found[1:]]
    nearest = min(
        pieces, key=lambda piece: (_distance(piece, x, y), piece.width * piece.height), default=None
    )
    return None if nearest is None or _distance(nearest, x, y) > _REACH else nearest


def _without_outlines(edges: NDArray[np.uint8]) -> NDArray[np.uint8]:
    _, labels, found, _ = cv2.connectedComponentsWithStats(edges)
    kept = edges.copy()
    for label, (x, y, width, height, _) in enumerate(found):
        if label == 0 or max(width, height) <= _OUTLINE:
            continue
        inside = labels[y + _RIM : y + height - _RIM, x + _RIM : x + width - _RIM] == label
        if inside.size == 0 or float(inside.mean()) < _EMPTY_INSIDE:
            kept[labels == label] = 0
    return kept


def _distance(piece: Rect, x: float, y: float) -> float:
    aside = max(piece.x - x, 0, x - (piece.x + piece.width))
    above = max(piece.y - y, 0, y - (piece.y + piece.height))
    return float(max(aside, above))


def _inside(piece: Rect, width: int, height: int) -> Rect:
    """With its surroundings, as far as the picture goes. What grew together is wider by the gap."""
    left, top = max(0, piece.x - _AROUND + _GAP // 2), max(0, piece.y - _AROUND)
    right = min(width, piece.x + piece.width + _AROUND - _GAP // 2)
    bottom = min(height, piece.y + piece.height + _AROUND)
    return Rect(left, top, max(1, right - left), max(1, bottom - top))

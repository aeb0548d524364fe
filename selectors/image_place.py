"""A place on a screen measured in full: how alike it is to the recorded subject, part by part and around."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

import cv2
import numpy as np

from clerkwork.selectors.image_hints import STEP, Hint
from clerkwork.selectors.image_sample import Crop, Sample
from clerkwork.selectors.structure import Field, Pixels, likeness_map, structure

_FACTORS = tuple(STEP ** (quarters / 4) for quarters in (0, -2, 2, -1, 1))
"""Scales about a hint's that are measured: half a step to either side."""

_RIM = 3
"""px around a piece of the screen, so that its border's edges are the screen's and not those of the cut."""

_SLACK = 2
"""px by which a part, or the surroundings, may lie otherwise: hinting moves letters by one."""

_CELL = 14
"""px of a part: about one letter and a half, so that one other letter shows."""

_TELLING = 0.3
"""Share of the mean energy of the parts below which a part says nothing."""

_LEAST_AROUND = 8.0
"""Energy of surroundings below which they say nothing."""


@dataclass(frozen=True)
class Place:
    """Where the subject's left top corner may be, px of the screen. `score` is the likeness of the subject there,
    `weakest` that of the least alike of its telling `parts`, 0 to 1."""

    sample: Sample
    left: int
    top: int
    score: float
    weakest: float
    parts: int

    @property
    def x(self) -> float:
        """The pressed point, px of the screen from its left."""
        return self.left + self.sample.x - self.sample.subject.x

    @property
    def y(self) -> float:
        return self.top + self.sample.y - self.sample.subject.y

    @property
    def scale(self) -> float:
        return self.sample.scale

    @property
    def width(self) -> int:
        return self.sample.subject.width

    @property
    def height(self) -> int:
        return self.sample.subject.height

    @property
    def worth(self) -> float:
        """What places are ranked by: as good as its whole and its weakest part."""
        return (self.score + self.weakest) / 2

    def around(self, screen: Pixels) -> float:
        """The likeness of the crop without its subject, as far as it is on the screen; 0 where it is blank."""
        sample = self.sample
        left, top = self.left - sample.subject.x, self.top - sample.subject.y
        others = sample.whole.copy()
        sample.subject.cut(others)[:] = 0
        right, bottom = screen.shape[1] - left, screen.shape[0] - top
        others = np.ascontiguousarray(others[max(0, -top) : bottom, max(0, -left) : right])
        if float(np.sum(others * others)) < _LEAST_AROUND:
            return 0.0
        return _about(screen, others, max(0, left), max(0, top))


def measure(sample: Sample, screen: Pixels, left: int, top: int) -> Place | None:
    """The place with the subject's corner there; None if it is not whole on the screen."""
    subject = sample.subject
    height, width = screen.shape[:2]
    if left < 0 or top < 0 or left + subject.width > width or top + subject.height > height:
        return None
    patch, x, y = _patch(screen, left, top, subject.width, subject.height, _SLACK)
    score = _best(patch, sample.part)
    parts = _parts(sample, patch, left - x, top - y)
    return Place(sample, left, top, score[0] if score else 0.0, min(parts), len(parts))


def closest(crop: Crop, screen: Pixels, hint: Hint) -> Place | None:
    """The place of a hint in full resolution, at the best scale near its own."""
    width, height = (side * hint.scale * STEP for side in (crop.subject.width, crop.subject.height))
    left, top = int(hint.x - width / 2), int(hint.y - height / 2)
    patch, x0, y0 = _patch(screen, left, top, ceil(width), ceil(height), hint.slack)
    best: tuple[float, Sample, int, int] | None = None
    for factor in _FACTORS:
        sample = crop.sample(hint.scale * factor)
        found = _best(patch, sample.part)
        if found and (best is None or found[0] > best[0]):
            best = (found[0], sample, x0 + found[1], y0 + found[2])
    return None if best is None else measure(best[1], screen, best[2], best[3])


def _parts(sample: Sample, patch: Field, left: int, top: int) -> list[float]:
    """The likeness of each part of the subject that tells something; its corner is there in the patch."""
    part = sample.part
    height, width = part.shape[:2]
    cell = _CELL * max(1.0, sample.scale)
    rows, columns = max(1, round(height / cell)), max(1, round(width / cell))
    telling = _TELLING * float(np.sum(part * part)) / (rows * columns)
    found = []
    for row in range(rows):
        for column in range(columns):
            y, x = height * row // rows, width * column // columns
            piece = part[y : height * (row + 1) // rows, x : width * (column + 1) // columns]
            if float(np.sum(piece * piece)) >= telling:
                found.append(_near(patch, np.ascontiguousarray(piece), left + x, top + y))
    return found


def _about(screen: Pixels, part: Field, left: int, top: int) -> float:
    patch, x, y = _patch(screen, left, top, part.shape[1], part.shape[0], _SLACK)
    return _near(patch, part, left - x, top - y)


def _near(patch: Field, part: Field, x: int, y: int) -> float:
    """The likeness of a part about a place of the patch."""
    bottom, right = y + part.shape[0] + _SLACK, x + part.shape[1] + _SLACK
    found = _best(np.ascontiguousarray(patch[max(0, y - _SLACK) : bottom, max(0, x - _SLACK) : right]), part)
    return found[0] if found else 0.0


def _best(patch: Field, part: Field) -> tuple[float, int, int] | None:
    """The greatest likeness in a patch, and where; None if the part does not fit in."""
    if part.shape[0] > patch.shape[0] or part.shape[1] > patch.shape[1]:
        return None
    _, value, _, (x, y) = cv2.minMaxLoc(likeness_map(patch, part))
    return value, x, y


def _patch(
    screen: Pixels, left: int, top: int, width: int, height: int, slack: int
) -> tuple[Field, int, int]:
    """The structure of a part of the screen and a little around it, and where that begins."""
    around = slack + _RIM
    x, y = max(0, left - around), max(0, top - around)
    pixels = screen[y : top + height + around, x : left + width + around]
    return structure(np.ascontiguousarray(pixels)), x, y

"""Where on a screen a recorded subject may be: a coarse search in reduced pictures, at many scales."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from clerkwork.selectors.image_sample import Crop, Sample
from clerkwork.selectors.structure import Field, Pixels, energy, likeness_map, resized, structure

STEP = 1.08
"""Between two scales. A subject of 26 px, the middle of icons and short words, is 2 px larger at the next: the
smoothing of half-sized pictures bears that."""

LIKELY = 0.4
"""Likeness from which a place is a hint. True places had 0.55 and more on drawn consoles."""

_MOST_PEAKS = 5
"""Hints at one scale: rows of equal things have more, and then none of them stands out anyway."""

_LEAST_AREA, _LEAST_SIDE = 90, 6
"""px of a subject in the reduced picture; below, its strokes are gone."""


_NOTHING = 0.02
"""Energy below which a pixel is blank: a seventh of full strength, one grey level per px."""

_MARGIN = 8
"""px around what is to be seen: the rim of a subject is blank."""


@dataclass(frozen=True)
class Hint:
    """The middle of what may be the subject, px of the screen; `slack` px is how far it may be off."""

    likeness: float
    x: float
    y: float
    scale: float
    slack: int


@dataclass(frozen=True)
class Level:
    """One component of a reduced screen's structure where there is any, and its energy; `x`, `y` is where that
    part begins, px of the reduced screen."""

    field: NDArray[np.float32]
    squares: NDArray[np.float32]
    x: int
    y: int


class Levels:
    """The structure of a screen, reduced by whole numbers; each made when it is first asked for."""

    def __init__(self, screen: Pixels) -> None:
        self._screen = screen
        self._known: dict[int, tuple[Level, ...]] = {}

    def component(self, reduction: int, which: int) -> Level:
        if reduction not in self._known:
            field = structure(resized(self._screen, 1 / reduction))
            x, y, width, height = _lively(field)
            field = field[y : y + height, x : x + width]
            parts = (np.ascontiguousarray(field[:, :, at]) for at in (0, 1))
            self._known[reduction] = tuple(Level(part, energy(part), x, y) for part in parts)
        return self._known[reduction][which]


def _lively(field: Field) -> tuple[int, int, int, int]:
    """The rectangle of a field outside which there is nothing to see: x, y, width, height."""
    seen = (energy(field) > _NOTHING).astype(np.uint8)
    x, y, width, height = cv2.boundingRect(seen)
    left, top = max(0, x - _MARGIN), max(0, y - _MARGIN)
    right, bottom = x + width + _MARGIN, y + height + _MARGIN
    return left, top, min(field.shape[1], right) - left, min(field.shape[0], bottom) - top


def hints(crop: Crop, levels: Levels, scales: Iterable[float]) -> list[Hint]:
    """The places that may be it at any of these scales, the most alike first, each place once."""
    found: list[Hint] = []
    for scale in scales:
        reduction = _reduction(crop.subject.width * scale, crop.subject.height * scale)
        if reduction:
            found += _peaks(crop.sample(scale / reduction), levels, scale, reduction)
    kept: list[Hint] = []
    for hint in sorted(found, key=lambda one: -one.likeness):
        aside, above = crop.subject.width * hint.scale / 2, crop.subject.height * hint.scale / 2
        if all(abs(hint.x - one.x) > aside or abs(hint.y - one.y) > above for one in kept):
            kept.append(hint)
    return kept


def _reduction(width: float, height: float) -> int | None:
    """By how much the screen may be reduced; None where the subject is too small to be searched at all."""
    for by in (4, 2, 1):
        if width * height >= _LEAST_AREA * by**2 and min(width, height) >= _LEAST_SIDE * by:
            return by
    return None


def _peaks(sample: Sample, levels: Levels, scale: float, reduction: int) -> Iterator[Hint]:
    """By the one component in which the subject is richer: half the work, and enough for a hint."""
    part = sample.part
    richer = int(np.argmax(np.sum(part * part, axis=(0, 1))))
    level = levels.component(reduction, richer)
    height, width = part.shape[:2]
    if height > level.field.shape[0] or width > level.field.shape[1]:
        return
    likeness = likeness_map(level.field, np.ascontiguousarray(part[:, :, richer]), level.squares)
    for _ in range(_MOST_PEAKS):
        _, value, _, (x, y) = cv2.minMaxLoc(likeness)
        if value < LIKELY:
            return
        across, down = (level.x + x + width / 2) * reduction, (level.y + y + height / 2) * reduction
        yield Hint(value, across, down, scale, 1 + reduction)
        left, top = max(0, x - width // 2), max(0, y - height // 2)
        likeness[top : y + height // 2 + 1, left : x + width // 2 + 1] = -1

"""Where on a screen a recorded subject may be: a coarse search in reduced pictures, at many scales."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from clerkwork.selectors.image_sample import Crop, Sample
from clerkwork.selectors.structure import Pixels, likeness_map, resized, structure

STEP = 1.08
"""Between two scales. A subject of 26 px, the middle of icons and short words, is 2 px larger at the next: the
smoothing of half-sized pictures bears that."""

LIKELY = 0.4
"""Likeness from which a place is a hint. True places had 0.55 and more on drawn consoles."""

_MOST_PEAKS = 5
"""Hints at one scale: rows of equal things have more, and then none of them stands out anyway."""

_LEAST_AREA, _LEAST_SIDE = 90, 6
"""px of a subject in the reduced picture; below, its strokes are gone."""


@dataclass(frozen=True)
class Hint:
    """The middle of what may be the subject, px of the screen; `slack` px is how far it may be off."""

    likeness: float
    x: float
    y: float
    scale: float
    slack: int


class Levels:
    """One component of the structure of a screen, reduced by whole numbers; each made when it is first asked for."""

    def __init__(self, screen: Pixels) -> None:
        self._screen = screen
        self._known: dict[int, tuple[NDArray[np.float32], ...]] = {}

    def component(self, reduction: int, which: int) -> NDArray[np.float32]:
        if reduction not in self._known:
            field = structure(resized(self._screen, 1 / reduction))
            self._known[reduction] = tuple(np.ascontiguousarray(field[:, :, at]) for at in (0, 1))
        return self._known[reduction][which]


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
    screen = levels.component(reduction, richer)
    height, width = part.shape[:2]
    if height > screen.shape[0] or width > screen.shape[1]:
        return
    likeness = likeness_map(screen, np.ascontiguousarray(part[:, :, richer]))
    for _ in range(_MOST_PEAKS):
        _, value, _, (x, y) = cv2.minMaxLoc(likeness)
        if value < LIKELY:
            return
        yield Hint(value, (x + width / 2) * reduction, (y + height / 2) * reduction, scale, 1 + reduction)
        left, top = max(0, x - width // 2), max(0, y - height // 2)
        likeness[top : y + height // 2 + 1, left : x + width // 2 + 1] = -1

"""A recorded picture with the point that was pressed, as structure at any scale."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from clerkwork.selectors.structure import Field, Pixels, resized, structure
from clerkwork.selectors.subject import Rect, subject_at

_LEAST_ENERGY = 8.0
"""Energy of a subject below which there is nothing to recognise: a short faint line has more."""


@dataclass(frozen=True)
class Sample:
    """The crop's structure at one scale; `subject` is where in it the thing is, `x`, `y` the pressed point."""

    scale: float
    whole: Field
    subject: Rect
    x: float
    y: float

    @property
    def part(self) -> Field:
        """The subject alone."""
        return np.ascontiguousarray(self.subject.cut(self.whole))


class Crop:
    """What was recorded: pixels, and the point in them that was pressed."""

    def __init__(self, pixels: Pixels, x: float, y: float) -> None:
        self.pixels, self.x, self.y = pixels, x, y
        self.sample = lru_cache(maxsize=64)(self._sample)

    @cached_property
    def subject(self) -> Rect:
        return subject_at(self.pixels, self.x, self.y)

    @property
    def is_blank(self) -> bool:
        """Whether there is nothing to recognise under the point."""
        return float(np.sum(self.sample(1.0).part ** 2)) < _LEAST_ENERGY

    def zoomed(self, factor: float) -> Crop:
        """The same as a screen with that many times as many px shows it."""
        if factor == 1:
            return self
        return Crop(resized(self.pixels, factor), self.x * factor, self.y * factor)

    def _sample(self, scale: float) -> Sample:
        pixels = resized(self.pixels, scale)
        across = pixels.shape[1] / self.pixels.shape[1]
        down = pixels.shape[0] / self.pixels.shape[0]
        subject = self.subject.scaled(across, down, pixels.shape[1], pixels.shape[0])
        return Sample(scale, structure(pixels), subject, self.x * across, self.y * down)

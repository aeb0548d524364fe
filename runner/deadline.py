"""How long something may still take."""

from __future__ import annotations

import time
from dataclasses import dataclass

LEAST_LOOK_MS = 500.0


@dataclass(frozen=True)
class Deadline:
    """A moment on the monotonic clock. Every wait of the runner has one."""

    at: float
    seconds: float

    @classmethod
    def after(cls, seconds: float) -> Deadline:
        return cls(time.monotonic() + seconds, seconds)

    def left(self) -> float:
        """Seconds left, never below zero."""
        return max(0.0, self.at - time.monotonic())

    def left_ms(self, at_most: float = 3_600_000) -> float:
        """Milliseconds left, at least 1 (Playwright takes 0 for endless)."""
        return max(1.0, min(at_most, self.left() * 1000))

    def look_ms(self) -> float:
        """Milliseconds for one look at an element that is there; the last look is a whole one too."""
        return max(LEAST_LOOK_MS, self.left_ms(2000))

    @property
    def over(self) -> bool:
        return self.left() == 0.0

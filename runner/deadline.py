"""How long something may still take."""

from __future__ import annotations

import time
from dataclasses import dataclass


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

    @property
    def over(self) -> bool:
        return self.left() == 0.0

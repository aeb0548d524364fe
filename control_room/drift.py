"""Whether a bot's latest runs differ from its own history, as a pure function.

The middle and the spread are the median and the median absolute deviation, which a few odd runs do not move (P. J.
Rousseeuw and C. Croux, Alternatives to the Median Absolute Deviation, 1993). The latest runs count by their median as
well, so that one slow night raises no alarm.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

LATEST = 3
"""Runs that must agree."""

_NORMAL = 1.4826
"""Makes the median absolute deviation a standard deviation, where values are normally distributed."""


@dataclass(frozen=True)
class Drift:
    """What is usual, and what the latest runs have."""

    usual: float
    latest: float


def drift(values: Sequence[float], history: int, strength: float, least: float) -> Drift | None:
    """What the latest values, which are the last ones, have more than usual; None while they do not, or nobody knows.

    Args:
        values: In the order of the runs.
        history: Runs before the latest that must be known.
        strength: Robust standard deviations that are too much.
        least: Deviation that is assumed at least, since runs that are all alike would make any other one odd.
    """
    before, latest = values[:-LATEST], median(values[-LATEST:]) if values else 0.0
    if len(before) < history:
        return None
    usual = median(before)
    spread = max(_NORMAL * median(abs(value - usual) for value in before), least)
    return Drift(usual, latest) if latest - usual > strength * spread else None

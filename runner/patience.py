"""When a target that no candidate finds may be healed: not while the page may still be on its way there.

Pure: the clock and what the page does are told to it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

LONGEST_WAIT = 2.0
"""Seconds that candidates are waited for before anything is healed; half of the step's limit where that is less."""

AFTER_A_HEAL = 1.0
"""The same once a target of the run was healed: the console is known to have changed."""

AT_REST = 0.5
"""Seconds without a request, an answer or a navigation after which a page counts as still."""

RESTLESS = 0.8
"""Share of the step's limit after which a page that never rests (a ticker, a poll) is healed as it is."""

BETWEEN = 1.0
"""Seconds between two tries: a page that changes late may show by then what decides."""


@dataclass
class Patience:
    """The patience of one step for one target. Times are seconds on the monotonic clock."""

    began: float
    limit: float
    healed_before: bool = False
    _activity: object = None
    _still_since: float = field(default=0.0, init=False)
    _tried: float | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        self._still_since = self.began

    def notice(self, now: float, activity: object, *, pending: bool) -> None:
        """Told at every look: `activity` is anything that differs once the network has done something."""
        if pending or activity != self._activity:
            self._still_since = now
        self._activity = activity

    def used_up(self, now: float) -> bool:
        """Whether it is time to heal. A yes counts as a try."""
        waited = now - self.began
        enough = min(AFTER_A_HEAL if self.healed_before else LONGEST_WAIT, self.limit / 2)
        at_rest = now - self._still_since >= min(AT_REST, self.limit / 4) or waited >= self.limit * RESTLESS
        if waited < enough or not at_rest or (self._tried is not None and now - self._tried < BETWEEN):
            return False
        self._tried = now
        return True

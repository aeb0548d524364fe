"""Taking a tick away: the same events as ticking, see `check`."""

from __future__ import annotations

from clerkwork.recorder.actions.check import matters, step, take

__all__ = ["matters", "step", "take"]

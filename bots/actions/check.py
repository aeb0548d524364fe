"""Tick a checkbox or choose a radio button."""

from __future__ import annotations

from clerkwork.bots.actions.acting import Action
from clerkwork.bots.step import Name


class Check(Action):
    """Tick a checkbox or choose a radio button."""

    check: Name

    def targets(self) -> tuple[str, ...]:
        return (self.check,)

    def words(self) -> str:
        return f"tick {self.check}"

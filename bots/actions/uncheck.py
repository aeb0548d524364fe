"""Take the tick out of a checkbox."""

from __future__ import annotations

from clerkwork.bots.actions.acting import Action
from clerkwork.bots.step import Name


class Uncheck(Action):
    """Take the tick out of a checkbox."""

    uncheck: Name

    def targets(self) -> tuple[str, ...]:
        return (self.uncheck,)

    def words(self) -> str:
        return f"untick {self.uncheck}"

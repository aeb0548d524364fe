"""Point at a target, so that the page shows what it keeps hidden."""

from __future__ import annotations

from clerkwork.bots.actions.acting import Action
from clerkwork.bots.step import Name


class Hover(Action):
    """Move the mouse onto a target."""

    hover: Name

    def targets(self) -> tuple[str, ...]:
        return (self.hover,)

    def words(self) -> str:
        return f"point at {self.hover}"

"""Close a window that an earlier step opened."""

from __future__ import annotations

from clerkwork.bots.actions.acting import Action
from clerkwork.bots.step import Name


class Close(Action):
    """Close a window that an earlier step opened."""

    close: Name

    def words(self) -> str:
        return f"close window {self.close}"

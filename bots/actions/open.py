"""Go to an address of one of the bot's systems."""

from __future__ import annotations

from pydantic import Field

from clerkwork.bots.actions.acting import Action
from clerkwork.bots.step import Name, Text


class Open(Action):
    """Go to an address: `system:/path`."""

    open: Text = Field(description="system:/path, such as rentals:/login")
    window: Name = "main"

    def words(self) -> str:
        return f"open {self.open}"

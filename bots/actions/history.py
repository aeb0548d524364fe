"""The browser's own buttons: back, forward, reload."""

from __future__ import annotations

from pydantic import Field

from clerkwork.bots.actions.acting import Action
from clerkwork.bots.step import Name


class Back(Action):
    """Go back by one page in a window."""

    back: Name = Field(description="the window, such as main")

    def words(self) -> str:
        return f"go back in window {self.back}"


class Forward(Action):
    """Go forward by one page in a window."""

    forward: Name = Field(description="the window, such as main")

    def words(self) -> str:
        return f"go forward in window {self.forward}"


class Reload(Action):
    """Load the page of a window anew."""

    reload: Name = Field(description="the window, such as main")

    def words(self) -> str:
        return f"reload window {self.reload}"

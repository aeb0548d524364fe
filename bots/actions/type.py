"""Type a text key by key."""

from __future__ import annotations

from pydantic import Field

from clerkwork.bots.actions.acting import Action
from clerkwork.bots.step import Name, Text


class Type(Action):
    """Type a text key by key, on a page where every key acts; `fill` is for fields."""

    type: Text
    on: Name | None = Field(default=None, description="target that has the focus; none: the page")
    window: Name = "main"

    def targets(self) -> tuple[str, ...]:
        return (self.on,) if self.on else ()

    def words(self) -> str:
        return f"type {self.type!r}" + (f" on {self.on}" if self.on else "")

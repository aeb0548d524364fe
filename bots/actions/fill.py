"""Replace the text of a field."""

from __future__ import annotations

from pydantic import Field

from clerkwork.bots.actions.acting import Action
from clerkwork.bots.step import Name, Text


class Fill(Action):
    """Replace what a field holds."""

    fill: Name
    with_: Text = Field(alias="with")

    def targets(self) -> tuple[str, ...]:
        return (self.fill,)

    def words(self) -> str:
        return f"fill {self.fill} with {self.with_!r}"

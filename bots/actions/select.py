"""Choose entries of a list."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from clerkwork.bots.actions.acting import Action
from clerkwork.bots.step import Name, Text


class Select(Action):
    """Choose one or several options of a <select> by their labels."""

    select: Name
    choose: Text | tuple[Text, ...] = Field(description="label, or a list of labels; [] for none")
    match: Literal["label", "value"] = Field(
        default="label", description="value: `choose` holds what the options send, not what they say"
    )

    def targets(self) -> tuple[str, ...]:
        return (self.select,)

    def words(self) -> str:
        labels = [self.choose] if isinstance(self.choose, str) else list(self.choose)
        return f"choose {', '.join(map(repr, labels)) or 'nothing'} in {self.select}"

"""Check what a field holds."""

from __future__ import annotations

from pydantic import Field

from clerkwork.bots.step import Name, Step, Text


class Value(Step):
    """A field holds this value (for a list: the chosen label; for a checkbox: true or false)."""

    value: Name
    is_: Text = Field(alias="is")

    def targets(self) -> tuple[str, ...]:
        return (self.value,)

    def words(self) -> str:
        return f"{self.value} holds {self.is_!r}"

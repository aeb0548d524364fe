"""Take a text from the page into an output."""

from __future__ import annotations

from pydantic import Field

from clerkwork.bots.step import Name, Step, Text


class Read(Step):
    """Take the text (or the value) of a target into an output."""

    read: Name
    into: Name
    pattern: str | None = Field(default=None, description="regular expression; its first group, or all of it")
    row: Text | None = None

    def targets(self) -> tuple[str, ...]:
        return (self.read,)

    def words(self) -> str:
        return f"read {self.read} into {self.into}"

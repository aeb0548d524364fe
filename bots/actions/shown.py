"""Check that an element shows, or that it can be used."""

from __future__ import annotations

from pydantic import Field

from clerkwork.bots.step import Name, Step, Text


class _State(Step):
    """Which of several equal elements is meant is said as in a step that acts."""

    row: Text | None = Field(default=None, description="text of the row that the target is taken from")
    named: Text | None = Field(default=None, description="name that the target has in this run")


class Shown(_State):
    """The target is there and visible."""

    shown: Name

    def targets(self) -> tuple[str, ...]:
        return (self.shown,)

    def words(self) -> str:
        return f"{self.shown} is shown"


class Enabled(_State):
    """The target is visible and not greyed out."""

    enabled: Name

    def targets(self) -> tuple[str, ...]:
        return (self.enabled,)

    def words(self) -> str:
        return f"{self.enabled} is enabled"

"""Check that a text is there, or is not."""

from __future__ import annotations

from pydantic import Field

from clerkwork.bots.step import Name, Step, Text


class See(Step):
    """The text is visible, somewhere in the bot's windows or inside one target."""

    see: Text
    within: Name | None = Field(default=None, description="target that must hold the text")

    def targets(self) -> tuple[str, ...]:
        return (self.within,) if self.within else ()

    def words(self) -> str:
        return f"see {self.see!r}" + (f" in {self.within}" if self.within else "")


class Gone(Step):
    """The text is visible nowhere in the bot's windows."""

    gone: Text

    def words(self) -> str:
        return f"no longer see {self.gone!r}"

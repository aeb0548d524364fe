"""Check that a text is there, or is not."""

from __future__ import annotations

from pydantic import Field

from clerkwork.bots.step import Name, Step, Text


class See(Step):
    """The text is visible, somewhere in the bot's windows or inside one target."""

    see: Text
    within: Name | None = Field(default=None, description="target that must hold the text")

    ocr: bool = Field(default=False, description="read it off the picture, for what is drawn on a canvas")

    def targets(self) -> tuple[str, ...]:
        return (self.within,) if self.within else ()

    def words(self) -> str:
        where = f" in {self.within}" if self.within else ""
        return f"see {self.see!r}{where}" + (" as drawn" if self.ocr else "")


class Gone(Step):
    """The text is visible nowhere in the bot's windows."""

    gone: Text

    def words(self) -> str:
        return f"no longer see {self.gone!r}"

"""Press a key or a chord."""

from __future__ import annotations

from pydantic import Field

from clerkwork.bots.actions.acting import Action
from clerkwork.bots.step import Name


class Press(Action):
    """Press a key, such as Enter, F3 or Control+S."""

    press: str = Field(min_length=1, max_length=64)
    on: Name | None = Field(default=None, description="target that has the focus; none: the page")
    window: Name = "main"

    def targets(self) -> tuple[str, ...]:
        return (self.on,) if self.on else ()

    def words(self) -> str:
        return f"press {self.press}" + (f" on {self.on}" if self.on else "")

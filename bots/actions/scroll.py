"""Scroll a target, so that the page loads more."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from clerkwork.bots.actions.acting import Action
from clerkwork.bots.step import Name


class Scroll(Action):
    """Scroll what a target holds; the whole page is a target, too."""

    scroll: Name
    to: Literal["end"] | float = Field(default="end", description="px from the top, or the end")

    def targets(self) -> tuple[str, ...]:
        return (self.scroll,)

    def words(self) -> str:
        return f"scroll {self.scroll} to " + ("its end" if self.to == "end" else f"{self.to:g} px")

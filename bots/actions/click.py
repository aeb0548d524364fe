"""Press a target with the mouse."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from clerkwork.bots.actions.acting import Action
from clerkwork.bots.step import Name, Part

Modifier = Literal["Alt", "Control", "Meta", "Shift"]


class Position(Part):
    """A point inside the target, as parts of its width and height from 0 to 1."""

    x: float = Field(ge=0, le=1)
    y: float = Field(ge=0, le=1)


class Click(Action):
    """Press a target with the mouse."""

    click: Name
    button: Literal["left", "middle", "right"] = "left"
    count: Literal[1, 2, 3] = 1
    modifiers: tuple[Modifier, ...] = ()
    position: Position | None = None

    def targets(self) -> tuple[str, ...]:
        return (self.click,)

    def words(self) -> str:
        verb = {1: "click", 2: "double-click", 3: "triple-click"}[self.count]
        button = "" if self.button == "left" else f"{self.button} button "
        keys = "".join(f"{key}+" for key in self.modifiers)
        return f"{keys}{button}{verb} {self.click}"

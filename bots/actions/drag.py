"""Press a target, move it, and let it go elsewhere."""

from __future__ import annotations

from pydantic import Field

from clerkwork.bots.actions.acting import Action
from clerkwork.bots.actions.click import Position
from clerkwork.bots.step import Name, Part


class Offset(Part):
    """A way on the page, in CSS px to the right and down."""

    x: float = 0
    y: float = 0


class Drag(Action):
    """Drag a target with the mouse onto another one, or by some pixels."""

    drag: Name
    to: Name | Offset = Field(description="target on which it is let go, or the way in px")
    position: Position | None = Field(default=None, description="where it is taken hold of; none: its middle")
    at: Position | None = Field(default=None, description="where in the other target; none: its middle")

    def targets(self) -> tuple[str, ...]:
        return (self.drag, self.to) if isinstance(self.to, str) else (self.drag,)

    def words(self) -> str:
        where = f"to {self.to}" if isinstance(self.to, str) else f"by {self.to.x:g}, {self.to.y:g} px"
        return f"drag {self.drag} {where}"

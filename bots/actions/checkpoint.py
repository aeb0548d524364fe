"""Compare a screenshot with its baseline."""

from __future__ import annotations

from pydantic import Field

from clerkwork.bots.step import Name, Part, Step


class Region(Part):
    """A rectangle that was drawn on the page, in CSS px from the left upper corner of the target `on`, with
    which it moves, or of the page."""

    on: Name | None = Field(default=None, description="target on which it lies; none: the page")
    x: float = Field(ge=-100_000, le=100_000)
    y: float = Field(ge=-100_000, le=100_000)
    width: float = Field(gt=0, le=100_000)
    height: float = Field(gt=0, le=100_000)


class Checkpoint(Step):
    """Compare a screenshot with its baseline (pixelmatch 7.2.0's measure)."""

    checkpoint: str = Field(pattern=r"^[a-z0-9][a-z0-9_-]*$", max_length=64)
    of: Name | None = Field(default=None, description="target to picture; none: the viewport")
    window: Name = "main"
    mask: tuple[Name | Region, ...] = Field(
        default=(), description="left out of the comparison: targets, and rectangles drawn on the page"
    )
    threshold: float = Field(default=0.1, ge=0, le=1, description="colour distance that counts as different")
    allow: int = Field(default=0, ge=0, description="pixels that may differ")

    def targets(self) -> tuple[str, ...]:
        masks = (mask.on if isinstance(mask, Region) else mask for mask in self.mask)
        return (*((self.of,) if self.of else ()), *(name for name in masks if name))

    def words(self) -> str:
        return f"compare {self.checkpoint} with its baseline"

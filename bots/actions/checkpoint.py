"""Compare a screenshot with its baseline."""

from __future__ import annotations

from pydantic import Field

from clerkwork.bots.step import Name, Step


class Checkpoint(Step):
    """Compare a screenshot with its baseline (pixelmatch 7.2.0's measure)."""

    checkpoint: str = Field(pattern=r"^[a-z0-9][a-z0-9_-]*$", max_length=64)
    of: Name | None = Field(default=None, description="target to picture; none: the viewport")
    window: Name = "main"
    mask: tuple[Name, ...] = Field(default=(), description="targets left out of the comparison")
    threshold: float = Field(default=0.1, ge=0, le=1, description="colour distance that counts as different")
    allow: int = Field(default=0, ge=0, description="pixels that may differ")

    def targets(self) -> tuple[str, ...]:
        return (*((self.of,) if self.of else ()), *self.mask)

    def words(self) -> str:
        return f"compare {self.checkpoint} with its baseline"

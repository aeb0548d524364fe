"""Compare a screenshot with its baseline."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import Discriminator, Field, Tag, field_validator, model_validator

from clerkwork.bots.step import Name, Part, Step


class Region(Part):
    """A rectangle that was drawn on the page, in CSS px from the left upper corner of the target `on`, with
    which it moves, or of the page."""

    on: Name | None = Field(default=None, description="target on which it lies; none: the page")
    x: float = Field(ge=-100_000, le=100_000)
    y: float = Field(ge=-100_000, le=100_000)
    width: float = Field(gt=0, le=100_000)
    height: float = Field(gt=0, le=100_000)


class TextMask(Part):
    """Every text on the page that looks so, such as a date or a running number, wherever it stands."""

    text: str = Field(max_length=1000, description="regular expression; what it matches is left out")

    @field_validator("text")
    @classmethod
    def _is_an_expression(cls, text: str) -> str:
        try:
            re.compile(text)
        except re.error as error:
            raise ValueError(f"{text!r} is no regular expression: {error}") from error
        return text


def _kind_of_mask(mask: Any) -> str:
    if isinstance(mask, str):
        return "target"
    is_text = isinstance(mask, TextMask) or (isinstance(mask, dict) and "text" in mask)
    return "text" if is_text else "drawn"


Mask = Annotated[
    Annotated[Name, Tag("target")] | Annotated[Region, Tag("drawn")] | Annotated[TextMask, Tag("text")],
    Discriminator(_kind_of_mask),
]


class Checkpoint(Step):
    """Compare a screenshot with its baseline (pixelmatch 7.2.0's measure)."""

    checkpoint: str = Field(pattern=r"^[a-z0-9][a-z0-9_-]*$", max_length=64)
    of: Name | None = Field(default=None, description="target to picture; none: the viewport")
    full_page: bool = Field(default=False, description="picture the whole page, as far as it scrolls")
    window: Name = "main"
    mask: tuple[Mask, ...] = Field(
        default=(),
        description="left out of the comparison: targets, rectangles drawn on the page, and texts that look so",
    )
    threshold: float = Field(default=0.1, ge=0, le=1, description="colour distance that counts as different")
    allow: int = Field(default=0, ge=0, description="pixels that may differ")
    allow_ratio: float = Field(default=0.0, ge=0, le=1, description="share of the picture that may differ")

    @model_validator(mode="after")
    def _pictures_one_thing(self) -> Checkpoint:
        if self.of and self.full_page:
            raise ValueError(
                "a checkpoint pictures a target (`of`) or the whole page (`full_page`), not both"
            )
        return self

    def targets(self) -> tuple[str, ...]:
        masks = (mask.on if isinstance(mask, Region) else mask for mask in self.mask)
        return (*((self.of,) if self.of else ()), *(name for name in masks if isinstance(name, str)))

    def words(self) -> str:
        return f"compare {self.checkpoint} with its baseline"

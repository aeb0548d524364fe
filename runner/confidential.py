"""What must not show in a picture, and where it is on a page: secrets, confidential targets, texts of a shape.

The page is asked in the world beside its own, through every frame and shadow root. What a pattern means is
decided here and not in the page, so that pictures and journal follow one rule.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from math import ceil, floor
from typing import Any

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Frame, Page

from clerkwork.evidence.patterns import Pattern, spans_of
from clerkwork.runner.visual.box import Box
from clerkwork.selectors.engine import Question, ask_for
from clerkwork.selectors.target import Target

SHORTEST = 3
"""Characters of a secret that is looked for before a step has typed it; a shorter one stands everywhere."""
_PATIENCE_MS = 2_000


class Unsearchable(Exception):
    """A page could not be searched for what it must not show, so it must not be pictured."""


@dataclass
class Confidential:
    """What one attempt keeps out of its pictures."""

    patterns: tuple[Pattern, ...] = ()
    targets: tuple[Target, ...] = ()
    secrets: set[str] = field(default_factory=set)

    def hide(self, secrets: Iterable[str]) -> None:
        """From now on, keep out whatever shows one of these values."""
        self.secrets.update(secret for secret in secrets if secret)

    @property
    def is_empty(self) -> bool:
        return not (self.secrets or self.patterns or self.targets)

    async def boxes(self, page: Page) -> list[Box]:
        """Boxes, in the window's viewport, of everything that must not show.

        Raises:
            Unsearchable: a frame could not be searched.
        """
        if self.is_empty:
            return []
        found = await asyncio.gather(*map(self._in_frame, page.frames))
        return [box for boxes in found for box in boxes]

    async def _in_frame(self, frame: Frame) -> list[Box]:
        wanted = {
            "secrets": sorted(self.secrets),
            "targets": [
                [one.model_dump(mode="json") for one in target.candidates] for target in self.targets
            ],
            "texts": bool(self.patterns),
        }
        try:
            answer = await asked(frame, "exposed", wanted)
            boxes: list[list[float]] = answer["boxes"]
            if spans := self._spans(answer["texts"]):
                boxes += await asked(frame, "spans", {"spans": spans})
            if not boxes:
                return []
            left, top = await frame_offset(frame)
        except PlaywrightError:
            return []  # a frame that is gone, or has no document yet, shows nothing
        return [outward(x + left, y + top, width, height) for x, y, width, height in boxes]

    def _spans(self, texts: list[str]) -> list[tuple[int, int, int]]:
        return [
            (number, in_page(text, start), in_page(text, end))
            for number, text in enumerate(texts)
            for start, end in spans_of(self.patterns, text)
        ]


def in_page(text: str, at: int) -> int:
    """A place in a text as the page counts: JavaScript counts some characters, such as emoji, as two."""
    return at + sum(letter > "\uffff" for letter in text[:at])


async def asked(frame: Frame, question: Question, request: dict[str, Any]) -> Any:
    """The page script's answer in this frame. Raises Unsearchable when it failed there, and Playwright's Error."""
    answer = json.loads(await ask_for(frame, question, request, _PATIENCE_MS))
    if answer is None:
        raise Unsearchable(f"the page at {frame.url} could not be searched for what it must not show")
    return answer


def outward(x: float, y: float, width: float, height: float) -> Box:
    """A box of whole pixels around, with a margin for what anti-aliasing paints outside.

    It may lie outside the viewport: a picture of the whole page shows that part too.
    """
    left, top = floor(x) - 1, floor(y) - 1
    return Box(left, top, ceil(x + width) + 1 - left, ceil(y + height) + 1 - top)


async def frame_offset(frame: Frame) -> tuple[float, float]:
    """Where the frame's viewport begins in the window's, CSS px."""
    if frame.parent_frame is None:
        return 0.0, 0.0
    element = await frame.frame_element()
    box = await element.bounding_box()
    border: list[float] = await element.evaluate("element => [element.clientLeft, element.clientTop]")
    return (box["x"] + border[0], box["y"] + border[1]) if box else (0.0, 0.0)

"""What must not show in a picture, and where it is on a page: secrets, confidential targets, texts of a shape.

The page is asked in the world beside its own, through every frame and shadow root. What a pattern means is
decided here and not in the page, so that pictures and journal follow one rule.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import ceil, floor
from typing import Any

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Frame, Page
from playwright.async_api import TimeoutError as PlaywrightTimeout

from clerkwork.evidence.patterns import Pattern, spans_of
from clerkwork.runner.visual.box import Box
from clerkwork.selectors.engine import Question, ask_for
from clerkwork.selectors.stillness import is_still
from clerkwork.selectors.target import Target

SHORTEST = 3
"""Characters of a secret that is looked for before a step has typed it; a shorter one stands everywhere."""
_PATIENCE_MS = 2_000


class Unsearchable(Exception):
    """A page could not be searched for what it must not show, so it must not be pictured."""


@dataclass(frozen=True)
class InFrame:
    """What must not show in one frame: boxes in its viewport, and that viewport's corner in the window's.

    `look` is what `is_still` is asked with; None for a frame that could not be asked.
    """

    look: int | None = None
    boxes: tuple[tuple[float, float, float, float], ...] = ()
    corner: tuple[float, float] = (0.0, 0.0)


@dataclass(frozen=True)
class Exposed:
    """What must not show in a window at one moment, and all that it takes to tell whether that still holds."""

    secrets: frozenset[str]
    frames: Mapping[Frame, InFrame]

    @property
    def boxes(self) -> list[Box]:
        """In the window's viewport."""
        return [
            outward(x + one.corner[0], y + one.corner[1], width, height)
            for one in self.frames.values()
            for x, y, width, height in one.boxes
        ]


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
        return [] if self.is_empty else (await self.exposed(page)).boxes

    async def exposed(self, page: Page) -> Exposed:
        """What must not show now; where nothing must be kept out, no more than a look for `holds` to ask about.

        Raises:
            Unsearchable: a frame could not be searched.
        """
        secrets, frames = frozenset(self.secrets), page.frames
        found = await asyncio.gather(*map(self._in_frame, frames))
        return Exposed(secrets, dict(zip(frames, found, strict=True)))

    async def holds(self, page: Page, exposed: Exposed) -> bool:
        """Whether the window has not changed since, so that what must not show is just that, and where it was."""
        if exposed.secrets != self.secrets or set(page.frames) != set(exposed.frames):
            return False
        return all(await asyncio.gather(*(_is_unmoved(*one) for one in exposed.frames.items())))

    async def _in_frame(self, frame: Frame) -> InFrame:
        wanted = {
            "secrets": sorted(self.secrets),
            "targets": [
                [one.model_dump(mode="json") for one in target.candidates] for target in self.targets
            ],
            "texts": bool(self.patterns),
        }
        try:
            answer = await asked(frame, "exposed", {} if self.is_empty else wanted)
            boxes: list[list[float]] = answer["boxes"]
            if spans := self._spans(answer["texts"]):
                boxes += await asked(frame, "spans", {"look": answer["look"], "spans": spans})
            corner = await frame_offset(frame) if boxes else (0.0, 0.0)
        except PlaywrightError:
            return InFrame()  # a frame that is gone shows nothing
        return InFrame(answer["look"], tuple((x, y, width, height) for x, y, width, height in boxes), corner)

    def _spans(self, texts: list[str]) -> list[tuple[int, int, int]]:
        return [
            (number, in_page(text, start), in_page(text, end))
            for number, text in enumerate(texts)
            for start, end in spans_of(self.patterns, text)
        ]


async def _is_unmoved(frame: Frame, shown: InFrame) -> bool:
    if shown.look is None or not await is_still(frame, shown.look):
        return False
    try:
        return not shown.boxes or await frame_offset(frame) == shown.corner
    except PlaywrightError:
        return False


def in_page(text: str, at: int) -> int:
    """A place in a text as the page counts: JavaScript counts some characters, such as emoji, as two."""
    return at + sum(letter > "\uffff" for letter in text[:at])


async def asked(frame: Frame, question: Question, request: dict[str, Any]) -> Any:
    """The page script's answer in this frame.

    Raises Unsearchable when it failed there, or the frame is too busy to answer while it goes on showing what it
    showed; and Playwright's Error when the frame is gone.
    """
    try:
        answer = json.loads(await ask_for(frame, question, request, _PATIENCE_MS))
    except PlaywrightTimeout:
        answer = None
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

"""What a page says in words, and where: beside a picture, to tell a difference in words and to mask by text."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Sequence

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Frame, Page

from clerkwork.runner.confidential import Unsearchable, asked, frame_offset, in_page, outward
from clerkwork.runner.visual.box import Box
from clerkwork.runner.visual.wording import PageText

MOST, LONGEST = 3000, 200
"""Texts of a page, and letters of a text, that are kept."""


async def page_texts(page: Page, redact: Callable[[str], str]) -> list[PageText]:
    """The texts of all frames, white space folded and redacted; boxes are in the window's viewport.

    A frame that does not answer says nothing: a difference is then told without its words.
    """
    found = [one for texts in await asyncio.gather(*map(_texts_in, page.frames)) for one in texts]
    return [PageText(redact(text)[:LONGEST], box) for text, box in found[:MOST]]


async def matching_boxes(page: Page, patterns: Sequence[re.Pattern[str]]) -> list[Box]:
    """Where texts match one of the patterns now: the matched part, or the whole field that holds it.

    Raises Unsearchable when a frame does not answer.
    """
    if not patterns:
        return []
    found = await asyncio.gather(*(_matching_in(frame, patterns) for frame in page.frames))
    return [box for boxes in found for box in boxes]


async def _texts_in(frame: Frame) -> list[tuple[str, Box]]:
    try:
        found = await asked(frame, "placed", {})
        left, top = await frame_offset(frame) if found else (0.0, 0.0)
    except (PlaywrightError, Unsearchable):
        return []
    placed = ((one["text"], one["box"]) for one in found)
    return [(text, outward(x + left, y + top, width, height)) for text, (x, y, width, height) in placed]


async def _matching_in(frame: Frame, patterns: Sequence[re.Pattern[str]]) -> list[Box]:
    try:
        answer = await asked(frame, "exposed", {"secrets": [], "targets": [], "texts": True})
        spans = [
            (number, in_page(text, match.start()), in_page(text, match.end()))
            for number, text in enumerate(answer["texts"])
            for pattern in patterns
            for match in pattern.finditer(text)
        ]
        if not spans:
            return []
        boxes = await asked(frame, "spans", {"look": answer["look"], "spans": spans})
        left, top = await frame_offset(frame)
    except PlaywrightError:
        return []  # a frame that is gone shows nothing
    return [outward(x + left, y + top, width, height) for x, y, width, height in boxes]

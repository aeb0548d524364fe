"""Looks for words on the pages, in every frame of every window."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Frame, Page

BODY_TEXT = "() => document.body && document.body.tagName === 'BODY' ? document.body.innerText : ''"


PATIENCE = 2.0
"""Seconds; a page whose scripts never pause shows nothing new either."""


async def sees(pages: Sequence[Page], words: str) -> bool:
    """Whether the words are visible somewhere. White space is folded; case counts; * is any run without spaces."""
    return any(says(text, words) for text in await visible_texts(pages))


def says(text: str, words: str) -> bool:
    """Whether a folded text holds the words; a * in them stands for any run without spaces."""
    pieces = folded(words).split("*")
    return pieces[0] in text and re.search(r"\S*".join(map(re.escape, pieces)), text) is not None


async def visible_texts(pages: Sequence[Page]) -> list[str]:
    """What a person can read in each frame of each window, with white space folded."""
    frames = [frame for page in pages for frame in page.frames]
    return list(await asyncio.gather(*map(_visible_text, frames)))


async def _visible_text(frame: Frame) -> str:
    """Nothing while the frame navigates."""
    try:
        text: str = await asyncio.wait_for(frame.evaluate(BODY_TEXT), PATIENCE)
    except (PlaywrightError, TimeoutError):
        return ""
    return folded(text)


def folded(text: str) -> str:
    return " ".join(text.split())

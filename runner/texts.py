"""Looks for words on the pages, in every frame of every window."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Frame, Page

BODY_TEXT = "() => document.body && document.body.tagName === 'BODY' ? document.body.innerText : ''"


PATIENCE = 2.0
"""Seconds; a page whose scripts never pause shows nothing new either."""


async def sees(pages: Sequence[Page], words: str) -> bool:
    """Whether the words are visible somewhere. White space is folded; case counts."""
    wanted = folded(words)
    return any(wanted in text for text in await visible_texts(pages))


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

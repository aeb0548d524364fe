"""Looks for words on the pages, in every frame of every window."""

from __future__ import annotations

from collections.abc import Sequence

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Frame, Page

BODY_TEXT = "() => document.body && document.body.tagName === 'BODY' ? document.body.innerText : ''"


async def sees(pages: Sequence[Page], words: str) -> bool:
    """Whether the words are visible somewhere. White space is folded; case counts."""
    wanted = folded(words)
    for page in reversed(pages):
        for frame in page.frames:
            if wanted in folded(await visible_text(frame)):
                return True
    return False


async def visible_text(frame: Frame) -> str:
    """What a person can read in the frame; nothing while it navigates."""
    try:
        text: str = await frame.evaluate(BODY_TEXT)
    except PlaywrightError:
        return ""
    return text


def folded(text: str) -> str:
    return " ".join(text.split())

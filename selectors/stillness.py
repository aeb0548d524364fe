"""Whether a page still looks as it did."""

from __future__ import annotations

import asyncio
import json

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Frame, Page

from clerkwork.selectors.engine import ask_for

_PATIENCE_MS = 1_000


async def is_still(page: Page) -> bool:
    """Whether nothing on the page has changed since the last such question; the next one tells since this.

    False at the first, for pages that move without touching their documents (canvas, film, animation), and where
    a frame cannot be asked.
    """
    return all(await asyncio.gather(*map(_is_still, page.frames)))


async def _is_still(frame: Frame) -> bool:
    try:
        answer = json.loads(await ask_for(frame, "stillness", {}, _PATIENCE_MS))
    except PlaywrightError:
        return False
    return bool(answer and answer["still"])

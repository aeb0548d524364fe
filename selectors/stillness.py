"""Whether a frame still looks as it did at an earlier look."""

from __future__ import annotations

import json

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Frame

from clerkwork.selectors.engine import ask_for

_PATIENCE_MS = 1_000


async def is_still(frame: Frame, look: int) -> bool:
    """Whether nothing has changed in the frame since the look of that number (see `exposed` of the page script).

    False for documents that move without being touched (canvas, film, animation), and where the frame cannot be
    asked.
    """
    try:
        answer = json.loads(await ask_for(frame, "stillness", {"since": look}, _PATIENCE_MS))
    except PlaywrightError:
        return False
    return bool(answer and answer["still"])

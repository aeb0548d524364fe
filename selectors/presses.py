"""Whether a page has taken a press that it did not answer in time."""

from __future__ import annotations

import json

from playwright.async_api import Frame

from clerkwork.selectors.engine import ask_for


async def presses(frame: Frame, token: str, timeout_ms: float) -> int:
    """How often in a row the held element was clicked since its frame was last searched; 0 also if it is unknown.

    Waits for a page that is busy. Raises Playwright's Error when the frame is gone or stays busy.
    """
    return int(json.loads(await ask_for(frame, "presses", {"token": token}, timeout_ms)) or 0)

"""Reads text off what a window shows; the extra `ocr` does it, and a bot that needs it says so when it is not there."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from clerkwork.runner.errors import StepUnusable

if TYPE_CHECKING:
    from clerkwork.selectors.screen_text import Reading
    from clerkwork.selectors.structure import Pixels


async def read_text(pixels: Pixels) -> list[Reading]:
    """All lines of text in a picture. Raises StepUnusable where text cannot be read."""
    from clerkwork.selectors.ocr import OcrMissing, read

    try:
        return await asyncio.to_thread(read, pixels)
    except OcrMissing as missing:
        raise StepUnusable(str(missing), missing.hint) from missing

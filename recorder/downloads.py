"""What pages gave the person to keep, in a browser of our own: name, size and digest of each whole file.

A browser that somebody else started tells only that client of its files which asked last; there, `watch.py`
hears of name and size from the page.
"""

from __future__ import annotations

import asyncio
import hashlib
import time
from pathlib import Path
from typing import Any

from playwright.async_api import Download, Error, Page

from clerkwork.recorder.windows import Windows


async def keep_facts(windows: Windows, page: Page, download: Download) -> None:
    """Tells of a download once it is complete; the file itself is not kept."""
    began = time.time()
    try:
        facts = await asyncio.to_thread(_facts, Path(await download.path()))
    except Error:  # it was cancelled, or the browser is gone
        return
    name = download.suggested_filename
    windows.emit({"kind": "downloaded", "at": began, "window": windows.name(page), "name": name, **facts})


def _facts(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        return {"size": path.stat().st_size, "sha256": hashlib.file_digest(file, "sha256").hexdigest()}

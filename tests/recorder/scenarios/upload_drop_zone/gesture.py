"""Files are dropped from the desktop on a place of the page."""

import tempfile
from pathlib import Path


async def play(page, human):
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / name for name in ("first.txt", "second.txt")]
        for path in paths:
            path.write_text(f"this is {path.stem}", encoding="utf-8")
        await human.drop_files("#zone", *paths)
        await human.until("effect.length == 2")

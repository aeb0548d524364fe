"""Copies of the files that the person gave to pages, under the bundle's `files/`."""

from __future__ import annotations

import asyncio
import base64
import re
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

FOLDER = "files"


@dataclass
class Uploads:
    """Pieces come one after another; a copy is complete when its last piece is there."""

    bundle: Path
    _open: dict[str, Path] = field(default_factory=dict)
    _done: asyncio.Event = field(default_factory=asyncio.Event)

    def expect(self, file: dict[str, Any]) -> dict[str, Any]:
        """Finds a place for a file that the page is about to send; returns what the event keeps of it."""
        told = {"name": str(file.get("name", "")), "size": int(file.get("size", 0))}
        copy = file.get("copy")
        if not copy:
            return told
        path = self._free(str(told["name"]))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
        if told["size"]:
            self._open[str(copy)] = path
        return {**told, "kept": path.relative_to(self.bundle).as_posix()}

    def take(self, piece: dict[str, Any]) -> None:
        """Adds a piece {copy, data (base64), last}."""
        copy = str(piece.get("copy"))
        path = self._open.get(copy)
        if path is None:
            return
        with path.open("ab") as file:
            file.write(base64.b64decode(piece.get("data") or ""))
        if piece.get("last"):
            del self._open[copy]
            if not self._open:
                self._done.set()

    async def complete(self, seconds: float) -> None:
        """Waits until every copy is complete, but not longer."""
        while self._open:
            self._done.clear()
            try:
                await asyncio.wait_for(self._done.wait(), seconds)
            except TimeoutError:
                return

    def _free(self, name: str) -> Path:
        """A path that Windows allows, too, and that no other file has."""
        plain = re.sub(r'[<>:"/\\|?*\x00-\x1f]', "_", PurePosixPath(name).name).strip(". ") or "file"
        path = self.bundle / FOLDER / plain
        number = 2
        while path.exists():
            path = self.bundle / FOLDER / f"{Path(plain).stem}_{number}{Path(plain).suffix}"
            number += 1
        return path

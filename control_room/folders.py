"""Watched folders: a file that appears starts a bot, and goes to done/ or failed/ when that has ended.

A file is taken by renaming it into working/, which one watcher alone can do; its new name is the job's key, so that
whoever goes on after a crash asks for the same job. A file that still grows is left alone.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from loguru import logger

from clerkwork.bots.errors import BotError
from clerkwork.control_room.config import Settings, TriggerPart
from clerkwork.control_room.errors import ControlRoomError, JobUnknown
from clerkwork.control_room.jobs import UNFINISHED, Job, Jobs, Request
from clerkwork.runner.errors import ItemsInvalid
from clerkwork.runner.item_file import read_items
from clerkwork.runner.state import RunState

WORKING, DONE, FAILED = "working", "done", "failed"

WELL = (RunState.DONE, RunState.NEEDS_REVIEW)

Size = tuple[int, int]


@dataclass
class Folders:
    """The folders that a control room watches; called after each look of the scheduler."""

    settings: Callable[[], Settings]
    jobs: Jobs
    submit: Callable[[Request], Awaitable[Job]]
    _seen: dict[Path, Size] = field(default_factory=dict)

    async def __call__(self, now: datetime) -> None:
        settings = self.settings()
        for name, part in settings.config.triggers.items():
            if part.enabled:
                try:
                    await self._look(name, part, settings.path(part.folder))
                except OSError as error:
                    logger.error(
                        f"the folder of {name} cannot be watched: {error.strerror}: '{error.filename}'"
                    )

    async def _look(self, name: str, part: TriggerPart, folder: Path) -> None:
        for place in (WORKING, DONE, FAILED):
            (folder / place).mkdir(parents=True, exist_ok=True)
        for file in await asyncio.to_thread(self._whole, folder, part.pattern):
            await asyncio.to_thread(_take, file, folder / WORKING)
        for taken in sorted((folder / WORKING).iterdir()):
            await self._see_to(name, part, folder, taken)

    def _whole(self, folder: Path, pattern: str) -> list[Path]:
        """Files that are as they were at the last look; what begins with a dot is still being written."""
        there = [
            file for file in sorted(folder.glob(pattern)) if file.is_file() and not file.name.startswith(".")
        ]
        before, self._seen = self._seen, {**self._seen, **{file: _size(file) for file in there}}
        return [file for file in there if before.get(file) == self._seen[file]]

    async def _see_to(self, name: str, part: TriggerPart, folder: Path, taken: Path) -> None:
        try:
            job = await self._job(name, part, taken)
        except (ItemsInvalid, ControlRoomError, BotError) as refused:
            reason = taken.with_name(f"{taken.name}.reason.txt")
            reason.write_text(f"{refused}\n{getattr(refused, 'hint', '')}\n", encoding="utf-8")
            _move(reason, folder / FAILED)
            _move(taken, folder / FAILED)
            logger.error(f"{name}: {taken.name} started nothing: {refused}")
            return
        if job.state not in UNFINISHED:
            _move(taken, folder / (DONE if job.state in WELL else FAILED))

    async def _job(self, name: str, part: TriggerPart, taken: Path) -> Job:
        key = f"folder {name}/{taken.name}"
        try:
            return await self.jobs.job(Request(part.bot, key=key).identity())
        except JobUnknown:
            rows = await asyncio.to_thread(_rows, part, taken)
        request = Request(
            part.bot,
            rows,
            {**part.systems},
            part.priority,
            part.hands,
            asked_by=f"folder {name}",
            because=f"the file {taken.name}",
            key=key,
        )
        return await self.submit(request)


def _rows(part: TriggerPart, taken: Path) -> list[dict[str, Any]]:
    if part.input is not None:
        return [{part.input: str(taken.absolute())}]
    return [dict(row.cells) for row in read_items(taken).rows]


def _take(file: Path, working: Path) -> None:
    """Rename the file so that its content is in its name: the same file, dropped again, is another job."""
    content = hashlib.sha256(file.read_bytes() + str(file.stat().st_mtime_ns).encode()).hexdigest()[:8]
    try:
        file.rename(working / f"{file.stem}.{content}{file.suffix}")
    except FileNotFoundError:
        return  # another watcher took it


def _move(file: Path, folder: Path) -> None:
    file.replace(folder / file.name)


def _size(file: Path) -> Size:
    found = file.stat()
    return found.st_size, found.st_mtime_ns

"""The bots that this control room knows, found by name in the bots folders and read again when they change."""

from __future__ import annotations

import difflib
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

from clerkwork.bots.bot import Bot, Bundle
from clerkwork.bots.errors import BotInvalid
from clerkwork.bots.load import BOT_FILE, TARGETS_FILE, load_bundle
from clerkwork.bots.parse import read_model
from clerkwork.control_room.errors import BotUnknown

Stamp = tuple[tuple[int, int], ...]


class Catalogue:
    """Bots by name; each lies in a folder of its own in one of the bots folders, or is one of them."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = tuple(folders)
        self._read: dict[Path, tuple[Stamp, Bundle]] = {}
        self._reading = threading.Lock()

    def bundle(self, name: str) -> Bundle:
        """The bot as it is on the disk now. Raises BotUnknown, BotInvalid with all its faults."""
        with self._reading:
            faulty: BotInvalid | None = None
            for folder in self._bot_folders():
                try:
                    bundle = self._bundle(folder)
                except BotInvalid as fault:
                    if _is_named(folder, name):
                        faulty = fault
                    continue
                if bundle.bot.name == name:
                    return bundle
        if faulty is not None:
            raise faulty
        raise BotUnknown(f"there is no bot {name!r} here", self._hint(name))

    def bundles(self) -> list[Bundle]:
        """All bots that can be read, by name."""
        with self._reading:
            return sorted(self._readable(), key=lambda bundle: bundle.bot.name)

    def _readable(self) -> Iterator[Bundle]:
        for folder in self._bot_folders():
            try:
                yield self._bundle(folder)
            except BotInvalid:
                continue

    def _bundle(self, folder: Path) -> Bundle:
        stamp = tuple(_stamp(folder / name) for name in (BOT_FILE, TARGETS_FILE))
        known = self._read.get(folder)
        if known is None or known[0] != stamp:
            known = self._read[folder] = (stamp, load_bundle(folder))
        return known[1]

    def _bot_folders(self) -> Iterator[Path]:
        for folder in self._folders:
            if (folder / BOT_FILE).exists():
                yield folder
            elif folder.is_dir():
                yield from (one for one in sorted(folder.iterdir()) if (one / BOT_FILE).exists())

    def _hint(self, name: str) -> str:
        names = [bundle.bot.name for bundle in self._readable()]
        near = difflib.get_close_matches(name, names, n=1)
        places = ", ".join(map(str, self._folders))
        return f"did you mean {near[0]}?" if near else f"in {places}: {', '.join(sorted(names)) or 'none'}"


def _is_named(folder: Path, name: str) -> bool:
    """Whether a bot that cannot be used seems to be the one of this name."""
    if folder.name.replace("_", "-") == name.replace("_", "-"):
        return True
    try:
        return read_model(folder / BOT_FILE, Bot)[0].name == name
    except BotInvalid:
        return False


def _stamp(file: Path) -> tuple[int, int]:
    try:
        found = file.stat()
    except OSError:
        return (0, 0)
    return (found.st_mtime_ns, found.st_size)

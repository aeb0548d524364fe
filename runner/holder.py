"""Who holds work items, and places on consoles: a name, and how others tell at once that its process is dead.

A lease tells it after a while, everywhere. On one machine a locked file tells it at once, since the lock dies
with the process however it ended.
"""

from __future__ import annotations

import contextlib
import os
import platform
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from clerkwork.evidence.filelock import is_held, try_lock

FOLDER = ".holders"

_LOCKED = b"1"
"""What stands in the file once it is locked."""


@contextmanager
def holder(runs: Path) -> Iterator[str]:
    """A name under which this process holds something, locked as long as it lives."""
    name = f"{platform.node() or 'host'}-{os.getpid()}-{uuid.uuid4().hex[:8]}"
    path = runs / FOLDER / name
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0))
    try:
        try_lock(descriptor)
        os.write(descriptor, _LOCKED)
        yield name
    finally:
        os.close(descriptor)
        with contextlib.suppress(OSError):
            path.unlink()


def dead_holders(runs: Path, me: str) -> list[str]:
    """Names that processes of this machine left behind; none where files cannot be locked."""
    folder = runs / FOLDER
    if not is_held(folder / me):
        return []
    here = f"{platform.node() or 'host'}-"
    return [
        path.name
        for path in sorted(folder.iterdir())
        if path.name.startswith(here) and path.name != me and _was_locked(path) and not is_held(path)
    ]


def _was_locked(path: Path) -> bool:
    """Not so in the moment between the making of the file and its lock, when its holder would be taken for dead."""
    try:
        return path.stat().st_size > 0
    except OSError:
        return False


def forget(runs: Path, name: str) -> None:
    """Nothing is held under this name any more."""
    with contextlib.suppress(OSError):
        (runs / FOLDER / name).unlink()

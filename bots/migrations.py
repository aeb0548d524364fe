"""Older formats made new while they are loaded.

Each function turns the tree of a file from its version into the next; `MIGRATIONS` holds them by the
version that they start from. They work on ruamel's tree, so that comments survive and every fault
still has its line. To change the format: raise `FORMAT` in `clerkwork.bots.bot`, add a function here
for both kinds of file, and a test with a file of the old version.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ruamel.yaml.comments import CommentedMap

from clerkwork.bots.bot import FORMAT
from clerkwork.bots.errors import BotInvalid
from clerkwork.bots.source import Source

Migration = Callable[[CommentedMap], None]
"""Changes a tree in place from one version to the next; the version number itself is set afterwards."""

MIGRATIONS: Mapping[int, Migration] = {}


def migrate(source: Source, chain: Mapping[int, Migration] = MIGRATIONS, newest: int = FORMAT) -> None:
    """Brings the tree of `source` to the newest format, in place.

    Raises BotInvalid when the version is no whole number from 1, or newer than this package knows.
    """
    version = _version(source, newest)
    while version < newest:
        chain[version](source.tree)
        version += 1
        source.tree["clerkwork"] = version


def _version(source: Source, newest: int) -> int:
    """A file without a version is of version 1."""
    version: Any = source.tree.get("clerkwork", 1)
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise BotInvalid(
            [source.fault(["clerkwork"], f"'clerkwork' is the format version, a number up to {newest}")]
        )
    if version > newest:
        message = (
            f"the file has format {version}, this clerkwork reads up to {newest}; install a newer clerkwork"
        )
        raise BotInvalid([source.fault(["clerkwork"], message)])
    return int(version)

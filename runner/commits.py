"""The store of commits: what was intended, and what is known to have happened.

SQLite with full synchronisation: an intent is on the disk before the act. One row per bot and key, so that
no two runs can hold the same commit at once.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from clerkwork.runner.errors import ApplicationException

CommitState = Literal["intended", "confirmed", "absent", "doubt"]

SCHEMA = """
create table if not exists commits (
    bot text not null,
    key text not null,
    state text not null,
    run text not null,
    attempt integer not null,
    at text not null,
    primary key (bot, key)
)
"""


@dataclass(frozen=True)
class CommitRecord:
    """What the store knows about one commit. `absent`: intended, and then proved not to have happened."""

    bot: str
    key: str
    state: CommitState
    run: str
    attempt: int
    at: str


class CommitStore:
    """The commits of all runs below one folder."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def intend(self, bot: str, key: str, run: str, attempt: int) -> CommitRecord | None:
        """Take the commit, durably. None: it is ours now. A record: somebody holds or has done it.

        A commit that is known to be absent may be taken again.
        """
        with self._opened() as connection:
            connection.execute("begin immediate")
            known = _select(connection, bot, key)
            if known is not None and known.state != "absent":
                return known
            connection.execute(
                "insert or replace into commits values (?, ?, 'intended', ?, ?, ?)",
                (bot, key, run, attempt, _now()),
            )
            connection.commit()
        return None

    def settle(self, bot: str, key: str, run: str, attempt: int, state: CommitState) -> None:
        """Write down what became of a commit."""
        with self._opened() as connection:
            connection.execute(
                "insert or replace into commits values (?, ?, ?, ?, ?, ?)",
                (bot, key, state, run, attempt, _now()),
            )
            connection.commit()

    def find(self, bot: str, key: str) -> CommitRecord | None:
        with self._opened() as connection:
            return _select(connection, bot, key)

    def open_keys(self, bot: str, run: str) -> list[str]:
        """Keys that the run intended and of which nobody knows what became."""
        with self._opened() as connection:
            rows = connection.execute(
                "select key from commits where bot = ? and run = ? and state in ('intended', 'doubt')",
                (bot, run),
            )
            return [row[0] for row in rows]

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        try:
            connection = sqlite3.connect(self._path, timeout=10, isolation_level=None)
            try:
                connection.execute("pragma synchronous = full")
                connection.execute(SCHEMA)
                yield connection
            finally:
                connection.close()
        except sqlite3.Error as error:
            raise ApplicationException(
                f"the store of commits {self._path} cannot be used: {error}",
                "is the disk full, or the folder read-only?",
            ) from error


def _select(connection: sqlite3.Connection, bot: str, key: str) -> CommitRecord | None:
    row = connection.execute(
        "select bot, key, state, run, attempt, at from commits where bot = ? and key = ?", (bot, key)
    ).fetchone()
    return CommitRecord(*row) if row else None


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")

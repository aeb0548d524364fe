"""A site's own records in SQLite: schema, deterministic seed, counters, and all of it as plain rows."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

Row = dict[str, object]
Seed = Callable[["Records"], None]

_COUNTERS = "CREATE TABLE site_counters (name TEXT PRIMARY KEY, count INTEGER NOT NULL)"


class Records:
    """One SQLite database, used from the server's event loop alone.

    `database` None keeps the records in memory. A file that already holds this schema is taken as it
    is, so that a restarted site remembers; an empty one is seeded.
    """

    def __init__(self, schema: str, seed: Seed, database: Path | None = None) -> None:
        self._schema = schema
        self._seed = seed
        self._connection = sqlite3.connect(database or ":memory:", check_same_thread=False)
        self._connection.row_factory = sqlite3.Row
        self._connection.execute("PRAGMA synchronous = OFF")
        if not self._tables():
            self._build()

    def run(self, sql: str, *values: object) -> int:
        """Runs one writing statement, stores it, and returns the id of the inserted row (0 if none)."""
        with self._connection:
            return self._connection.execute(sql, values).lastrowid or 0

    def fill(self, sql: str, rows: list[tuple[object, ...]]) -> None:
        """Runs one writing statement for each row, all in one transaction."""
        with self._connection:
            self._connection.executemany(sql, rows)

    def all(self, sql: str, *values: object) -> list[Row]:
        return [dict(row) for row in self._connection.execute(sql, values)]

    def one(self, sql: str, *values: object) -> Row | None:
        row = self._connection.execute(sql, values).fetchone()
        return None if row is None else dict(row)

    def count(self, counter: str, by: int = 1) -> None:
        """Adds to a named counter that `/__state` shows, such as `logins`."""
        self.run(
            "INSERT INTO site_counters VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET count = count + ?",
            *(counter, by, by),
        )

    def state(self) -> dict[str, object]:
        """Every table as a list of rows in insertion order, and `counters` as name to number."""
        tables: dict[str, object] = {
            table: self.all(f"SELECT * FROM {table} ORDER BY rowid")  # noqa: S608  # names come from the schema
            for table in self._tables()
            if table != "site_counters"
        }
        counted = self.all("SELECT name, count FROM site_counters ORDER BY name")
        return tables | {"counters": {str(row["name"]): row["count"] for row in counted}}

    def reset(self) -> None:
        """Back to the seed: the same records, ids and counters as on the first start."""
        for table in self._tables():
            self.run(f"DROP TABLE {table}")
        self._build()

    def close(self) -> None:
        self._connection.close()

    def _build(self) -> None:
        self._connection.executescript(f"{self._schema};{_COUNTERS};")
        self._seed(self)

    def _tables(self) -> list[str]:
        found = self._connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY rowid"
        )
        return [str(row[0]) for row in found]

"""The ledger of a folder of runs: which runs there were, in order, so that a removed one shows.

    ledger.jsonl    a hash chain like a journal's, one line per event of a run as a whole
        run.entered   {run, bot, number}                  before anything else of the run is on disk
        run.sealed    {run, number, state, seal}          `seal`: SHA-256 of its seal.json
        head.unpublished  {why}                           no second place knows the line before, see `witness`
        item.settled  {batch, number, choice, who, why, run}  what a person said of an item in doubt
        run.missed    {bot, schedule, due, why}           a scheduler did not start it; there is no run
        run.erased    {run, parts, files, why, who, when} what was erased on purpose, see `erasure`

Numbers go 1, 2, 3, ... without gaps over all bots of the folder; `last` in every line is the last one given. Every seal repeats the ledger's head of its
moment, so the ledger cannot be rewritten behind the last seal without the signing key; what an attacker can
still do, cut off the end together with its runs, shows against what a `witness` keeps elsewhere.
"""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from clerkwork.evidence.chain import ZERO_HASH, Chain, Entry, link, read_chain
from clerkwork.evidence.errors import JournalError, StorageError
from clerkwork.evidence.filelock import try_lock
from clerkwork.evidence.moments import utc

LEDGER = "ledger.jsonl"

_LOCK_PATIENCE = 10.0
"""Seconds to wait for other runs; each holds the ledger for a line's time."""
_LOCK_PAUSE = 0.005
_TAIL_BYTES = 64 * 1024
"""More than any line: a run's id, a bot's name, a reason."""
_FLAGS = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0)


@dataclass(frozen=True, slots=True)
class Head:
    """The end of a ledger.

    Attributes:
        seq: Of the last line; -1 while there is none.
        hash: Of the last line, hex; 64 zeros while there is none.
        number: Of the last run entered; 0 while there is none.
    """

    seq: int
    hash: str
    number: int


_NOTHING = Head(-1, ZERO_HASH, 0)


def enter_run(root: Path, run: str, bot: str) -> int:
    """Enter a new run into the folder's ledger; returns its number.

    Raises:
        StorageError: the ledger cannot be written, or is held for too long.
        JournalError: its end was altered.
    """
    with _Held(root) as held:
        number = held.head.number + 1
        held.append("run.entered", run=run, bot=bot, number=number, last=number)
        return number


def enter(root: Path, event: str, **data: Any) -> Head:
    """Enter what became of a run; returns the ledger's new head. Raises as `enter_run`."""
    with _Held(root) as held:
        held.append(event, **data, last=held.head.number)
        return held.head


def head_of(root: Path) -> Head:
    """The ledger's end; nothing's if there is no ledger.

    Raises:
        StorageError: it cannot be read.
        JournalError: its end was altered.
    """
    try:
        raw = (root / LEDGER).read_bytes()
    except FileNotFoundError:
        return _NOTHING
    except OSError as error:
        raise StorageError.of("read the ledger of runs", root / LEDGER, error) from error
    return _head(root / LEDGER, raw[-_TAIL_BYTES:])


def first_hash(root: Path) -> str | None:
    """The hash of the ledger's first line, which tells it from every other ledger; None if there is no line."""
    try:
        with (root / LEDGER).open("rb") as file:
            chain = read_chain(file.readline())
    except OSError:
        return None
    return chain.entries[0].hash if chain.entries else None


def read_ledger(root: Path) -> Chain | None:
    """The whole ledger with every fault in its chain; None if there is no ledger.

    Raises:
        StorageError: it cannot be read.
    """
    try:
        return read_chain((root / LEDGER).read_bytes())
    except FileNotFoundError:
        return None
    except OSError as error:
        raise StorageError.of("read the ledger of runs", root / LEDGER, error) from error


class _Held:
    """The ledger, open and ours alone until the block ends."""

    def __init__(self, root: Path) -> None:
        self._path = root / LEDGER
        self.head = _NOTHING

    def __enter__(self) -> _Held:
        try:
            self._descriptor = os.open(self._path, _FLAGS, 0o644)
            self._wait_for_lock()
            self.head = _head(self._path, self._tail())
        except OSError as error:
            raise StorageError.of("open the ledger of runs", self._path, error) from error
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._descriptor)

    def append(self, event: str, **data: Any) -> Entry:
        now = utc()
        entry, line = link(self.head.seq + 1, now, event, data, self.head.hash)
        try:
            os.lseek(self._descriptor, 0, os.SEEK_END)
            os.write(self._descriptor, line)
            os.fsync(self._descriptor)
        except OSError as error:
            raise StorageError.of("write the ledger of runs", self._path, error) from error
        self.head = Head(entry.seq, entry.hash, data["last"])
        return entry

    def _wait_for_lock(self) -> None:
        end = time.monotonic() + _LOCK_PATIENCE
        while not try_lock(self._descriptor):
            if time.monotonic() > end:
                os.close(self._descriptor)
                raise OSError(0, f"another process has held it for {_LOCK_PATIENCE:g} s")
            time.sleep(_LOCK_PAUSE)

    def _tail(self) -> bytes:
        """The last bytes, after half a line that a crash left was cut off."""
        size = os.lseek(self._descriptor, 0, os.SEEK_END)
        os.lseek(self._descriptor, max(0, size - _TAIL_BYTES), os.SEEK_SET)
        tail = os.read(self._descriptor, _TAIL_BYTES)
        torn = len(tail) - (tail.rfind(b"\n") + 1)
        if torn:
            os.ftruncate(self._descriptor, size - torn)
        return tail[: len(tail) - torn]


def _head(path: Path, tail: bytes) -> Head:
    lines = tail.split(b"\n")[:-1]
    if not lines:
        return _NOTHING
    chain = read_chain(lines[-1] + b"\n")
    last = chain.entries[-1] if chain.entries else None
    number = last.data.get("last") if last else None
    # The line before is not looked at here, so a fault about what came before is none.
    if last is None or not isinstance(number, int) or _is_altered(last):
        raise JournalError(f"{path}: the last line was altered; restore the ledger from a copy.")
    return Head(last.seq, last.hash, number)


def _is_altered(entry: Entry) -> bool:
    again, _ = link(entry.seq, entry.time, entry.event, entry.data, entry.prev)
    return again.hash != entry.hash

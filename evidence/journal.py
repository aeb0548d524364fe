"""The append-only record of a run: one JSON line per event, each chained to the one before."""

from __future__ import annotations

import os
import sys
import weakref
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from clerkwork.evidence.chain import ZERO_HASH, Chain, Entry, link, read_chain
from clerkwork.evidence.errors import JournalError, StorageError
from clerkwork.evidence.filelock import try_lock
from clerkwork.evidence.moments import utc
from clerkwork.evidence.redact import Redactor

_FLAGS = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0)


class Journal:
    """A journal open for writing; made by `create` or `resume`, held by one process at a time."""

    def __init__(
        self, path: Path, descriptor: int, redactor: Redactor, last: Entry | None, size: int
    ) -> None:
        self.path = path
        self.redactor = redactor
        self._descriptor = descriptor
        self._size = size
        self._next_seq = last.seq + 1 if last else 0
        self._head = last.hash if last else ZERO_HASH
        self._folder_is_durable = False
        self._broken: str | None = None
        self.close = weakref.finalize(self, os.close, descriptor)

    @classmethod
    def create(cls, path: Path, redactor: Redactor) -> Journal:
        """Start an empty journal.

        Raises:
            StorageError: the file exists already or cannot be written.
        """
        return cls(path, _open_locked(path, _FLAGS | os.O_EXCL), redactor, None, 0)

    @classmethod
    def resume(cls, path: Path, redactor: Redactor) -> Journal:
        """Continue a journal whose writer stopped or crashed.

        A half-written last line is cut off; the cut is recorded as `journal.cut {bytes}`.

        Raises:
            JournalError: the journal was altered, or another process still writes it.
            StorageError: the file cannot be read or written.
        """
        descriptor = _open_locked(path, _FLAGS & ~os.O_CREAT)
        try:
            chain = _chain_of(path)
            _refuse_altered(path, chain)
            if chain.torn_bytes:
                os.ftruncate(descriptor, chain.whole_bytes)
        except OSError as error:
            os.close(descriptor)
            raise StorageError.of("continue the journal", path, error) from error
        except JournalError:
            os.close(descriptor)
            raise
        last = chain.entries[-1] if chain.entries else None
        journal = cls(path, descriptor, redactor, last, chain.whole_bytes)
        if chain.torn_bytes:
            journal.append("journal.cut", durable=True, bytes=chain.torn_bytes)
        return journal

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def head(self) -> str:
        """Hash of the last entry, hex; 64 zeros while there is none."""
        return self._head

    @property
    def last_seq(self) -> int:
        """Seq of the last entry; -1 while there is none."""
        return self._next_seq - 1

    def append(self, event: str, *, durable: bool = False, **data: Any) -> Entry:
        """Record one event; after the return it survives the death of this process.

        Args:
            event: What happened, as `noun.verb`.
            durable: Also survive a power failure (costs an fsync, milliseconds).
            data: Plain JSON values; secrets are taken out of every one of them.

        Raises:
            JournalError: a value is not plain JSON, or an earlier failure left the file in a bad state.
            StorageError: the disk is full or the file unwritable; nothing was recorded.
        """
        # The fields' own names are the program's; a page that repeats one must not rename it.
        clean = dict(zip(data, self.redactor.value(list(data.values())), strict=True))
        time = utc()
        try:
            entry, line = link(self._next_seq, time, event, clean, self._head)
        except (TypeError, ValueError) as error:
            raise JournalError(
                f"{self.path}: event {event} holds a value that is not plain JSON; {error}."
            ) from None
        self._write(line)
        self._next_seq, self._head = entry.seq + 1, entry.hash
        if durable:
            self._make_durable()
        return entry

    def _write(self, line: bytes) -> None:
        """Write the line in one call, all of it or nothing."""
        if self._broken or not self.close.alive:
            raise JournalError(
                f"{self.path}: the journal takes no more events; {self._broken or 'it is closed'}."
            )
        try:
            written = os.write(self._descriptor, line)
            if written < len(line):
                # The next call tells the reason: a disk that just became full answers the rest with an error.
                written += os.write(self._descriptor, line[written:])
            if written < len(line):
                raise OSError(0, "only a part of the line could be written")
        except OSError as error:
            self._take_back()
            raise StorageError.of("write the journal", self.path, error) from error
        self._size += len(line)

    def _take_back(self) -> None:
        try:
            os.ftruncate(self._descriptor, self._size)
        except OSError as error:
            self._broken = f"half a line could not be taken back: {error.strerror}"

    def _make_durable(self) -> None:
        try:
            os.fsync(self._descriptor)
            if not self._folder_is_durable:
                sync_folder(self.path.parent)
                self._folder_is_durable = True
        except OSError as error:
            raise StorageError.of("flush the journal to the disk", self.path, error) from error


def read_journal(path: Path) -> list[Entry]:
    """All entries of a journal; a half-written last line is left out.

    Raises:
        JournalError: a line was altered, dropped or swapped.
        StorageError: the file cannot be read.
    """
    try:
        chain = _chain_of(path)
    except OSError as error:
        raise StorageError.of("read the journal", path, error) from error
    _refuse_altered(path, chain)
    return list(chain.entries)


def sync_folder(folder: Path) -> None:
    """Make the folder's list of names survive a power failure (Windows does so by itself)."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _chain_of(path: Path) -> Chain:
    return read_chain(path.read_bytes())


def _refuse_altered(path: Path, chain: Chain) -> None:
    faults = chain.faults[:-1] if chain.torn_bytes else chain.faults
    if faults:
        raise JournalError(f"{path.parent}: {faults[0]}")


def _open_locked(path: Path, flags: int) -> int:
    try:
        descriptor = os.open(path, flags, 0o644)
    except OSError as error:
        raise StorageError.of("open the journal", path, error) from error
    if not try_lock(descriptor):
        os.close(descriptor)
        raise JournalError(f"{path}: another process still writes this journal; wait until it has ended.")
    return descriptor

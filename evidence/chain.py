"""The hash chain of a journal: what one line is, and what a whole file of them is worth.

A line is the canonical JSON (sorted keys, compact, UTF-8 as it is) of an entry. Its `hash` is the
SHA-256 of the same JSON without `hash`; its `prev` is the hash of the line before, 64 zeros for the
first. As the line's very bytes must be canonical, no byte of the file can change unnoticed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

ZERO_HASH = "0" * 64
_FIELDS = {"seq", "time", "event", "data", "prev", "hash"}
_encode = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode


@dataclass(frozen=True, slots=True)
class Entry:
    """One event of a run.

    Attributes:
        seq: 0, 1, 2, ... without gaps.
        time: UTC, ISO 8601 with microseconds and Z.
        event: What happened, as `noun.verb`.
        data: Plain JSON values, redacted.
        prev: Hash of the entry before, hex.
        hash: Own hash, hex.
    """

    seq: int
    time: str
    event: str
    data: Mapping[str, Any]
    prev: str
    hash: str


@dataclass(frozen=True, slots=True)
class Chain:
    """A journal as far as it could be read.

    Attributes:
        entries: Every line that reads as an entry, in file order, also beyond a fault.
        faults: What does not fit, first to last, each a sentence that names line and seq.
        whole_bytes: Length of the file up to the last line end; what follows is half a line.
        torn_bytes: Length of the half-written last line, 0 if there is none.
    """

    entries: tuple[Entry, ...]
    faults: tuple[str, ...]
    whole_bytes: int
    torn_bytes: int


def canonical(value: object) -> str:
    """Canonical JSON of a plain value.

    Raises:
        TypeError, ValueError: if the value is not plain JSON (NaN included).
    """
    return _encode(value)


def link(seq: int, time: str, event: str, data: Mapping[str, Any], prev: str) -> tuple[Entry, bytes]:
    """Make the entry that follows `prev` and its line, line end included.

    Raises:
        TypeError, ValueError: if `data` is not plain JSON.
    """
    # Pages may hold half surrogate pairs, which UTF-8 cannot carry.
    told = canonical(data).encode("utf-8", "replace")
    name = canonical(event).encode("utf-8", "replace")
    rest = b'"prev":"%b","seq":%d,"time":"%b"}' % (prev.encode(), seq, time.encode())
    digest = hashlib.sha256(b'{"data":%b,"event":%b,%b' % (told, name, rest)).hexdigest()
    line = b'{"data":%b,"event":%b,"hash":"%b",%b\n' % (told, name, digest.encode(), rest)
    return Entry(seq, time, event, data, prev, digest), line


def read_chain(raw: bytes) -> Chain:
    """Read a journal's bytes and check every link; never raises, whatever the bytes."""
    lines = raw.split(b"\n")
    torn = lines.pop()
    entries: list[Entry] = []
    faults: list[str] = []
    for number, line in enumerate(lines, start=1):
        entry, fault = _read_line(line)
        if entry is None:
            faults.append(f"journal.jsonl line {number}: {fault}.")
            continue
        fault = fault or _misfit(
            entry, entries[-1] if entries else None, after_fault=len(entries) < number - 1
        )
        if fault:
            faults.append(f"journal.jsonl line {number} (seq {entry.seq}): {fault}.")
        entries.append(entry)
    if torn:
        faults.append(
            f"journal.jsonl line {len(lines) + 1}: half-written, {len(torn)} bytes without a line end;"
            " the writer crashed here or the file was cut."
        )
    return Chain(tuple(entries), tuple(faults), len(raw) - len(torn), len(torn))


def _read_line(line: bytes) -> tuple[Entry | None, str | None]:
    """The line's entry, if it has the shape of one, and what is wrong with the line by itself."""
    try:
        found = json.loads(line.decode("utf-8"))
    except (ValueError, RecursionError):
        return None, "altered, it no longer reads as JSON"
    if not _is_entry(found):
        return None, "altered, it no longer has the fields of a journal entry"
    entry = Entry(**found)
    try:
        expected, written = link(entry.seq, entry.time, entry.event, entry.data, entry.prev)
    except (TypeError, ValueError, RecursionError):
        return None, "altered, it holds values that a journal cannot hold"
    if expected.hash != entry.hash:
        return entry, "altered, its content does not match its own hash"
    if written[:-1] != line:
        return entry, "altered, it is not written the way the journal writes"
    return entry, None


def _is_entry(found: object) -> bool:
    if not isinstance(found, dict) or set(found) != _FIELDS or not isinstance(found["data"], dict):
        return False
    texts = all(isinstance(found[field], str) for field in ("time", "event", "prev", "hash"))
    return texts and type(found["seq"]) is int and found["seq"] >= 0


def _misfit(entry: Entry, before: Entry | None, *, after_fault: bool) -> str | None:
    """How the entry fails to follow the one before."""
    expected = before.seq + 1 if before else 0
    if after_fault and entry.seq > expected:
        return None
    if entry.seq > expected:
        missing = f"seq {expected}" if entry.seq == expected + 1 else f"seq {expected} to {entry.seq - 1}"
        return f"{missing} should stand here; a line was dropped or lines were swapped"
    if entry.seq < expected:
        return f"stands after seq {expected - 1}; lines were swapped or a line was repeated"
    if entry.prev != (before.hash if before else ZERO_HASH):
        return "does not continue the line before, which was replaced"
    return None

"""Tells whether a whole folder of runs is complete: no run removed, none slipped in, the ledger not rewritten."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from clerkwork.evidence.chain import Chain, Entry
from clerkwork.evidence.errors import RunFolderError
from clerkwork.evidence.files import ERASED, SEAL
from clerkwork.evidence.key_store import trusted_keys
from clerkwork.evidence.keys import PublicKey
from clerkwork.evidence.ledger import LEDGER, read_ledger
from clerkwork.evidence.verify import Anchor, Verdict, verify_run


@dataclass(frozen=True, slots=True)
class RunsVerdict:
    """What a folder of runs is worth.

    Attributes:
        runs: Each run's verdict by its folder, in the order of their ids.
        faults: What does not fit between the runs and their ledger, each a plain sentence.
        last_number: Of the last run that the ledger knows; 0 without a ledger.
        missed: Runs that a scheduler should have started and did not, each a plain sentence; no fault of the evidence.
    """

    runs: Mapping[Path, Verdict]
    faults: tuple[str, ...]
    last_number: int
    missed: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        return not self.faults and all(verdict.ok for verdict in self.runs.values())


def holds_runs(path: Path) -> bool:
    """Whether this is a folder of runs rather than a run."""
    if not path.is_dir() or is_run(path):
        return False
    return (path / LEDGER).exists() or any(is_run(inner) for inner in path.iterdir())


def verify_runs(
    root: Path,
    trusted: Sequence[PublicKey] | None = None,
    anchors: Sequence[Anchor] = (),
    left_out: frozenset[str] = frozenset(),
) -> RunsVerdict:
    """Verify every run below `root`, and the ledger against all of them.

    Args:
        trusted: Public keys whose seals count; default: this machine's `trusted_keys()`.
        anchors: Lines of the ledger that are known from elsewhere, from a `witness` say.
        left_out: Ids of runs that are not here on purpose, because this is an export of some.

    Raises:
        RunFolderError: there is neither a ledger nor a run.
        StorageError: the ledger cannot be read.
        SigningKeyError: a trusted key's file is unusable (only with the default keys).
    """
    if not holds_runs(root):
        raise RunFolderError(f"{root}: no runs here; name a folder that holds runs.")
    keys = trusted_keys() if trusted is None else trusted
    runs = {path: verify_run(path, keys) for path in sorted(root.iterdir()) if is_run(path)}
    ledger = read_ledger(root)
    if ledger is None:
        return RunsVerdict(runs, tuple(_without_ledger(runs, anchors)), 0)
    faults = [f"{LEDGER}{fault.removeprefix('journal.jsonl')}" for fault in ledger.faults]
    faults += _gaps(ledger)
    faults += _absent(ledger, {path.name for path in runs} | left_out)
    faults += _strange(ledger, runs)
    faults += _replaced_seals(ledger, runs)
    faults += _hidden_erasures(ledger, runs)
    faults += _rewritten(ledger, runs, anchors)
    return RunsVerdict(runs, tuple(faults), _last_number(ledger), tuple(_missed(ledger)))


def is_run(path: Path) -> bool:
    """Whether this is the folder of one run, erased ones included."""
    return any((path / name).exists() for name in ("journal.jsonl", "run.json", ERASED))


def _named(ledger: Chain, event: str) -> list[Entry]:
    return [entry for entry in ledger.entries if entry.event == event]


def _last_number(ledger: Chain) -> int:
    return max((_number(entry) for entry in _named(ledger, "run.entered")), default=0)


def _number(entry: Entry) -> int:
    number = entry.data.get("number")
    return number if isinstance(number, int) else 0


def _without_ledger(runs: Mapping[Path, Verdict], anchors: Sequence[Anchor]) -> Iterator[str]:
    numbered = [path.name for path, verdict in runs.items() if verdict.number]
    if numbered or anchors:
        known = f"the seal of {numbered[0]} knows one" if numbered else "a witness knows one"
        yield f"{LEDGER}: missing, although {known}; nobody can tell whether runs were removed."


def _gaps(ledger: Chain) -> Iterator[str]:
    expected = 1
    for entry in _named(ledger, "run.entered"):
        if _number(entry) != expected:
            yield (
                f"{LEDGER} line {entry.seq + 1}: run number {_number(entry)} stands where {expected} should;"
                " a line was removed or repeated."
            )
        expected = _number(entry) + 1


def _absent(ledger: Chain, present: set[str]) -> Iterator[str]:
    for entry in _named(ledger, "run.entered"):
        run = str(entry.data.get("run"))
        if run not in present:
            yield f"{run}: missing, the ledger entered it as run number {_number(entry)} at {entry.time}."


def _strange(ledger: Chain, runs: Mapping[Path, Verdict]) -> Iterator[str]:
    """Runs that the ledger does not know, or knows by another number."""
    entered = {entry.data.get("run"): _number(entry) for entry in _named(ledger, "run.entered")}
    for path, verdict in runs.items():
        number = verdict.number if verdict.number is not None else _told_number(path)
        if number == 0:
            continue  # made before there were ledgers
        if path.name not in entered:
            why = "the ledger's end was cut off" if number > _last_number(ledger) else "it was put here later"
            yield f"{path.name}: run number {number} is not in the ledger; {why}."
        elif entered[path.name] != number:
            yield f"{path.name}: says it is run number {number}, the ledger says {entered[path.name]}."


def _told_number(path: Path) -> int:
    try:
        number = json.loads((path / "run.json").read_bytes())["number"]
    except (OSError, ValueError, KeyError, TypeError):
        return 0  # what is wrong with its run.json is said by its own verdict
    return number if isinstance(number, int) else 0


def _replaced_seals(ledger: Chain, runs: Mapping[Path, Verdict]) -> Iterator[str]:
    folders = {path.name: path for path in runs}
    for entry in _named(ledger, "run.sealed"):
        path = folders.get(str(entry.data.get("run")))
        if path is None or not (path / SEAL).is_file():
            continue
        if hashlib.sha256((path / SEAL).read_bytes()).hexdigest() != entry.data.get("seal"):
            yield f"{path.name}/{SEAL}: not the seal that the ledger entered at {entry.time}; it was replaced."


def _missed(ledger: Chain) -> Iterator[str]:
    """Each once, although two schedulers may have entered it."""
    told: dict[tuple[str, str], str] = {}
    for entry in _named(ledger, "run.missed"):
        schedule, due = str(entry.data.get("schedule")), str(entry.data.get("due"))
        why = f"{entry.data.get('bot')} was not started at {due} ({schedule}): {entry.data.get('why')}"
        told.setdefault((schedule, due), why)
    yield from told.values()


def _hidden_erasures(ledger: Chain, runs: Mapping[Path, Verdict]) -> Iterator[str]:
    erased = {str(entry.data.get("run")): entry.time for entry in _named(ledger, "run.erased")}
    for path in runs:
        if path.name in erased and not (path / ERASED).is_file():
            yield f"{path.name}/{ERASED}: missing, the ledger entered an erasure at {erased[path.name]}."


def _rewritten(ledger: Chain, runs: Mapping[Path, Verdict], anchors: Sequence[Anchor]) -> Iterator[str]:
    """What signed anchors know otherwise about the ledger."""
    told = [(verdict.anchor, f"the seal of {path.name}") for path, verdict in runs.items() if verdict.anchor]
    told += [(anchor, "a witness") for anchor in anchors]
    hashes = {entry.seq: entry.hash for entry in ledger.entries}
    last = max(hashes, default=-1)
    for anchor, who in sorted(told, key=lambda one: -one[0].seq):
        if anchor.seq < 0 or hashes.get(anchor.seq) == anchor.hash:
            continue
        if anchor.seq > last:
            yield (
                f"{LEDGER} ends at seq {last}, but {who} knows seq {anchor.seq}:"
                f" its last {anchor.seq - last} lines or more were cut off."
            )
        else:
            yield f"{LEDGER} line {anchor.seq + 1}: not the line that {who} knows; the ledger was rewritten."
        return

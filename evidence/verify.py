"""Tells whether a run's evidence is what was sealed, and names the first thing that does not fit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from clerkwork.evidence.chain import Chain, Entry, read_chain
from clerkwork.evidence.envelope import Opened, open_envelope
from clerkwork.evidence.erasure import Erasures, read_erasures
from clerkwork.evidence.errors import RunFolderError
from clerkwork.evidence.filelock import is_held
from clerkwork.evidence.files import ERASED, SEAL, FileDigest, digest_of, evidence_files, is_scaffolding
from clerkwork.evidence.key_store import trusted_keys
from clerkwork.evidence.keys import PublicKey
from clerkwork.evidence.picture_store import digest_in_name
from clerkwork.evidence.seal import PREDICATE_TYPE
from clerkwork.evidence.timestamp import check_stamp


class Standing(StrEnum):
    """What a run's evidence is worth.

    `sealed`: signed by a trusted key, and everything fits. `running`: a living process writes it and
    everything so far fits. `unfinished`: the run was interrupted; everything so far fits, but nothing
    is signed. `unsealed`: the run finished, but its seal is missing. `altered`: something does not fit.
    `erased`: all of it was erased on purpose, as a trusted key signed.
    """

    SEALED = "sealed"
    RUNNING = "running"
    UNFINISHED = "unfinished"
    UNSEALED = "unsealed"
    ALTERED = "altered"
    ERASED = "erased"

    @property
    def fits(self) -> bool:
        """Whether nothing that was claimed has been found untrue."""
        return self in (Standing.SEALED, Standing.RUNNING, Standing.ERASED)


@dataclass(frozen=True, slots=True)
class Anchor:
    """A line of the ledger of runs that a seal vouches for: its number from 0, and its hash, hex."""

    seq: int
    hash: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome of a verification.

    Attributes:
        standing: What the evidence is worth.
        faults: What does not fit, first to last, each a plain sentence naming file and line.
        signed_by: Id of the trusted key that signed, None if none did.
        sealed_at: When, as the seal tells: UTC, ISO 8601.
        events: Number of journal entries.
        files: Number of files that were checked.
        number: The run's number in the ledger, as the seal tells; None without a seal to believe.
        anchor: The ledger's head when the run was sealed, as the seal tells.
        erased: Number of files that were erased on purpose.
        stamped_at: When the seal existed at the latest, by a time stamp of somebody else: UTC, ISO 8601.
        note: What was not checked, a sentence; "" if everything was.
    """

    standing: Standing
    faults: tuple[str, ...]
    signed_by: str | None
    sealed_at: str | None
    events: int
    files: int
    number: int | None = None
    anchor: Anchor | None = None
    erased: int = 0
    stamped_at: str | None = None
    note: str = ""

    @property
    def ok(self) -> bool:
        """Sealed and fitting, still running and fitting so far, or erased on purpose."""
        return self.standing.fits

    @property
    def sealed(self) -> bool:
        """Whether a trusted key signed this run (its files may have been altered since)."""
        return self.signed_by is not None

    @property
    def fault(self) -> str | None:
        """The first thing that does not fit."""
        return self.faults[0] if self.faults else None


@dataclass(frozen=True, slots=True)
class _Seal:
    """What seal.json says, once it can be believed."""

    files: dict[str, FileDigest]
    head: str
    last_seq: int
    signed_by: str
    sealed_at: str
    number: int | None
    anchor: Anchor | None


def verify_run(path: Path, trusted: Sequence[PublicKey] | None = None) -> Verdict:
    """Recompute everything that a run's evidence claims.

    Args:
        path: The run's folder.
        trusted: Public keys whose seals count; default: this machine's `trusted_keys()`.

    Raises:
        RunFolderError: there is no run at this path.
        SigningKeyError: a trusted key's file is unusable (only with the default keys).
    """
    if not any((path / name).exists() for name in ("journal.jsonl", "run.json", ERASED)):
        raise RunFolderError(
            f"{path}: no run folder here; name a folder that holds run.json and journal.jsonl."
        )
    signed = any((path / name).exists() for name in (SEAL, ERASED))
    trusted = trusted or (trusted_keys() if signed and trusted is None else ())
    erasures = read_erasures(path, trusted)
    gone = "journal.jsonl" in erasures.files
    chain, faults = (Chain((), (), 0, 0), []) if gone else _journal(path)
    if (path / SEAL).is_file():
        seal, seal_faults = _read_seal(path / SEAL, trusted)
        faults += (
            _against_seal(path, chain, seal, erasures) if seal else _against_journal(path, chain, erasures)
        )
        faults += seal_faults
        standing = Standing.ERASED if gone else Standing.SEALED
    else:
        seal = None
        standing, faults = _unsealed(path, chain, faults, erasures, gone=gone)
    stamped = check_stamp(path)
    faults += [*erasures.faults, *filter(None, [stamped.fault])]
    return Verdict(
        standing=Standing.ALTERED if faults and standing.fits else standing,
        faults=tuple(faults),
        signed_by=seal.signed_by if seal else None,
        sealed_at=seal.sealed_at if seal else None,
        events=len(chain.entries),
        files=len(list(evidence_files(path))),
        number=seal.number if seal else None,
        anchor=seal.anchor if seal else None,
        erased=len(erasures.files),
        stamped_at=stamped.time.isoformat() if stamped.time else None,
        note=stamped.note,
    )


def _unsealed(
    path: Path, chain: Chain, faults: list[str], erasures: Erasures, *, gone: bool
) -> tuple[Standing, list[str]]:
    """What is left to say where nothing is signed; `faults` are the journal's own."""
    if gone:
        return Standing.ERASED, [*_still_there(path, erasures)]
    held = is_held(path / "journal.jsonl")
    if chain.torn_bytes and held:
        faults = faults[:-1]  # the line is being written right now
    torn_by_crash = bool(chain.torn_bytes) and len(faults) == 1 and not held
    faults = [*faults, *_against_journal(path, chain, erasures)]
    finished = bool(chain.entries) and chain.entries[-1].event == "run.finished"
    standing, sentence = _without_seal(chain, finished=finished, held=held)
    if len(faults) > torn_by_crash:
        standing = Standing.ALTERED
    return standing, [*faults, *sentence]


def _journal(path: Path) -> tuple[Chain, list[str]]:
    try:
        chain = read_chain((path / "journal.jsonl").read_bytes())
    except OSError as error:
        return Chain((), (), 0, 0), [f"journal.jsonl: missing or unreadable: {error.strerror}."]
    if not chain.entries and not chain.faults:
        return chain, ["journal.jsonl: empty, its lines were removed."]
    return chain, list(chain.faults)


def _without_seal(chain: Chain, *, finished: bool, held: bool) -> tuple[Standing, list[str]]:
    if finished:
        return Standing.UNSEALED, [
            "seal.json: missing although the journal says that the run finished; not sealed."
        ]
    if held:
        return Standing.RUNNING, []
    last = f"seq {chain.entries[-1].seq}" if chain.entries else "no event at all"
    return Standing.UNFINISHED, [
        f"seal.json: not sealed, the journal ends at {last} without run.finished; the run was interrupted"
        " (resume it) or its end was removed."
    ]


def _read_seal(path: Path, trusted: Sequence[PublicKey]) -> tuple[_Seal | None, list[str]]:
    """The seal, if a trusted key signed it, and what is wrong with it."""
    try:
        opened = open_envelope(path.read_bytes(), trusted, PREDICATE_TYPE)
    except OSError as error:
        return None, [f"{SEAL}: unreadable: {error.strerror}."]
    return _seal(opened), [f"{SEAL}: {fault}" for fault in opened.faults]


def _seal(opened: Opened) -> _Seal | None:
    if opened.said is None or opened.signed_by is None:
        return None
    predicate: dict[str, Any] = opened.said["predicate"]
    journal, ledger = predicate["journal"], predicate.get("ledger")
    files = map(FileDigest.of_subject, opened.said["subject"])
    return _Seal(
        files={file.path: file for file in files},
        head=journal["head"],
        last_seq=journal["last_seq"],
        signed_by=opened.signed_by,
        sealed_at=predicate["sealed"],
        number=predicate.get("number"),
        anchor=Anchor(ledger["last_seq"], ledger["head"]) if ledger else None,
    )


def _against_seal(path: Path, chain: Chain, seal: _Seal, erasures: Erasures) -> list[str]:
    """What differs from the sealed list of files; the journal's own place in it comes first."""
    faults = list(_journal_against_seal(chain, seal)) + list(_still_there(path, erasures))
    found = set(evidence_files(path))
    for name in sorted(seal.files.keys() | found, key=lambda name: (name != "journal.jsonl", name)):
        sealed = seal.files.get(name)
        if sealed is None:
            faults.append(f"{name}: extra file, it is not in the seal.")
        elif name not in found and name in erasures.files:
            if erasures.files[name] != sealed:
                faults.append(f"{name}: erased, but what was erased was not what had been sealed.")
        elif name not in found:
            faults.append(f"{name}: missing, the seal lists it with {sealed.size} bytes.")
        elif fault := _differs(path, name, sealed, known=bool(faults or chain.faults)):
            faults.append(fault)
    return faults


def _journal_against_seal(chain: Chain, seal: _Seal) -> Iterator[str]:
    last = chain.entries[-1] if chain.entries else None
    if last and last.seq < seal.last_seq and not chain.torn_bytes:
        lost = seal.last_seq - last.seq
        yield f"journal.jsonl ends at seq {last.seq} where the seal says {seal.last_seq}: its last {lost} lines were cut off."
    elif last and last.seq > seal.last_seq:
        yield f"journal.jsonl line {seal.last_seq + 2}: lines follow the sealed end at seq {seal.last_seq}."
    elif last and not chain.faults and last.hash != seal.head:
        yield (
            f"journal.jsonl line {len(chain.entries)} (seq {last.seq}): not the line that was sealed;"
            " the journal was rewritten and chained anew."
        )


def _differs(path: Path, name: str, sealed: FileDigest, *, known: bool) -> str | None:
    if name == "journal.jsonl" and known:
        return None
    try:
        found = digest_of(path, name)
    except OSError as error:
        return f"{name}: unreadable: {error.strerror}."
    if (path / name).is_symlink():
        return f"{name}: replaced by a link to another file."
    if found.size != sealed.size:
        return f"{name}: altered or replaced, {found.size} bytes instead of {sealed.size}."
    if found.sha256 != sealed.sha256:
        return (
            f"{name}: altered or replaced, SHA-256 {found.sha256[:16]}... instead of {sealed.sha256[:16]}..."
        )
    return None


def _still_there(path: Path, erasures: Erasures) -> Iterator[str]:
    for name in erasures.files:
        if (path / name).exists():
            yield f"{name}: recorded as erased, but it is there; erase again, or it was put back."


def _against_journal(path: Path, chain: Chain, erasures: Erasures) -> list[str]:
    """What the journal alone can tell about the files of a run that has no seal to believe."""
    vouched = dict(_vouched(chain.entries))
    faults = list(_still_there(path, erasures))
    for name in sorted(vouched.keys() | set(evidence_files(path)) - {"journal.jsonl"}):
        if is_scaffolding(name) or name in erasures.files:
            continue
        try:
            found = digest_of(path, name)
        except OSError:
            faults.append(f"{name}: missing, although the journal names it.")
            continue
        expected = digest_in_name(name) or vouched.get(name)
        if expected and found.sha256 != expected:
            faults.append(f"{name}: altered or replaced, its content does not match its recorded SHA-256.")
    return faults


def _vouched(entries: Sequence[Entry]) -> Iterator[tuple[str, str]]:
    """File and digest of every file that the journal vouches for; the last word on a file counts."""
    for entry in entries:
        path, sha256 = entry.data.get("path"), entry.data.get("sha256")
        if isinstance(path, str) and isinstance(sha256, str):
            yield path, sha256
        for value in entry.data.values():
            if isinstance(value, str) and (digest := digest_in_name(value)):
                yield value, digest

"""Erases on purpose what must no longer be kept, and signs that it was, so that the rest stays proven.

    erased.json     what was erased from this run, when, by whom and why: a signed statement whose subjects
                    are the erased files with the digests that they had

The record is on disk before the first file goes, so an erasure that is broken off is finished by the next.
Pictures of an encrypted run go with their key, also where copies of the run folder lie elsewhere.
"""

from __future__ import annotations

import getpass
import platform
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from clerkwork.evidence.envelope import STATEMENT_TYPE, open_envelope, sign
from clerkwork.evidence.errors import ErasureError, RunFolderError, StorageError
from clerkwork.evidence.filelock import is_held
from clerkwork.evidence.files import ERASED, REPORT, FileDigest, digest_of, evidence_files, write_whole
from clerkwork.evidence.key_store import signing_key, trusted_keys
from clerkwork.evidence.keys import PublicKey
from clerkwork.evidence.ledger import enter
from clerkwork.evidence.moments import utc
from clerkwork.evidence.picture_store import SHOTS, destroy_key

PREDICATE_TYPE = "urn:clerkwork:erasure:v1"

Part = Literal["pictures", "downloads", "run"]
"""What can be erased: the pictures, the downloads, or everything but the seal."""

_FOLDERS: dict[Part, str] = {"pictures": f"{SHOTS}/", "downloads": "downloads/", "run": ""}


def files_of(run_path: Path, parts: Collection[Part]) -> list[str]:
    """Paths of the files that erasing these parts would erase."""
    folders = tuple(_FOLDERS[part] for part in parts)
    return [path for path in evidence_files(run_path) if path.startswith(folders)]


@dataclass(frozen=True, slots=True)
class Erasures:
    """What was erased from a run.

    Attributes:
        files: The erased files by path, as they were.
        faults: What is wrong with the record, each a sentence.
        told: One entry for each erasure: `when`, `who`, `why`, `parts`, and `files`, their number.
    """

    files: Mapping[str, FileDigest]
    faults: tuple[str, ...] = ()
    told: tuple[Mapping[str, Any], ...] = ()


def erase(run_path: Path, parts: Collection[Part], *, why: str, who: str | None = None) -> Erasures:
    """Erase parts of a run; returns all that was ever erased from it.

    Args:
        run_path: The run's folder.
        parts: What to erase.
        why: The reason, for the auditor.
        who: Default: the user at this machine.

    Raises:
        ErasureError: no reason, the run goes on, or its record of erasures cannot be believed.
        RunFolderError: there is no run at this path.
        StorageError: a file cannot be removed; calling again goes on.
        SigningKeyError: there is no usable key.
    """
    if not why.strip():
        raise ErasureError("an erasure needs a reason; the auditor will ask for it.")
    if not (run_path / "run.json").exists() and not (run_path / ERASED).exists():
        raise RunFolderError(f"{run_path}: no run folder here.")
    if is_held(run_path / "journal.jsonl"):
        raise ErasureError(f"{run_path}: the run goes on; erase when it has ended.")
    before = read_erasures(run_path, trusted_keys())
    if before.faults:
        raise ErasureError(f"{run_path}: {before.faults[0]}")
    files = _chosen(run_path, parts)
    record = {
        "when": utc(timespec="seconds"),
        "who": who or f"{getpass.getuser()} at {platform.node()}",
        "why": why.strip(),
        "parts": sorted(parts),
        "files": len(files),
    }
    after = Erasures({**before.files, **{file.path: file for file in files}}, (), (*before.told, record))
    write_whole(run_path / ERASED, sign(_statement(run_path.name, after), signing_key()), durable=True)
    if set(parts) & {"pictures", "run"}:
        destroy_key(run_path.name)
    _remove(run_path, after.files)
    enter(run_path.parent, "run.erased", run=run_path.name, **record)
    return after


def read_erasures(run_path: Path, trusted: Sequence[PublicKey]) -> Erasures:
    """What was erased from a run, as far as a trusted key signed it; nothing if nothing was."""
    try:
        raw = (run_path / ERASED).read_bytes()
    except FileNotFoundError:
        return Erasures({})
    except OSError as error:
        return Erasures({}, (f"{ERASED}: unreadable: {error.strerror}.",))
    opened = open_envelope(raw, trusted, PREDICATE_TYPE)
    faults = [f"{ERASED}: {fault}" for fault in opened.faults]
    if opened.said is None:
        return Erasures({}, tuple(faults))
    if opened.said["predicate"].get("run") != run_path.name:
        return Erasures({}, (f"{ERASED}: the record of another run, {opened.said['predicate'].get('run')}.",))
    files = map(FileDigest.of_subject, opened.said["subject"])
    told = tuple(opened.said["predicate"]["erasures"])
    return Erasures({file.path: file for file in files}, tuple(faults), told)


def _statement(run: str, erasures: Erasures) -> dict[str, Any]:
    return {
        "_type": STATEMENT_TYPE,
        "subject": [file.as_subject() for file in erasures.files.values()],
        "predicateType": PREDICATE_TYPE,
        "predicate": {"run": run, "erasures": list(map(dict, erasures.told))},
    }


def _chosen(run_path: Path, parts: Collection[Part]) -> list[FileDigest]:
    try:
        return [digest_of(run_path, path) for path in files_of(run_path, parts)]
    except OSError as error:
        raise StorageError.of("read the files to erase", run_path, error) from error


def _remove(run_path: Path, files: Collection[str]) -> None:
    for path in _on_disk(run_path, [*files, REPORT]):
        try:
            path.unlink()
        except OSError as error:
            raise StorageError.of("erase the file", path, error) from error
    for folder in (SHOTS, "downloads"):
        if (run_path / folder).is_dir() and not any((run_path / folder).iterdir()):
            (run_path / folder).rmdir()


def _on_disk(run_path: Path, files: Collection[str]) -> Iterator[Path]:
    return (path for path in (run_path / file for file in files) if path.exists() or path.is_symlink())

"""Files of a run: written whole or not at all, named safely, listed with their digests."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from clerkwork.evidence.errors import StorageError

SEAL = "seal.json"
REPORT = "report.html"
ERASED = "erased.json"
TIMESTAMP = "seal.tsr"
RESERVE = ".reserve"
UNSEALED = frozenset({SEAL, TIMESTAMP, REPORT, ERASED})
"""Files that a seal does not cover: itself, its time stamp, the report, which anybody can make again, and the record of what was
erased later, which is signed by itself."""

_DRAFT = re.compile(r"\.draft-[0-9a-f]{8}")
_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]|[\ud800-\udfff]')
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)
_NAME_BYTES = 120


@dataclass(frozen=True, slots=True)
class FileDigest:
    """A file of a run.

    Attributes:
        path: Relative to the run folder, with forward slashes.
        size: In bytes.
        sha256: Of the content, hex.
    """

    path: str
    size: int
    sha256: str

    def as_subject(self) -> dict[str, Any]:
        """As an in-toto statement names a file."""
        return {"name": self.path, "digest": {"sha256": self.sha256}, "annotations": {"size": self.size}}

    @classmethod
    def of_subject(cls, subject: Mapping[str, Any]) -> FileDigest:
        return cls(subject["name"], subject["annotations"]["size"], subject["digest"]["sha256"])


def digest_of(folder: Path, path: str) -> FileDigest:
    """Size and digest of one file.

    Raises:
        OSError: it cannot be read.
    """
    with (folder / path).open("rb") as file:
        digest = hashlib.file_digest(file, "sha256")
        return FileDigest(path, file.tell(), digest.hexdigest())


def evidence_files(folder: Path) -> Iterator[str]:
    """Relative paths of all files that belong to the evidence, sorted; links are listed, not followed."""
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder).as_posix()
        if (path.is_symlink() or not path.is_dir()) and relative not in UNSEALED:
            yield relative


def is_scaffolding(path: str) -> bool:
    """Whether the file exists only while a run goes on (drafts and the reserved space)."""
    return path == RESERVE or bool(_DRAFT.fullmatch(Path(path).name))


def sweep_scaffolding(folder: Path) -> None:
    """Remove what a crash may have left half-written, and the reserved space."""
    for path in [relative for relative in evidence_files(folder) if is_scaffolding(relative)]:
        (folder / path).unlink(missing_ok=True)


def write_whole(path: Path, content: bytes, *, durable: bool = False) -> None:
    """Write the file so that nobody ever sees a half of it.

    Raises:
        StorageError: the disk is full or the folder unwritable; an older file stays as it was.
    """
    draft = path.with_name(f".draft-{secrets.token_hex(4)}")
    try:
        with draft.open("xb") as file:
            file.write(content)
            if durable:
                file.flush()
                os.fsync(file.fileno())
        draft.replace(path)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise StorageError.of("write the file", path, error) from error


def safe_name(name: str) -> str:
    """The last part of a file name that a web page proposed, fit for every file system.

    Paths, device names, control characters, leading dots and over-long names are made harmless.
    """
    last = unicodedata.normalize("NFC", re.split(r"[/\\]", name)[-1])
    clean = _UNSAFE.sub("_", last).strip(" .")
    if _DEVICES.match(clean):
        clean = f"_{clean}"
    return _shortened(clean) or "download"


def numbered(name: str, number: int) -> str:
    """`list.csv`, `list (2).csv`, `list (3).csv`, ..."""
    if number == 1:
        return name
    return f"{Path(name).stem} ({number}){Path(name).suffix}"


def _shortened(name: str) -> str:
    suffix = Path(name).suffix if len(Path(name).suffix.encode()) <= 16 else ""
    stem = name[: len(name) - len(suffix)].encode()[: _NAME_BYTES - len(suffix.encode())]
    return stem.decode("utf-8", "ignore").rstrip(" .") + suffix

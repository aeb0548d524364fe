"""Runs as one file to hand to an auditor: the run folders, their ledger, and the public keys that sealed them.

    evidence.zip
        runs/ledger.jsonl
        runs/<run id>/...       as on disk; pictures of an encrypted run stay encrypted
        keys/<key id>.pem       for the eye: whoever verifies brings the keys that count, see `clerkwork keys trust`

What was exported is verified like a folder of runs; runs of the ledger that were not asked for are listed in
`runs/left_out.json`, so that they are not taken for removed ones.
"""

from __future__ import annotations

import json
import secrets
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from clerkwork.evidence.errors import RunFolderError, StorageError
from clerkwork.evidence.files import is_scaffolding
from clerkwork.evidence.key_store import known_keys
from clerkwork.evidence.ledger import LEDGER, read_ledger

_FIXED_TIME = (1980, 1, 1, 0, 0, 0)
"""The same runs give the same bytes, so two exports can be compared."""


def export(runs: Sequence[Path], to: Path) -> Path:
    """Write the runs, all of one folder, into a ZIP file; returns its path.

    Raises:
        RunFolderError: no run, or runs of several folders.
        StorageError: a file cannot be read or written.
    """
    roots = {run.resolve().parent for run in runs}
    if len(roots) != 1:
        raise RunFolderError("export runs of one folder at a time, so that one ledger covers them.")
    root = roots.pop()
    draft = to.with_name(f".{to.name}.{secrets.token_hex(4)}.tmp")
    try:
        with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in _contents(root, [run.resolve() for run in runs]):
                archive.writestr(zipfile.ZipInfo(name, _FIXED_TIME), content, zipfile.ZIP_DEFLATED)
        draft.replace(to)
    except OSError as error:
        raise StorageError.of("export the runs", to, error) from error
    finally:
        draft.unlink(missing_ok=True)
    return to


@contextmanager
def opened(archive: Path) -> Iterator[Path]:
    """The folder of runs of an export, unpacked for as long as the block lasts.

    Raises:
        RunFolderError: the file is no export, or would write outside its folder.
        StorageError: it cannot be read or unpacked.
    """
    with tempfile.TemporaryDirectory(prefix="clerkwork-evidence-") as folder:
        try:
            with zipfile.ZipFile(archive) as packed:
                if unsafe := [name for name in packed.namelist() if _leads_out(name)]:
                    raise RunFolderError(f"{archive}: no export of ours, it holds {unsafe[0]!r}.")
                packed.extractall(folder)
        except zipfile.BadZipFile as error:
            raise RunFolderError(
                f"{archive}: cannot be opened as an export of runs; it was altered."
            ) from error
        except OSError as error:
            raise StorageError.of("unpack the export", archive, error) from error
        runs = Path(folder) / "runs"
        if not runs.is_dir():
            raise RunFolderError(f"{archive}: no export of runs, it has no folder runs/.")
        yield runs


def left_out(root: Path) -> frozenset[str]:
    """Ids of the runs that an export left out on purpose; none in a folder that is no export.

    Raises:
        RunFolderError: the list was altered.
    """
    path = root / "left_out.json"
    if not path.exists():
        return frozenset()
    try:
        return frozenset(json.loads(path.read_bytes()))
    except (OSError, ValueError, TypeError) as error:
        raise RunFolderError(f"{path}: cannot be read; it was altered.") from error


def _contents(root: Path, runs: Sequence[Path]) -> Iterator[tuple[str, bytes]]:
    ledger = read_ledger(root)
    if ledger is not None:
        yield f"runs/{LEDGER}", (root / LEDGER).read_bytes()
        entered = {str(entry.data["run"]) for entry in ledger.entries if entry.event == "run.entered"}
        others = sorted(entered - {run.name for run in runs})
        yield "runs/left_out.json", json.dumps(others, indent=1).encode()
    for run in sorted(runs):
        for file in sorted(run.rglob("*")):
            name = file.relative_to(run).as_posix()
            if file.is_file() and not file.is_symlink() and not is_scaffolding(name):
                yield f"runs/{run.name}/{name}", file.read_bytes()
    for known in known_keys():
        yield f"keys/{known.key.keyid}.pem", known.key.to_pem().encode()


def _leads_out(name: str) -> bool:
    return name.startswith(("/", "\\")) or ".." in Path(name).parts or ":" in name

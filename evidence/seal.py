"""Signs a finished run: a DSSE envelope (v1) around an in-toto statement (v1) in seal.json.

The statement's subjects are all files of the run with their SHA-256; its predicate tells the journal's head,
the head of the ledger of runs, and what ran where. The public key rides along as a hint only: whoever verifies
brings the keys that count.
"""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

from clerkwork.evidence.chain import Entry
from clerkwork.evidence.envelope import STATEMENT_TYPE, sign
from clerkwork.evidence.errors import RunFolderError, StorageError
from clerkwork.evidence.files import SEAL, FileDigest, digest_of, evidence_files, write_whole
from clerkwork.evidence.journal import read_journal
from clerkwork.evidence.key_store import signing_key
from clerkwork.evidence.keys import PublicKey, SigningKey
from clerkwork.evidence.ledger import Head, head_of
from clerkwork.evidence.moments import utc

PREDICATE_TYPE = "urn:clerkwork:run-evidence:v1"


def seal_run(folder: Path, key: SigningKey | None = None) -> Path:
    """Seal a run whose journal ends with `run.finished`; returns the path of seal.json.

    Args:
        folder: The run's folder.
        key: Default: this machine's `signing_key()`.

    Raises:
        RunFolderError: the run is not finished.
        JournalError: the journal was altered.
        SigningKeyError: there is no usable key.
        StorageError: a file cannot be read or written.
    """
    entries = read_journal(folder / "journal.jsonl")
    if not entries or entries[-1].event != "run.finished":
        raise RunFolderError(f"{folder}: the run has not finished, so it cannot be sealed; resume it first.")
    try:
        files = [digest_of(folder, path) for path in evidence_files(folder)]
        info = json.loads((folder / "run.json").read_bytes())
    except OSError as error:
        raise StorageError.of("read the files to seal", folder, error) from error
    except ValueError as error:
        raise RunFolderError(
            f"{folder / 'run.json'}: cannot be sealed, it is not JSON; it was altered."
        ) from error
    key = key or signing_key()
    statement = _statement(entries, files, info, head_of(folder.parent), key.public)
    write_whole(folder / SEAL, sign(statement, key), durable=True)
    return folder / SEAL


def _statement(
    entries: list[Entry], files: list[FileDigest], info: dict[str, Any], ledger: Head, key: PublicKey
) -> dict[str, Any]:
    return {
        "_type": STATEMENT_TYPE,
        "subject": [file.as_subject() for file in files],
        "predicateType": PREDICATE_TYPE,
        "predicate": {
            "run": info.get("run"),
            "number": info.get("number"),
            "bot": {"name": info.get("bot"), "digest": info.get("bot_digest")},
            "version": info.get("version"),
            "host": info.get("host"),
            "browser": info.get("browser"),
            "started": info.get("started"),
            "finished": entries[-1].time,
            "state": entries[-1].data.get("state"),
            "sealed": utc(timespec="seconds"),
            "journal": {"head": entries[-1].hash, "last_seq": entries[-1].seq},
            "ledger": {"head": ledger.hash, "last_seq": ledger.seq},
            "key": {"id": key.keyid, "ed25519": base64.b64encode(key.raw).decode("ascii")},
        },
    }

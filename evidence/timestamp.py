"""When a run was sealed, by the word of somebody else: an RFC 3161 time stamp over seal.json.

    seal.tsr        the authority's answer, as it came (DER); optional, beside the seal

CLERKWORK_TIMESTAMP_URL names the authority that is asked after sealing; CLERKWORK_TIMESTAMP_ROOTS the file (PEM)
with the root certificates that are believed when verifying. Needs the extra `clerkwork[timestamp]`.
"""

from __future__ import annotations

import hashlib
import os
import urllib.error
import urllib.request
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from loguru import logger

from clerkwork.evidence.errors import TimestampError
from clerkwork.evidence.files import SEAL, TIMESTAMP, write_whole

_PATIENCE = 10.0
_MOST_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Stamped:
    """What a run's time stamp is worth.

    Attributes:
        time: When the seal existed at the latest, UTC; None if that is not proven.
        fault: What does not fit, a sentence; "" if nothing is wrong or there is no stamp.
        note: Why it was not checked, a sentence; "" if it was.
    """

    time: datetime | None
    fault: str = ""
    note: str = ""


def stamp_quietly(run_path: Path) -> None:
    """Have the seal stamped where an authority is named; a failure is logged, the run stands without.

    The journal's own times and the witness still tell roughly when; an authority that is away must not fail a run.
    """
    address = os.environ.get("CLERKWORK_TIMESTAMP_URL")
    if not address:
        return
    try:
        stamp(run_path, address)
    except TimestampError as error:
        logger.warning("{}", error)


def stamp(run_path: Path, address: str) -> Path:
    """Have the seal stamped by the authority at the address; returns the path of the stamp.

    Raises:
        TimestampError: the extra is not installed, or the authority gave no stamp.
        StorageError: the stamp cannot be written.
    """
    try:
        from rfc3161_client import TimestampRequestBuilder
        from rfc3161_client.base import HashAlgorithm
    except ImportError as error:
        raise TimestampError(
            "time stamps need an extra package: pip install 'clerkwork[timestamp]'."
        ) from error
    asked = (
        TimestampRequestBuilder(hash_algorithm=HashAlgorithm.SHA256)
        .data((run_path / SEAL).read_bytes())
        .build()
    )
    request = urllib.request.Request(  # noqa: S310  (the address is the owner's own setting)
        address, data=asked.as_bytes(), headers={"content-type": "application/timestamp-query"}, method="POST"
    )
    try:
        with urllib.request.urlopen(request, timeout=_PATIENCE) as answer:  # noqa: S310
            raw = answer.read(_MOST_BYTES)
    except OSError as error:
        raise TimestampError(f"{address}: no time stamp: {getattr(error, 'reason', error)}.") from error
    write_whole(run_path / TIMESTAMP, raw, durable=True)
    return run_path / TIMESTAMP


def check_stamp(run_path: Path) -> Stamped:
    """What the time stamp beside the seal proves; never raises for what it holds."""
    if not (run_path / TIMESTAMP).exists():
        return Stamped(None)
    roots = os.environ.get("CLERKWORK_TIMESTAMP_ROOTS")
    if not roots:
        return Stamped(None, note="time stamp not checked: CLERKWORK_TIMESTAMP_ROOTS names no certificates.")
    try:
        from cryptography.x509 import load_pem_x509_certificates
        from rfc3161_client import VerificationError, VerifierBuilder, decode_timestamp_response
    except ImportError:
        return Stamped(None, note="time stamp not checked: pip install 'clerkwork[timestamp]'.")
    try:
        believed = load_pem_x509_certificates(Path(roots).read_bytes())
        found = decode_timestamp_response((run_path / TIMESTAMP).read_bytes())
        verifier = VerifierBuilder(roots=believed).build()
        verifier.verify(found, hashlib.sha256((run_path / SEAL).read_bytes()).digest())
    except OSError as error:
        return Stamped(None, note=f"time stamp not checked: {error.filename}: {error.strerror}.")
    except VerificationError as error:
        return Stamped(None, fault=f"{TIMESTAMP}: does not fit the seal or a known authority: {error}.")
    except ValueError as error:
        return Stamped(None, fault=f"{TIMESTAMP}: altered, it cannot be read: {error}.")
    return Stamped(found.tst_info.gen_time)

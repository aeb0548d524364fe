"""Signed statements: a DSSE envelope (v1) around JSON, as a file whose every byte counts."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from securesystemslib.dsse import Envelope
from securesystemslib.exceptions import Error as SslibError

# The package offers these names here without listing them in __all__.
from securesystemslib.signer import CryptoSigner, SSlibKey  # type: ignore[attr-defined]

from clerkwork.evidence.chain import canonical
from clerkwork.evidence.keys import PublicKey, SigningKey

PAYLOAD_TYPE = "application/vnd.in-toto+json"
STATEMENT_TYPE = "https://in-toto.io/Statement/v1"


@dataclass(frozen=True, slots=True)
class Opened:
    """What an envelope holds.

    Attributes:
        said: The statement, None if no trusted key signed it.
        signed_by: Id of the trusted key, None if none did.
        faults: What is wrong, each a clause that follows the file's name and a colon.
    """

    said: Mapping[str, Any] | None
    signed_by: str | None
    faults: tuple[str, ...]


def sign(statement: Mapping[str, Any], key: SigningKey, *, as_line: bool = False) -> bytes:
    """The statement, signed, as the bytes of a file, or as one line without its end.

    Raises:
        TypeError, ValueError: the statement is not plain JSON.
    """
    envelope = Envelope(canonical(statement).encode("utf-8", "replace"), PAYLOAD_TYPE, {})
    envelope.sign(CryptoSigner(key.private, _sslib_key(key.public)))
    return _as_line(envelope) if as_line else _written(envelope)


def open_envelope(raw: bytes, trusted: Sequence[PublicKey], predicate_type: str) -> Opened:
    """Read an envelope and believe it if a trusted key signed it; never raises, whatever the bytes.

    Args:
        predicate_type: What the statement must be about.
    """
    try:
        envelope = Envelope.from_dict(json.loads(raw))
        rewritten = _written(envelope)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, SslibError):
        return Opened(None, None, ("altered, it no longer reads as a DSSE envelope.",))
    signer = _signer(envelope, trusted)
    if signer is None:
        return Opened(None, None, (_unknown_signer(envelope, trusted),))
    said = _statement(envelope, predicate_type)
    if said is None:
        return Opened(None, None, ("signed by a known key, but for another purpose.",))
    # Two ways of writing, in a file of its own and as a line, so that any other byte is a fault.
    faults = (
        ()
        if raw in (rewritten, _as_line(envelope))
        else ("altered, it is not written the way seals are written.",)
    )
    return Opened(said, signer, faults)


def _written(envelope: Envelope) -> bytes:
    return json.dumps(envelope.to_dict(), sort_keys=True, indent=1).encode("ascii") + b"\n"


def _as_line(envelope: Envelope) -> bytes:
    return json.dumps(envelope.to_dict(), sort_keys=True).encode("ascii")


def _sslib_key(key: PublicKey) -> SSlibKey:
    return SSlibKey.from_crypto(key.crypto, keyid=key.keyid)


def _signer(envelope: Envelope, trusted: Sequence[PublicKey]) -> str | None:
    keys: list[Any] = [_sslib_key(key) for key in trusted]
    try:
        accepted = envelope.verify(keys, 1) if keys else {}
    except (SslibError, ValueError):
        return None
    return next(iter(accepted), None)


def _unknown_signer(envelope: Envelope, trusted: Sequence[PublicKey]) -> str:
    claimed = next(iter(envelope.signatures), "")
    if claimed in {key.keyid for key in trusted}:
        return f"the signature does not fit; it was altered after key {claimed[:16]} signed it."
    return f"signed by an unknown key {claimed[:16]}; if you know that machine: clerkwork keys trust ITS-KEY.pem."


def _statement(envelope: Envelope, predicate_type: str) -> Mapping[str, Any] | None:
    try:
        said: dict[str, Any] = json.loads(envelope.payload)
        kinds = (envelope.payload_type, said["_type"], said["predicateType"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    fits = kinds == (PAYLOAD_TYPE, STATEMENT_TYPE, predicate_type)
    return said if fits and isinstance(said.get("predicate"), dict) else None

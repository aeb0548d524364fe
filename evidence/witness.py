"""A second place that keeps the heads of the ledger, so that a cut-off end or a removed run shows.

The folder of runs cannot prove by itself that its last runs were not cut off. So after each run the ledger's
head is signed and told to every witness that CLERKWORK_WITNESS names (several are separated by spaces):

    /mnt/audit/heads.jsonl        a file, one line per head
    https://audit.example/heads   a POST of the line; CLERKWORK_WITNESS_TOKEN goes along as bearer token
    git:/srv/audit                a clone: heads.jsonl is committed, and pushed where there is a remote

`clerkwork verify RUNS --witness PLACE` reads them back (an address by GET, as lines).
"""

from __future__ import annotations

import os
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from loguru import logger

from clerkwork.evidence.envelope import STATEMENT_TYPE, open_envelope, sign
from clerkwork.evidence.errors import EvidenceError, WitnessError
from clerkwork.evidence.key_store import signing_key
from clerkwork.evidence.keys import PublicKey
from clerkwork.evidence.ledger import LEDGER, Head, enter, first_hash, head_of
from clerkwork.evidence.moments import utc
from clerkwork.evidence.verify import Anchor

PREDICATE_TYPE = "urn:clerkwork:ledger-head:v1"
HEADS = "heads.jsonl"

_PATIENCE = 10.0
"""Seconds that one witness may take; a run must not hang on it."""


@dataclass(frozen=True, slots=True)
class Witnessed:
    """What a witness knows of one ledger.

    Attributes:
        anchors: The lines that it vouches for, oldest first.
        faults: Lines that cannot be believed, each a sentence.
    """

    anchors: tuple[Anchor, ...]
    faults: tuple[str, ...]


def witnesses() -> list[str]:
    """The places that the environment names."""
    return os.environ.get("CLERKWORK_WITNESS", "").split()


def publish(root: Path, places: Sequence[str]) -> None:
    """Tell the head of the ledger below `root` to each of the places.

    Raises:
        WitnessError: one or more could not be told; the others were.
        StorageError, JournalError, SigningKeyError: the head cannot be read or signed.
    """
    head = head_of(root)
    if head.seq < 0:
        return
    line = _line(root, head)
    failed = [fault for place in places if (fault := _told(place, line))]
    if failed:
        raise WitnessError("; ".join(failed))


def publish_quietly(root: Path) -> None:
    """The same for the places that the environment names; a failure is entered into the ledger and logged.

    A run's outcome does not depend on a witness that is away: the next run's head covers this one's.
    """
    places = witnesses()
    if not places:
        return
    try:
        publish(root, places)
    except EvidenceError as error:
        logger.warning("the ledger's head was not published: {}", error)
        enter(root, "head.unpublished", why=str(error))


def recall(place: str, root: Path, trusted: Sequence[PublicKey]) -> Witnessed:
    """What a witness knows of the ledger below `root`; heads of other ledgers are passed over.

    Raises:
        WitnessError: it cannot be asked.
    """
    ledger, anchors, faults = first_hash(root), [], []
    for number, line in enumerate(_lines(place), start=1):
        opened = open_envelope(line, trusted, PREDICATE_TYPE)
        faults += [f"{place} line {number}: {fault}" for fault in opened.faults]
        told = opened.said["predicate"]["ledger"] if opened.said else None
        if told and ledger in (told["id"], None):
            anchors.append(Anchor(told["seq"], told["hash"]))
    return Witnessed(tuple(anchors), tuple(faults))


def _line(root: Path, head: Head) -> bytes:
    statement = {
        "_type": STATEMENT_TYPE,
        "subject": [{"name": LEDGER, "digest": {"sha256": head.hash}}],
        "predicateType": PREDICATE_TYPE,
        "predicate": {
            "ledger": {"id": first_hash(root), "seq": head.seq, "hash": head.hash, "number": head.number},
            "when": utc(timespec="seconds"),
        },
    }
    return sign(statement, signing_key(), as_line=True) + b"\n"


def _told(place: str, line: bytes) -> str | None:
    """What went wrong, None if nothing did."""
    try:
        if place.startswith(("http://", "https://")):
            _post(place, line)
        elif place.startswith("git:"):
            _commit(Path(place.removeprefix("git:")), line)
        else:
            _append(Path(place), line)
    except subprocess.CalledProcessError as error:
        last = (error.stderr or error.stdout or "").strip().splitlines()[-1:]
        return f"{place}: {' '.join(error.cmd[:1])} said: {' '.join(last) or error.returncode}"
    except (OSError, subprocess.TimeoutExpired) as error:
        return f"{place}: {getattr(error, 'strerror', None) or getattr(error, 'reason', None) or error}"
    return None


def _append(path: Path, line: bytes) -> None:
    with path.open("ab") as file:
        file.write(line)
        file.flush()
        os.fsync(file.fileno())


def _post(address: str, line: bytes) -> None:
    request = urllib.request.Request(address, data=line, headers=_headers(), method="POST")  # noqa: S310
    urllib.request.urlopen(request, timeout=_PATIENCE).close()  # noqa: S310  (http and https only, see _told)


def _headers() -> dict[str, str]:
    token = os.environ.get("CLERKWORK_WITNESS_TOKEN")
    return {"content-type": "application/x-ndjson"} | ({"authorization": f"Bearer {token}"} if token else {})


def _commit(clone: Path, line: bytes) -> None:
    _append(clone / HEADS, line)
    _git(clone, "add", HEADS)
    _git(clone, "-c", "user.name=clerkwork", "-c", "user.email=clerkwork@localhost", "commit", "-m", "head")
    if _git(clone, "remote").strip():
        _git(clone, "push")


def _git(clone: Path, *words: str) -> str:
    command = ["git", "-C", str(clone), *words]
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=_PATIENCE).stdout  # noqa: S603


def _lines(place: str) -> Iterator[bytes]:
    try:
        if place.startswith(("http://", "https://")):
            request = urllib.request.Request(place, headers=_headers())  # noqa: S310
            with urllib.request.urlopen(request, timeout=_PATIENCE) as answer:  # noqa: S310
                raw = answer.read()
        else:
            git = place.startswith("git:")
            raw = (Path(place.removeprefix("git:")) / HEADS if git else Path(place)).read_bytes()
    except OSError as error:
        why = getattr(error, "strerror", None) or getattr(error, "reason", None) or error
        raise WitnessError(f"{place}: the witness cannot be asked: {why}.") from error
    return iter([line for line in raw.split(b"\n") if line.strip()])

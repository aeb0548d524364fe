"""The pictures of a run: each stored once, plainly or encrypted with a key of the run's own.

    shots/<sha256>.png        the picture; the name is the digest of the file
    shots/<sha256>.png.enc    nonce (12 bytes), then AES-256-GCM over the picture; likewise named by the file

An encrypted run's key lies apart from it, in `<data folder>/keys/runs/<run>.key`: without the key the
pictures are noise, in the run folder and in every copy and backup of it. Who destroys the key has erased them.
The nonce is a MAC of the picture, so that the same picture gives the same file, and no nonce serves two.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import re
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from clerkwork.evidence.errors import PictureUnreadable, StorageError
from clerkwork.evidence.files import write_whole
from clerkwork.evidence.key_store import keys_folder

SHOTS = "shots"
ENCRYPTED = ".png.enc"

_KEY_BYTES, _NONCE_BYTES = 32, 12
_PATH = re.compile(r"shots/([0-9a-f]{64})\.png(\.enc)?")


def digest_in_name(path: str) -> str | None:
    """The SHA-256 that a picture's path promises for its file; None if it is no picture's path."""
    found = _PATH.fullmatch(path)
    return found.group(1) if found else None


def key_file(run: str) -> Path:
    """Where the key of a run's pictures lies; it need not exist."""
    return keys_folder() / "runs" / f"{run}.key"


def make_key(run: str) -> bytes:
    """A key for the pictures of a new run, stored for its owner's eyes only.

    Raises:
        StorageError: it cannot be stored.
    """
    key, path = AESGCM.generate_key(8 * _KEY_BYTES), key_file(run)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(key)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise StorageError.of("store the key of the run's pictures", path, error) from error
    return key


def read_key(run: str) -> bytes | None:
    """The key of a run's pictures; None if it is not here (erased, or on another machine)."""
    try:
        key = key_file(run).read_bytes()
    except OSError:
        return None
    return key if len(key) == _KEY_BYTES else None


def destroy_key(run: str) -> None:
    """Make the run's pictures unreadable for good.

    Raises:
        StorageError: the key cannot be removed.
    """
    path = key_file(run)
    try:
        if path.exists():
            # The name goes, and so does what the file system may keep under it.
            with path.open("r+b") as file:
                file.write(b"\0" * _KEY_BYTES)
                file.flush()
                os.fsync(file.fileno())
            path.unlink()
    except OSError as error:
        raise StorageError.of("destroy the key of the run's pictures", path, error) from error


class PictureStore:
    """The pictures of one run folder.

    Args:
        run_path: The run's folder.
        key: 32 bytes; None stores pictures as they are.
    """

    def __init__(self, run_path: Path, key: bytes | None = None) -> None:
        self._run_path = run_path
        self._key = key

    def keep(self, png: bytes) -> str:
        """Store a picture once per content; returns its path relative to the run folder.

        Raises:
            StorageError: it cannot be written.
        """
        content, suffix = (png, ".png") if self._key is None else (self._encrypted(self._key, png), ENCRYPTED)
        path = f"{SHOTS}/{hashlib.sha256(content).hexdigest()}{suffix}"
        file = self._run_path / path
        if not file.exists():
            try:
                file.parent.mkdir(exist_ok=True)
            except OSError as error:
                raise StorageError.of("make the folder", file.parent, error) from error
            write_whole(file, content)
        return path

    def read(self, path: str) -> bytes:
        """The picture as a PNG.

        Args:
            path: As `keep` returned it; a path of anything else is refused.

        Raises:
            PictureUnreadable: there is no such picture, or it is encrypted and its key is not here.
        """
        if digest_in_name(path) is None:
            raise PictureUnreadable(f"{path}: not a picture of this run.")
        try:
            content = (self._run_path / path).read_bytes()
        except OSError as error:
            raise PictureUnreadable(f"{path}: the picture is not there: {error.strerror}.") from error
        if not path.endswith(ENCRYPTED):
            return content
        if self._key is None:
            raise PictureUnreadable(f"{path}: encrypted, and its key is not on this machine or was erased.")
        try:
            return AESGCM(self._key).decrypt(content[:_NONCE_BYTES], content[_NONCE_BYTES:], None)
        except InvalidTag as error:
            raise PictureUnreadable(f"{path}: the run's key does not open it; it was altered.") from error

    @staticmethod
    def _encrypted(key: bytes, png: bytes) -> bytes:
        nonce = hmac.digest(key, png, "sha256")[:_NONCE_BYTES]
        return nonce + AESGCM(key).encrypt(nonce, png, None)

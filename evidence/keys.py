"""The Ed25519 key that seals runs, and the public keys whose seals are trusted.

    <data folder>/keys/signing.pem      this machine's key, made at the first seal, for its owner's eyes only
    <data folder>/keys/trusted/*.pem    public keys of other machines, and of keys used here before

The data folder is the platform's own for applications, or CLERKWORK_HOME. A key from elsewhere (a
mounted secret, say) is named by CLERKWORK_SIGNING_KEY_FILE. A seal names its key by the key's id,
so old seals stay good after a change of keys as long as the old public key lies in `trusted/`.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import sys
from dataclasses import dataclass
from pathlib import Path

import platformdirs
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from clerkwork.evidence.errors import SigningKeyError, StorageError


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A public key that verifies seals.

    Attributes:
        raw: The 32 bytes of an Ed25519 public key.
    """

    raw: bytes

    @property
    def keyid(self) -> str:
        """SHA-256 of the raw key, hex."""
        return hashlib.sha256(self.raw).hexdigest()

    @property
    def crypto(self) -> Ed25519PublicKey:
        return Ed25519PublicKey.from_public_bytes(self.raw)

    def to_pem(self) -> str:
        """The key as other machines read it from `keys/trusted/`."""
        return self.crypto.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode("ascii")

    @classmethod
    def from_pem(cls, pem: bytes, source: str = "the public key") -> PublicKey:
        """Read a public key.

        Raises:
            SigningKeyError: not a PEM file, or another kind of key.
        """
        try:
            key = load_pem_public_key(pem)
        except ValueError as error:
            raise SigningKeyError(f"{source}: not a public key in PEM form; export it again.") from error
        if not isinstance(key, Ed25519PublicKey):
            raise SigningKeyError(f"{source}: {type(key).__name__} found where an Ed25519 key is needed.")
        return cls(key.public_bytes_raw())


@dataclass(frozen=True, slots=True, repr=False)
class SigningKey:
    """A private key; it has no text form, so that it cannot end up in a log."""

    private: Ed25519PrivateKey

    def __repr__(self) -> str:
        return f"SigningKey({self.public.keyid[:16]})"

    @property
    def public(self) -> PublicKey:
        return PublicKey(self.private.public_key().public_bytes_raw())


def keys_folder() -> Path:
    """Where this user's keys are kept; it need not exist."""
    home = os.environ.get("CLERKWORK_HOME")
    return (Path(home) if home else Path(platformdirs.user_data_dir("clerkwork", appauthor=False))) / "keys"


def signing_key() -> SigningKey:
    """The key that seals here; made if there is none yet.

    Raises:
        SigningKeyError: the key file is unreadable, of another kind, or open to others.
        StorageError: a new key cannot be stored.
    """
    named = os.environ.get("CLERKWORK_SIGNING_KEY_FILE")
    if named:
        return _read_signing_key(Path(named))
    path = keys_folder() / "signing.pem"
    if not path.exists():
        _make_signing_key(path)
    _refuse_open_key(path)
    return _read_signing_key(path)


def trusted_keys() -> tuple[PublicKey, ...]:
    """The keys whose seals count here: this machine's own, then those in `keys/trusted/`.

    Raises:
        SigningKeyError: one of the files is not a usable key.
    """
    named = os.environ.get("CLERKWORK_SIGNING_KEY_FILE")
    own = Path(named) if named else keys_folder() / "signing.pem"
    found = [_read_signing_key(own).public] if own.exists() else []
    for path in sorted((keys_folder() / "trusted").glob("*.pem")):
        found.append(PublicKey.from_pem(_read(path), str(path)))
    return tuple(dict.fromkeys(found))


def _read_signing_key(path: Path) -> SigningKey:
    try:
        key = load_pem_private_key(_read(path), password=None)
    except (ValueError, TypeError) as error:
        hint = "it must be an Ed25519 private key in PEM form without a password"
        raise SigningKeyError(f"{path}: the signing key cannot be read; {hint}.") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise SigningKeyError(f"{path}: {type(key).__name__} found where an Ed25519 key is needed.")
    return SigningKey(key)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise SigningKeyError(f"{path}: the key cannot be read: {error.strerror}.") from error


def _refuse_open_key(path: Path) -> None:
    # On Windows the user's profile is closed to others; its mode bits say nothing.
    if sys.platform != "win32" and path.stat().st_mode & 0o077:
        raise SigningKeyError(
            f"{path}: others can read the signing key; make it yours alone: chmod 600 {path}"
        )


def _make_signing_key(path: Path) -> None:
    """Store a new key; if another process is faster, its key stays."""
    pem = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    draft = path.with_name(f".signing-{secrets.token_hex(4)}.tmp")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(pem)
            file.flush()
            os.fsync(file.fileno())
        _claim(draft, path)
    except OSError as error:
        raise StorageError.of("store a new signing key", path, error) from error
    finally:
        draft.unlink(missing_ok=True)


def _claim(draft: Path, path: Path) -> None:
    """Give the draft its name unless the name is taken."""
    try:
        if sys.platform == "win32":
            draft.rename(path)
        else:
            path.hardlink_to(draft)
    except FileExistsError:
        return

"""What the keys are: the Ed25519 key that seals, and the public keys that tell whether a seal is good."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from clerkwork.evidence.errors import SigningKeyError


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

    @classmethod
    def generate(cls) -> SigningKey:
        return cls(Ed25519PrivateKey.generate())

    def to_pem(self) -> bytes:
        """The private key, unencrypted: for a file that its owner alone can read, or a keyring."""
        return self.private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())

    @classmethod
    def from_pem(cls, pem: bytes, source: str) -> SigningKey:
        """Read a private key.

        Raises:
            SigningKeyError: not a PEM file, protected by a password, or another kind of key.
        """
        try:
            key = load_pem_private_key(pem, password=None)
        except (ValueError, TypeError) as error:
            hint = "it must be an Ed25519 private key in PEM form without a password"
            raise SigningKeyError(f"{source}: the signing key cannot be read; {hint}.") from error
        if not isinstance(key, Ed25519PrivateKey):
            raise SigningKeyError(f"{source}: {type(key).__name__} found where an Ed25519 key is needed.")
        return cls(key)

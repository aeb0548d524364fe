"""Where this machine's keys lie, and how one follows another.

    <data folder>/keys/signing.pem      this machine's key, made at the first seal, for its owner's eyes only
    <data folder>/keys/trusted/*.pem    public keys of other machines, and of keys used here before

The data folder is the platform's own for applications, or CLERKWORK_HOME. The key that seals is looked for in
this order: CLERKWORK_SIGNING_KEY (the PEM itself, or `keyring`), CLERKWORK_SIGNING_KEY_FILE (a mounted
secret, say), `signing.pem`. A seal names its key by the key's id, so old seals stay good after a change of
keys: the old public key stays in `trusted/`.
"""

from __future__ import annotations

import os
import secrets
import sys
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from clerkwork.evidence.errors import SigningKeyError, StorageError
from clerkwork.evidence.keys import PublicKey, SigningKey

KEYRING_SERVICE, KEYRING_ENTRY = "clerkwork", "signing-key"
_FROM_KEYRING = "keyring"
_PEM_SIGN = "-----BEGIN"


@dataclass(frozen=True, slots=True)
class KnownKey:
    """A public key that counts here.

    Attributes:
        source: Where it was found, for people: a path, or the variable that held it.
        seals: Whether it is the one that seals here now.
    """

    key: PublicKey
    source: str
    seals: bool


def keys_folder() -> Path:
    """Where this user's keys are kept; it need not exist."""
    home = os.environ.get("CLERKWORK_HOME")
    return (Path(home) if home else Path(platformdirs.user_data_dir("clerkwork", appauthor=False))) / "keys"


def signing_key() -> SigningKey:
    """The key that seals here; made if there is none yet.

    Raises:
        SigningKeyError: the key is unreadable, of another kind, or open to others.
        StorageError: a new key cannot be stored.
    """
    found = _given_key()
    if found is not None:
        return found[0]
    path = _own_file()
    if not path.exists():
        _write_private(SigningKey.generate(), path, replace=False)
    _refuse_open_key(path)
    return SigningKey.from_pem(_read(path), str(path))


def trusted_keys() -> tuple[PublicKey, ...]:
    """The keys whose seals count here: this machine's own, then those in `keys/trusted/`.

    Raises:
        SigningKeyError: one of the files is not a usable key.
    """
    return tuple(dict.fromkeys(known.key for known in known_keys()))


def known_keys() -> tuple[KnownKey, ...]:
    """The same with where each was found; the one that seals here comes first.

    Raises:
        SigningKeyError: one of the files is not a usable key.
    """
    found: list[KnownKey] = []
    if given := _given_key():
        found.append(KnownKey(given[0].public, given[1], seals=True))
    elif (own := _own_file()).exists():
        found.append(KnownKey(SigningKey.from_pem(_read(own), str(own)).public, str(own), seals=True))
    for path in sorted(_trusted_folder().glob("*.pem")):
        found.append(KnownKey(PublicKey.from_pem(_read(path), str(path)), str(path), seals=False))
    return tuple(found)


def new_key(*, in_keyring: bool = False) -> SigningKey:
    """Make a new key the one that seals here from now on; the old one's seals stay good.

    Args:
        in_keyring: Keep it in the system's keyring instead of a file; it seals where
            CLERKWORK_SIGNING_KEY=keyring is set.

    Raises:
        SigningKeyError: the key is given from outside (environment, mounted file), where it must be changed;
            or there is no keyring.
        StorageError: it cannot be stored.
    """
    key = SigningKey.generate()
    if in_keyring:
        if old := _in_keyring():
            trust(old.public)
        _into_keyring(key)
        return key
    if given := _given_key():
        raise SigningKeyError(f"the key that seals here comes from {given[1]}; make the new one there.")
    path = _own_file()
    if path.exists():
        trust(SigningKey.from_pem(_read(path), str(path)).public)
    _write_private(key, path)
    return key


def trust(key: PublicKey) -> Path:
    """Count this key's seals here; returns the file that says so.

    Raises:
        StorageError: the file cannot be written.
    """
    path = _trusted_folder() / f"{key.keyid[:16]}.pem"
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.write_text(key.to_pem(), encoding="ascii")
    except OSError as error:
        raise StorageError.of("store the public key", path, error) from error
    return path


def _own_file() -> Path:
    return keys_folder() / "signing.pem"


def _trusted_folder() -> Path:
    return keys_folder() / "trusted"


def _given_key() -> tuple[SigningKey, str] | None:
    """The key that the environment gives, and what it is called there."""
    value = os.environ.get("CLERKWORK_SIGNING_KEY", "").strip()
    if value == _FROM_KEYRING:
        key = _in_keyring()
        if key is None:
            raise SigningKeyError("the keyring holds no signing key; make one: clerkwork keys new --keyring.")
        return key, "the keyring"
    if value:
        if _PEM_SIGN not in value:
            raise SigningKeyError("CLERKWORK_SIGNING_KEY is neither a key in PEM form nor the word keyring.")
        # Many systems cannot hold line ends in a variable and write \n instead.
        pem = value.replace("\\n", "\n").encode()
        return SigningKey.from_pem(pem, "CLERKWORK_SIGNING_KEY"), "CLERKWORK_SIGNING_KEY"
    if named := os.environ.get("CLERKWORK_SIGNING_KEY_FILE"):
        return SigningKey.from_pem(_read(Path(named)), named), named
    return None


def _in_keyring() -> SigningKey | None:
    import keyring
    from keyring.errors import KeyringError

    try:
        pem = keyring.get_password(KEYRING_SERVICE, KEYRING_ENTRY)
    except KeyringError as error:
        raise SigningKeyError(f"the keyring gives no signing key: {error}; unlock it.") from error
    return SigningKey.from_pem(pem.encode(), "the keyring") if pem else None


def _into_keyring(key: SigningKey) -> None:
    import keyring
    from keyring.errors import KeyringError

    try:
        keyring.set_password(KEYRING_SERVICE, KEYRING_ENTRY, key.to_pem().decode("ascii"))
    except KeyringError as error:
        raise SigningKeyError(
            f"the keyring takes no signing key: {error}; leave --keyring away to keep it in a file."
        ) from error


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


def _write_private(key: SigningKey, path: Path, *, replace: bool = True) -> None:
    """Store a key for its owner's eyes only; without `replace`, a key that another process stored first stays."""
    draft = path.with_name(f".signing-{secrets.token_hex(4)}.tmp")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(key.to_pem())
            file.flush()
            os.fsync(file.fileno())
        if replace:
            draft.replace(path)
        else:
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

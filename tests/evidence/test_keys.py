"""The signing key is made once, kept for its owner, and old keys stay trusted."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import keyring
import keyring.backend
import keyring.core
import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from clerkwork.evidence.errors import SigningKeyError
from clerkwork.evidence.key_store import keys_folder, known_keys, new_key, signing_key, trusted_keys
from clerkwork.evidence.keys import PublicKey, SigningKey
from clerkwork.evidence.verify import verify_run


def test_a_key_is_made_at_the_first_use_for_its_owner_alone(home: Path) -> None:
    assert trusted_keys() == ()
    key = signing_key()
    assert trusted_keys() == (key.public,)
    assert signing_key().public == key.public
    assert [path.name for path in (home / "keys").iterdir()] == ["signing.pem"]
    assert sys.platform == "win32" or (home / "keys" / "signing.pem").stat().st_mode & 0o777 == 0o600


def test_processes_that_start_together_agree_on_one_key() -> None:
    with ThreadPoolExecutor(8) as pool:
        assert len({key.public for key in pool.map(lambda _: signing_key(), range(8))}) == 1


def test_a_key_from_elsewhere_is_named_by_the_environment(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = signing_key().public
    (home / "keys" / "signing.pem").rename(tmp_path / "mounted.pem")
    monkeypatch.setenv("CLERKWORK_SIGNING_KEY_FILE", str(tmp_path / "mounted.pem"))
    assert signing_key().public == own


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps others out by the profile's rights")
def test_a_key_that_others_can_read_is_refused(home: Path) -> None:
    signing_key()
    (home / "keys" / "signing.pem").chmod(0o644)
    with pytest.raises(SigningKeyError, match="others can read the signing key"):
        signing_key()


def test_a_key_of_another_kind_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "key.pem"
    monkeypatch.setenv("CLERKWORK_SIGNING_KEY_FILE", str(path))
    pem = generate_private_key(SECP256R1()).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.write_bytes(pem)
    with pytest.raises(SigningKeyError, match="Ed25519 key is needed"):
        signing_key()
    path.write_bytes(b"-----BEGIN nonsense")
    with pytest.raises(SigningKeyError, match="cannot be read"):
        signing_key()


def test_a_seal_stays_good_after_a_change_of_keys(sealed: Path) -> None:
    old = signing_key().public
    new = new_key().public
    assert (signing_key().public, new) == (new, new)
    assert new != old
    assert verify_run(sealed).signed_by == old.keyid
    assert [(known.key, known.seals) for known in known_keys()] == [(new, True), (old, False)]


def test_a_seal_of_a_key_that_nobody_kept_does_not_count(sealed: Path) -> None:
    (keys_folder() / "signing.pem").unlink()
    assert not verify_run(sealed).ok


@pytest.mark.parametrize("written", ["as it is", "on one line"])
def test_a_key_in_the_environment_seals(monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    key = SigningKey.generate()
    pem = key.to_pem().decode()
    monkeypatch.setenv("CLERKWORK_SIGNING_KEY", pem if written == "as it is" else pem.replace("\n", "\\n"))
    assert signing_key().public == key.public
    assert not (keys_folder() / "signing.pem").exists()
    with pytest.raises(SigningKeyError, match="comes from CLERKWORK_SIGNING_KEY; make the new one there"):
        new_key()


def test_a_key_lives_in_the_keyring_and_is_followed_by_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyring.core, "_keyring_backend", KeyringInMemory())
    monkeypatch.setenv("CLERKWORK_SIGNING_KEY", "keyring")
    with pytest.raises(SigningKeyError, match="clerkwork keys new --keyring"):
        signing_key()
    first = new_key(in_keyring=True)
    second = new_key(in_keyring=True)
    assert signing_key().public == second.public
    assert trusted_keys() == (second.public, first.public)
    assert not (keys_folder() / "signing.pem").exists()


class KeyringInMemory(keyring.backend.KeyringBackend):
    """What a desktop's keyring does, for as long as the test."""

    priority = 1.0

    def __init__(self) -> None:
        super().__init__()
        self._kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self._kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._kept[service, username] = password


def test_a_public_key_survives_its_text_form() -> None:
    key = signing_key().public
    assert PublicKey.from_pem(key.to_pem().encode()) == key
    with pytest.raises(SigningKeyError, match="not a public key"):
        PublicKey.from_pem(b"nonsense")


def test_a_signing_key_never_shows_itself() -> None:
    key = signing_key()
    assert repr(key) == f"SigningKey({key.public.keyid[:16]})"

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked

from clerkwork.bots import secrets
from clerkwork.bots.bot import Bot
from clerkwork.bots.errors import SecretMissing
from clerkwork.bots.secrets import find_secret, require_secrets


class Chain(KeyringBackend):
    """A keyring in memory."""

    priority = 1  # type: ignore[assignment]  (keyring reads it as a class property)

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password


class Locked(Chain):
    def get_password(self, service: str, username: str) -> str | None:
        raise KeyringLocked("no desktop to ask")


class Asking(Chain):
    """Waits for a person, who does not come before the test is over."""

    def __init__(self) -> None:
        super().__init__()
        self.over = threading.Event()

    def get_password(self, service: str, username: str) -> str | None:
        self.over.wait(60)
        return None


@pytest.fixture(autouse=True)
def chain(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Chain]:
    """An empty keyring and a current folder without .env."""
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    before, ring = keyring.get_keyring(), Chain()
    keyring.set_keyring(ring)
    yield ring
    keyring.set_keyring(before)


def bot(*names: str) -> Bot:
    return Bot.model_validate({"name": "x", "systems": {"web": {"url": "http://a"}}, "secrets": names})


def test_a_secret_is_looked_up_in_environment_env_files_and_keyring_in_this_order(
    tmp_path: Path, chain: Chain, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "bots" / "mine"
    folder.mkdir(parents=True)
    assert find_secret("web_password", folder=folder) is None
    chain.set_password("clerkwork", "web_password", "from keyring")
    assert find_secret("web_password", folder=folder) == "from keyring"
    (tmp_path / "bots" / ".env").write_text(
        "CLERKWORK_SECRET_WEB_PASSWORD='of the bots $X'\n", encoding="utf-8"
    )
    assert find_secret("web_password", folder=folder) == "of the bots $X"
    (tmp_path / "here" / ".env").write_text("CLERKWORK_SECRET_WEB_PASSWORD=from here\n", encoding="utf-8")
    assert find_secret("web_password", folder=folder) == "from here"
    monkeypatch.setenv("CLERKWORK_SECRET_WEB_PASSWORD", "")
    assert find_secret("web_password", folder=folder) == ""


def test_a_keyring_that_fails_counts_as_empty(tmp_path: Path) -> None:
    keyring.set_keyring(Locked())
    assert find_secret("a", folder=tmp_path) is None


def test_a_keyring_that_waits_for_a_person_counts_as_empty(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(secrets, "KEYRING_PATIENCE", 0.05)
    asking = Asking()
    keyring.set_keyring(asking)
    begun = time.monotonic()
    assert find_secret("a", folder=tmp_path) is None
    assert time.monotonic() - begun < 5
    asking.over.set()


def test_an_env_file_that_is_no_text_counts_as_empty(tmp_path: Path) -> None:
    (tmp_path / "here" / ".env").write_bytes(b"\xff\xfe\x00CLERKWORK_SECRET_A=x")
    assert find_secret("a", folder=tmp_path) is None


def test_all_missing_secrets_are_named_at_once_with_the_way_to_give_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLERKWORK_SECRET_KNOWN", "hunter2")
    with pytest.raises(SecretMissing) as caught:
        require_secrets(bot("one", "known", "two"), tmp_path)
    assert str(caught.value) == (
        "the secrets one, two have no value for x: set CLERKWORK_SECRET_ONE and CLERKWORK_SECRET_TWO "
        "in the environment or in .env, or run 'keyring set clerkwork one'"
    )


def test_found_secrets_show_their_names_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLERKWORK_SECRET_KNOWN", "hunter2")
    found = require_secrets(bot("known"), tmp_path)
    assert found == {"known": "hunter2"}
    assert [repr(found), str(found), f"{found}"] == ["Secrets(known)"] * 3

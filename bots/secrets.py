"""Where the values of secrets come from.

Looked up by name, first match wins: the environment (`CLERKWORK_SECRET_RENTALS_PASSWORD`), a `.env`
file in the current folder, one beside the bot's folder, and the keyring (service `clerkwork`).
Values never appear in a message or a repr.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path

from dotenv import dotenv_values

from clerkwork.bots.bot import Bot
from clerkwork.bots.errors import SecretMissing

SERVICE = "clerkwork"
KEYRING_PATIENCE = 3.0
"""Seconds; a keyring that is locked or waits for a desktop counts as empty."""


class Secrets(dict[str, str]):
    """Name -> value. Its repr and str show the names only."""

    def __repr__(self) -> str:
        return f"Secrets({', '.join(sorted(self))})"

    __str__ = __repr__


def find_secret(name: str, *, folder: Path) -> str | None:
    """The value of a secret for the bot in `folder`, or None when it is in none of the places."""
    variable = variable_of(name)
    found = os.environ.get(variable)
    for file in (Path.cwd() / ".env", Path(folder).absolute().parent / ".env"):
        found = found if found is not None else _in_file(file, variable)
    return found if found is not None else _in_keyring(name)


def require_secrets(bot: Bot, folder: Path) -> Secrets:
    """The values of all secrets that the bot declares. Raises SecretMissing naming all that are not there."""
    found = {name: find_secret(name, folder=folder) for name in bot.secrets}
    missing = [name for name, value in found.items() if value is None]
    if missing:
        raise SecretMissing(_how_to_give(bot, missing))
    return Secrets({name: value for name, value in found.items() if value is not None})


def variable_of(name: str) -> str:
    """The environment variable that holds a secret: `rentals_password` -> CLERKWORK_SECRET_RENTALS_PASSWORD."""
    return f"CLERKWORK_SECRET_{name.upper().replace('-', '_')}"


def _how_to_give(bot: Bot, missing: list[str]) -> str:
    what = f"the secret {missing[0]} has" if len(missing) == 1 else f"the secrets {', '.join(missing)} have"
    variables = " and ".join(map(variable_of, missing))
    return (
        f"{what} no value for {bot.name}: set {variables} in the environment or in .env, "
        f"or run 'keyring set {SERVICE} {missing[0]}'"
    )


def _in_file(path: Path, variable: str) -> str | None:
    try:
        return dotenv_values(path, interpolate=False, encoding="utf-8-sig").get(variable)
    except (OSError, ValueError):
        return None  # an unreadable .env gives no secret; what is missing is said by name


def _in_keyring(name: str) -> str | None:
    """Asks the keyring in a thread of its own, because a locked one may wait for a person forever."""
    if os.environ.get("PYTHON_KEYRING_BACKEND") == "keyring.backends.null.Keyring":
        return None
    answer: list[str | None] = [None]
    asking = threading.Thread(target=_quietly, args=(lambda: _ask_keyring(name), answer), daemon=True)
    asking.start()
    asking.join(KEYRING_PATIENCE)
    return answer[0]


def _quietly(ask: Callable[[], str | None], answer: list[str | None]) -> None:
    try:
        answer[0] = ask()
    except Exception:  # noqa: BLE001  (backends raise anything, DBus errors included; none is worth a failed run)
        answer[0] = None


def _ask_keyring(name: str) -> str | None:
    import keyring  # loading its backends takes a tenth of a second

    return keyring.get_password(SERVICE, name)

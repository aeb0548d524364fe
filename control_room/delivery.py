"""Delivers notices through Apprise: mail, chat, pagers and what else it knows.

An address usually holds a password or a token, so the control room's file only names the secret that it is.
"""

from __future__ import annotations

import asyncio
import http.client
import logging
import urllib.error
import urllib.request
from collections.abc import Sequence
from pathlib import Path

from clerkwork.bots.secrets import Secrets, find_secret, variable_of
from clerkwork.control_room.errors import NotInstalled

PATIENCE = 30.0
"""Seconds that one delivery may take."""


class Addresses:
    """The addresses behind the names; looked up when they are needed, so that one may be changed while we run."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def find(self, name: str) -> str | None:
        return find_secret(name, folder=self._folder)

    def known(self, names: Sequence[str]) -> Secrets:
        """Those that are there, to be redacted from whatever is told."""
        return Secrets({name: value for name in names if (value := self.find(name))})

    async def deliver(self, name: str, title: str, text: str) -> str:
        """Send a notice; why it could not be sent, or nothing."""
        address = await asyncio.to_thread(self.find, name)
        if address is None:
            return f"has no value: set {variable_of(name)} in the environment or in .env"
        try:
            async with asyncio.timeout(PATIENCE):
                return await asyncio.to_thread(_send, address, title, text)
        except TimeoutError:
            return f"no answer within {PATIENCE:g} s"

    async def call(self, name: str) -> str:
        """Call an address, as a sign of life; why it did not work, or nothing."""
        address = await asyncio.to_thread(self.find, name)
        if address is None:
            return f"has no value: set {variable_of(name)} in the environment or in .env"
        return await asyncio.to_thread(_call, address)


def _call(address: str) -> str:
    """What went wrong is told without the address."""
    if not address.startswith(("http://", "https://")):
        return "is no address that begins with http:// or https://"
    try:
        with urllib.request.urlopen(address, timeout=PATIENCE):  # noqa: S310  (http and https only)
            return ""
    except urllib.error.HTTPError as refused:
        refused.close()
        return f"answered {refused.code}"
    except (OSError, ValueError, http.client.HTTPException) as error:
        return type(getattr(error, "reason", error)).__name__


def _send(address: str, title: str, text: str) -> str:
    try:
        from apprise import Apprise
    except ImportError:
        raise NotInstalled(
            "notices need libraries that are not installed", "pip install 'clerkwork[control-room]'"
        ) from None
    logging.getLogger("apprise").disabled = True  # it would tell parts of the address
    sender = Apprise()
    if not sender.add(address):
        return "is no address that Apprise knows"
    return "" if sender.notify(body=text, title=title) else "was not taken"

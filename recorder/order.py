"""What a recording is asked to be, checked before a browser is touched."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from clerkwork.bots.secrets import Secrets, find_secret, variable_of
from clerkwork.bots.systems import origin_of, system_name
from clerkwork.recorder.errors import OptionInvalid

_NAME = re.compile(r"[a-z][a-z0-9_]{0,63}")
_BOT_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")


@dataclass(frozen=True)
class Order:
    """`folder` is the bundle; `connect` is the address of a browser that somebody else started.

    `toolbar` none: shown where there is a window to show it in.
    """

    url: str
    name: str
    folder: Path
    systems: Mapping[str, str] = field(default_factory=dict)
    inputs: Mapping[str, str] = field(default_factory=dict)
    secrets: Secrets = field(default_factory=Secrets)
    connect: str | None = None
    headless: bool = False
    toolbar: bool | None = None
    resume: bool = False


def order(
    url: str,
    name: str,
    into: Path,
    systems: Sequence[str] = (),
    inputs: Sequence[str] = (),
    secrets: Sequence[str] = (),
    connect: str | None = None,
    headless: bool = False,
    toolbar: bool | None = None,
    resume: bool = False,
) -> Order:
    """The options of the command line as an order. Raises OptionInvalid."""
    if not _BOT_NAME.fullmatch(name):
        raise OptionInvalid(f"--name '{name}' is no name for a bot", "use small letters, digits and hyphens")
    origin = origin_of(url)
    if origin is None:
        raise OptionInvalid(
            f"'{url}' is no address of a console", "give one such as http://127.0.0.1:8101/login"
        )
    named = dict(_pair("--system", one) for one in systems)
    for system, address in named.items():
        if origin_of(address) is None:
            raise OptionInvalid(
                f"--system {system}={address}: that is no address", "give an http or https address"
            )
    if origin not in {origin_of(address) for address in named.values()}:
        named = {system_name(url): origin, **named}
    folder = into / name
    return Order(
        url=url,
        name=name,
        folder=folder,
        systems=named,
        inputs=dict(_pair("--input", one) for one in inputs),
        secrets=Secrets({one: _secret(one, folder) for one in secrets}),
        connect=connect,
        headless=headless,
        toolbar=toolbar,
        resume=resume,
    )


def _pair(option: str, given: str) -> tuple[str, str]:
    name, equals, value = given.partition("=")
    if not equals or not _NAME.fullmatch(name):
        raise OptionInvalid(f"{option} '{given}' is not NAME=VALUE", "names are small letters, digits and _")
    return name, value


def _secret(name: str, folder: Path) -> str:
    if not _NAME.fullmatch(name):
        raise OptionInvalid(f"--secret '{name}' is no name", "names are small letters, digits and _")
    value = find_secret(name, folder=folder)
    if value is None:
        raise OptionInvalid(
            f"the secret {name} is in no place where secrets are looked up", f"set {variable_of(name)}"
        )
    return value

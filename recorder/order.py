"""What a recording is asked to be, checked before a browser is touched."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from clerkwork.bots.bot import Bot
from clerkwork.bots.secrets import Secrets, find_secret, variable_of
from clerkwork.bots.systems import origin_of, system_name
from clerkwork.recorder.errors import OptionInvalid
from clerkwork.recorder.splice import Splice, resumed, splice_of

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
    splice: Splice | None = None


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
    after: str | None = None,
    replace: tuple[str, str] | None = None,
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
    folder = into / name
    splice = _splice(folder, resume, after, replace)
    if splice:
        named = {**_known(splice.bot, origin), **named}
    if origin not in {origin_of(address) for address in named.values()}:
        named = {system_name(url): origin, **named}
    return Order(
        url=url,
        name=name,
        folder=folder,
        systems=named,
        inputs=dict(_pair("--input", one) for one in inputs)
        if splice is None
        else _inputs(splice.bot, inputs),
        secrets=Secrets({one: _secret(one, folder) for one in secrets}),
        connect=connect,
        headless=headless,
        toolbar=toolbar,
        resume=resume,
        splice=splice,
    )


def _splice(folder: Path, resume: bool, after: str | None, replace: tuple[str, str] | None) -> Splice | None:
    if after is None and replace is None:
        return resumed(folder) if resume else None
    if resume:
        raise OptionInvalid("--resume knows which steps are recorded anew", "leave --after and --replace out")
    return splice_of(folder, after, replace)


def _known(bot: Bot, origin: str) -> dict[str, str]:
    """The bot's systems; its only one may run at another address now."""
    if len(bot.systems) == 1:
        return dict.fromkeys(bot.systems, origin)
    return {name: system.url for name, system in bot.systems.items()}


def _inputs(bot: Bot, given: Sequence[str]) -> dict[str, str]:
    """The examples of the bot's inputs are their values unless others are given."""
    kinds = ("text", "integer")
    examples = {
        name: str(one.example)
        for name, one in bot.inputs.items()
        if one.type in kinds and one.example is not None
    }
    return {**examples, **dict(_pair("--input", one) for one in given)}


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

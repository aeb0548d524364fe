"""`clerkwork token`: who may ask the control room for what."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from clerkwork.cli.stores import ask_store
from clerkwork.cli.worker import RUNS, STORE

if TYPE_CHECKING:
    from clerkwork.control_room.tokens import Tokens

T = TypeVar("T")

token = typer.Typer(rich_markup_mode=None, no_args_is_help=True)


class RoleName(StrEnum):
    trigger = "trigger"
    viewer = "viewer"
    auditor = "auditor"
    operator = "operator"
    admin = "admin"


@token.callback()
def _token() -> None:
    """Tokens for the control room's API; each has a role, and each role may do what those before may.

    viewer: see jobs. auditor: see items, runs and pictures. operator: start, cancel, settle, answer. admin: all.
    A trigger token starts one bot and does nothing else.

    \b
    Example:
      clerkwork token new --role operator --name "A. Meyer"
    """


@token.command("new")
def new(
    name: Annotated[str, typer.Option("--name", help="Whose it is; this name stands in every record.")],
    role: Annotated[RoleName, typer.Option("--role", help="What it may do.")],
    bot: Annotated[str, typer.Option("--bot", help="The bot that a trigger token starts.")] = "",
    store: Annotated[str | None, STORE] = None,
    runs: Annotated[Path, RUNS] = Path("runs"),
) -> int:
    """Make a token and print it, this once.

    \b
    Example:
      clerkwork token new --role trigger --bot rent-device --name "order system"
    """
    from clerkwork.control_room.tokens import Role

    print(_asked(store, runs, lambda tokens: tokens.make(name, Role[role.value], bot)))
    return 0


@token.command("list")
def list_tokens(
    store: Annotated[str | None, STORE] = None, runs: Annotated[Path, RUNS] = Path("runs")
) -> int:
    """List who has a token.

    \b
    Example:
      clerkwork token list
    """
    for holder in _asked(store, runs, lambda tokens: tokens.holders()):
        print(f"{holder.role.name:10}{holder.name}{f'  ({holder.bot})' if holder.bot else ''}")
    return 0


@token.command("revoke")
def revoke(
    name: Annotated[str, typer.Argument(help="Whose token is no longer good.")],
    store: Annotated[str | None, STORE] = None,
    runs: Annotated[Path, RUNS] = Path("runs"),
) -> int:
    """Take somebody's token back; it is refused from now on.

    \b
    Example:
      clerkwork token revoke "A. Meyer"
    """
    from clerkwork.control_room.errors import TokenRefused

    if not _asked(store, runs, lambda tokens: tokens.revoke(name)):
        raise TokenRefused(f"nobody named {name!r} has a token", "'clerkwork token list' shows who has")
    return 0


def _asked(store: str | None, runs: Path, ask: Callable[[Tokens], Awaitable[T]]) -> T:
    from clerkwork.control_room.tokens import Tokens

    return ask_store(store, runs, lambda known: ask(Tokens(known)))

"""Bearer tokens: who may do what. Kept are digests, so that whoever reads the store can use none.

A token is 256 random bits, so one round of SHA-256 keeps it (stretching is for what people choose; NIST SP
800-63B, section 5.1.4.2). Nothing is signed in by default: a token is made on the machine that has the store.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass
from enum import IntEnum

from sqlalchemy import Column, Connection, Double, String, Table, delete, insert, select

from clerkwork.control_room.errors import TokenRefused
from clerkwork.runner.store.database import METADATA, Store

TOKENS = Table(
    "tokens",
    METADATA,
    Column("name", String, primary_key=True),
    Column("role", String, nullable=False),
    Column("bot", String, nullable=False, default=""),
    Column("digest", String, nullable=False, unique=True),
    Column("made", Double, nullable=False),
)

PREFIX = "cw_"
"""By which scanners for leaked secrets know a token of ours."""


class Role(IntEnum):
    """What somebody may do; each may do what those before may.

    trigger: start the one bot that the token is for. viewer: see jobs and schedules. auditor: see items, runs and
    pictures. operator: start, cancel, settle, answer. admin: answer what is asked of any role.
    """

    trigger = 0
    viewer = 1
    auditor = 2
    operator = 3
    admin = 4


@dataclass(frozen=True)
class Holder:
    """Who has a token; `bot` is the one bot that a trigger token is for."""

    name: str
    role: Role
    bot: str = ""


class Tokens:
    """The tokens of a store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def make(self, name: str, role: Role, bot: str = "") -> str:
        """A new token, which is shown this once. Raises TokenRefused when the name has one already."""
        if not re.fullmatch(r"[\w.@ -]{1,80}", name):
            raise TokenRefused(f"a token cannot be named {name!r}", "letters, digits and . @ - _ make a name")
        if (role is Role.trigger) != bool(bot):
            raise TokenRefused(
                "a trigger token is for one bot, and only such a token is", "name the bot with --bot"
            )
        token = PREFIX + secrets.token_urlsafe(32)

        def work(connection: Connection) -> bool:
            known = connection.execute(select(TOKENS.c.digest).where(TOKENS.c.name == name)).scalar()
            if known is not None:
                return bool(known == _digest(token))
            values = {"name": name, "role": role.name, "bot": bot, "digest": _digest(token)}
            connection.execute(insert(TOKENS).values(**values, made=self._store.now(connection)))
            return True

        if not await self._store.run(work):
            raise TokenRefused(f"{name} has a token already", "revoke it, or take another name")
        return token

    async def holder(self, token: str) -> Holder | None:
        """Whose token this is."""
        wanted = select(TOKENS).where(TOKENS.c.digest == _digest(token))
        row = await self._store.run(lambda connection: connection.execute(wanted).first())
        return Holder(row.name, Role[row.role], row.bot) if row else None

    async def holders(self) -> list[Holder]:
        rows = await self._store.run(
            lambda connection: connection.execute(select(TOKENS).order_by(TOKENS.c.name)).all()
        )
        return [Holder(row.name, Role[row.role], row.bot) for row in rows]

    async def revoke(self, name: str) -> bool:
        """False when nobody of this name has one."""
        gone = delete(TOKENS).where(TOKENS.c.name == name)
        return await self._store.run(lambda connection: connection.execute(gone).rowcount > 0)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()

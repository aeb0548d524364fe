"""Notices: what somebody must hear of, kept in the store until it was delivered, alike ones as one.

The first of its kind goes out at once. Those that follow for the same bot and reason within a while are counted, and
told together when that while is over. What could not be delivered is tried again, less and less often, for as long as
it takes, and makes the control room unwell meanwhile.
"""

from __future__ import annotations

import uuid
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from loguru import logger
from sqlalchemy import (
    JSON,
    Column,
    Connection,
    Double,
    Integer,
    Row,
    String,
    Table,
    delete,
    insert,
    or_,
    select,
    update,
)

from clerkwork.runner.store.database import METADATA, Store, insert_if_new

NOTICES = Table(
    "notices",
    METADATA,
    Column("id", String, primary_key=True),
    Column("bot", String, nullable=False),
    Column("reason", String, nullable=False),
    Column("owner", String, nullable=False),
    Column("whys", JSON, nullable=False),
    Column("link", String, nullable=False),
    Column("advice", String, nullable=False),
    Column("first", Double, nullable=False, index=True),
    Column("last", Double, nullable=False),
    Column("closes", Double, nullable=False),
    Column("count", Integer, nullable=False),
    Column("told", Integer, nullable=False, default=0),
    Column("said", Integer, nullable=False, default=0),
    Column("left", JSON, nullable=False, default=list),
    Column("tries", Integer, nullable=False, default=0),
    Column("next_try", Double, nullable=False, default=0.0),
    Column("fault", String, nullable=False, default=""),
)

TOLD = Table(
    "told",
    METADATA,
    Column("key", String, primary_key=True),
    Column("token", String, nullable=False),
    Column("at", Double, nullable=False, index=True),
)
"""What was raised before: two that watch the same things raise each of them once."""

FIRST_PAUSE, LONGEST_PAUSE = 30.0, 3600.0
"""Seconds between two attempts to deliver: doubled each time, up to an hour."""

MOST_REASONS = 10
"""Sentences that one notice holds; further ones are only counted."""

_HOLD = 120.0
"""Seconds that one who delivers has for it before another tries."""

Deliver = Callable[[str, str, str], Awaitable[str]]
"""Takes the name of an address, a title and a text; returns why it could not be delivered, or nothing."""


@dataclass(frozen=True)
class Notice:
    """Something that somebody must hear of. `reason` is a few words that are the same for all that are alike."""

    reason: str
    why: str
    bot: str = ""
    owner: str = ""
    link: str = ""
    advice: str = ""


@dataclass(frozen=True)
class Kept:
    """A notice in the store: `count` times raised, `told` of them told, `said` of its reasons told.

    Times are seconds since the epoch.
    """

    id: str
    bot: str
    reason: str
    owner: str
    whys: Sequence[str]
    link: str
    advice: str
    first: float
    last: float
    closes: float
    count: int
    told: int
    said: int
    left: Sequence[str]
    tries: int
    next_try: float
    fault: str

    @property
    def is_undelivered(self) -> bool:
        return self.told < self.count and self.tries > 0

    def title(self) -> str:
        more = self.count - self.told
        times = f" ({more} times)" if more > 1 else ""
        return f"{self.bot or 'control room'}: {self.reason}{times}"

    def text(self) -> str:
        told = {"owner": self.owner, "link": self.link, "what to do": self.advice}
        whys = self.whys[self.said :] or self.whys[-1:]
        return "\n".join([*whys, *(f"{name}: {value}" for name, value in told.items() if value)])


@dataclass
class Notices:
    """The notices of a store.

    `to` are names of addresses; `redact` takes out what must not leave; `now` is the time in seconds since the epoch.
    """

    store: Store
    deliver: Deliver
    now: Callable[[], Awaitable[float]]
    to: Sequence[str] = ()
    group: timedelta = timedelta(minutes=15)
    redact: Callable[[str], str] = field(default=lambda text: text)

    async def raise_once(self, key: str, notice: Notice) -> bool:
        """Keep a notice for delivery, unless one was raised under this key before."""
        now = await self.now()
        said = {
            name: self.redact(getattr(notice, name))
            for name in ("bot", "reason", "why", "owner", "link", "advice")
        }
        identity = uuid.uuid4().hex

        def work(connection: Connection) -> bool:
            if _is_told(connection, key, identity, now):
                return False
            _count(connection, identity, said, now, now + self.group.total_seconds(), list(self.to))
            return True

        logger.bind(bot=notice.bot, reason=said["reason"]).warning(said["why"])
        return await self.store.run(work)

    async def send(self) -> None:
        """Deliver what is to be delivered now."""
        now = await self.now()
        waiting = (NOTICES.c.told < NOTICES.c.count, NOTICES.c.next_try <= now)
        ready = or_(NOTICES.c.told == 0, NOTICES.c.tries > 0, NOTICES.c.closes <= now)
        found = select(NOTICES).where(*waiting, ready).order_by(NOTICES.c.first).limit(100)
        for kept in await self._all(found):
            if await self._take(kept, now):
                await self._send(kept, now)

    async def undelivered(self) -> list[Kept]:
        """What was tried in vain so far."""
        wanted = select(NOTICES).where(NOTICES.c.told < NOTICES.c.count, NOTICES.c.tries > 0)
        return await self._all(wanted.order_by(NOTICES.c.first))

    async def notices(self, limit: int = 100) -> list[Kept]:
        """The newest first."""
        return await self._all(select(NOTICES).order_by(NOTICES.c.last.desc(), NOTICES.c.id).limit(limit))

    async def forget(self, before: float) -> None:
        """Take out what was told and is older than a time."""

        def work(connection: Connection) -> None:
            told = (NOTICES.c.told >= NOTICES.c.count, NOTICES.c.closes < before)
            connection.execute(delete(NOTICES).where(*told))
            connection.execute(delete(TOLD).where(TOLD.c.at < before))

        await self.store.run(work)

    async def _all(self, wanted: Any) -> list[Kept]:
        return await self.store.run(lambda connection: [_kept(row) for row in connection.execute(wanted)])

    async def _take(self, kept: Kept, now: float) -> bool:
        """Of several who would deliver a notice, one does."""
        mine = update(NOTICES).where(
            NOTICES.c.id == kept.id, NOTICES.c.next_try == kept.next_try, NOTICES.c.told == kept.told
        )
        # The time is never the same twice, so that one who took it and lost the answer is not refused by himself.
        taken = now + _HOLD + int(uuid.uuid4().hex[:6], 16) / 1e7

        def work(connection: Connection) -> bool:
            connection.execute(mine.values(next_try=taken))
            held = connection.scalar(select(NOTICES.c.next_try).where(NOTICES.c.id == kept.id))
            return bool(held == taken)

        return await self.store.run(work)

    async def _send(self, kept: Kept, now: float) -> None:
        faults: dict[str, str] = {}
        for name in kept.left or self.to:
            if fault := await self.deliver(name, self.redact(kept.title()), self.redact(kept.text())):
                faults[name] = self.redact(fault)
        pause = min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(kept.tries, 20))
        fault = "; ".join(f"{name} {fault}" for name, fault in faults.items())
        waits = {"left": list(faults), "tries": kept.tries + 1, "next_try": now + pause, "fault": fault}
        told = {"left": [], "tries": 0, "next_try": 0.0, "fault": ""}
        # More of the kind may have come while these were on their way.
        told |= {"told": kept.count, "said": len(kept.whys)}
        done = update(NOTICES).where(NOTICES.c.id == kept.id).values(**(waits if faults else told))
        await self.store.run(lambda connection: connection.execute(done))


def _is_told(connection: Connection, key: str, token: str, now: float) -> bool:
    """Whether somebody raised it before; else it is ours to raise."""
    insert_if_new(connection, TOLD, key=key, token=token, at=now)
    return bool(connection.scalar(select(TOLD.c.token).where(TOLD.c.key == key)) != token)


def _count(
    connection: Connection, identity: str, said: Mapping[str, str], now: float, closes: float, to: list[str]
) -> None:
    """Count it among those that are alike, or let it begin a notice of its own."""
    alike = (NOTICES.c.bot == said["bot"], NOTICES.c.reason == said["reason"], NOTICES.c.closes > now)
    found = connection.execute(select(NOTICES).where(*alike).with_for_update()).first()
    facts = {name: said[name] for name in ("owner", "link", "advice")}
    if found is None:
        values = {
            "id": identity,
            "whys": [said["why"]],
            "count": 1,
            "left": to,
            "first": now,
            "closes": closes,
        }
        names = {name: said[name] for name in ("bot", "reason")}
        connection.execute(insert(NOTICES).values(**names, **facts, **values, last=now))
        return
    whys = [*found.whys, said["why"]] if said["why"] not in found.whys else found.whys
    again = update(NOTICES).where(NOTICES.c.id == found.id)
    connection.execute(again.values(**facts, whys=whys[:MOST_REASONS], count=NOTICES.c.count + 1, last=now))


def _kept(row: Row[Any]) -> Kept:
    return Kept(**{name: getattr(row, name) for name in Kept.__dataclass_fields__})

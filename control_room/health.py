"""Whether the control room is well, for watchdogs outside: they notice when nobody here is left to say so."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from clerkwork.control_room.agenda import Agenda
from clerkwork.control_room.notices import Notices
from clerkwork.control_room.workers import Workers
from clerkwork.evidence.moments import utc
from clerkwork.runner.errors import ApplicationException
from clerkwork.runner.store.database import Store

SILENCE = 60.0
"""Seconds after which a scheduler that looked at nothing counts as dead."""

PATIENCE = 10.0
"""Seconds that the store may take to answer."""

_RECENT = 24 * 3600.0


@dataclass
class Health:
    """`faults` are sentences; no fault is health. `facts` are for machines."""

    faults: list[str] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        return not self.faults


async def examine(store: Store, *, scheduler: bool = True, workers: bool = True) -> Health:
    """Look at scheduler, workers and notices; what is not looked at may be missing."""
    health = Health()
    try:
        async with asyncio.timeout(PATIENCE):
            await _examine(health, store, scheduler, workers)
    except TimeoutError:
        health.faults.append(f"the store did not answer within {PATIENCE:g} s")
    except ApplicationException as away:
        health.faults.append(f"{away.why}; {away.hint}")
    except OSError as error:
        health.faults.append(f"the store cannot be used: {error.strerror}")
    return health


async def _examine(health: Health, store: Store, scheduler: bool, workers: bool) -> None:
    agenda = Agenda(store)
    now = await agenda.now()
    last = await agenda.last_look()
    silent = None if last is None else round(now - last.timestamp(), 1)
    health.facts["scheduler"] = {"last_look": _told(last), "silent_s": silent}
    if scheduler and silent is None:
        health.faults.append("no scheduler has run on this store yet")
    elif scheduler and silent is not None and silent > SILENCE:
        health.faults.append(f"the scheduler is dead: it last looked {silent:.0f} s ago, at {_told(last)}")
    alive = [one for one in await Workers(store).workers() if one.is_alive]
    health.facts["workers"] = len(alive)
    if workers and not alive:
        health.faults.append("no worker is alive")
    waiting = await Notices(store, _nowhere, agenda.now).undelivered()
    health.facts["undelivered"] = [
        {"title": one.title(), "tries": one.tries, "fault": one.fault} for one in waiting
    ]
    for one in waiting:
        health.faults.append(f"not delivered after {one.tries} tries: {one.title()} ({one.fault})")
    missed = await agenda.missed(now - _RECENT, limit=100)
    health.facts["missed_today"] = [
        {"schedule": one.schedule, "bot": one.bot, "due": _told(one.due), "why": one.why} for one in missed
    ]


async def _nowhere(name: str, title: str, text: str) -> str:
    return "this only looks"


def _told(moment: datetime | None) -> str | None:
    return None if moment is None else utc(moment, "seconds")

"""The scheduler with all that watches beside it, as `clerkwork serve` runs it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from loguru import logger

from clerkwork.control_room.advice import Advice
from clerkwork.control_room.agenda import Agenda
from clerkwork.control_room.catalogue import Catalogue
from clerkwork.control_room.config import Settings, read_config
from clerkwork.control_room.delivery import Addresses
from clerkwork.control_room.endings import Endings
from clerkwork.control_room.engine import Engine
from clerkwork.control_room.expected import Expectations
from clerkwork.control_room.folders import Folders
from clerkwork.control_room.notices import Notices
from clerkwork.control_room.redactions import Redactions
from clerkwork.control_room.schedule import words
from clerkwork.control_room.scheduler import Reread, Scheduler, Submit
from clerkwork.evidence.redact import Redactor


def night_watch(
    settings: Settings,
    engine: Engine,
    catalogue: Catalogue,
    submit: Submit,
    redactions: Redactions | None = None,
) -> Scheduler:
    """A scheduler for these settings, which are read again when their file changes; `await it.run()`."""
    redactions = redactions or Redactions()
    told, store, jobs = settings.config.notices, engine.store, engine.jobs
    agenda = Agenda(store)
    addresses = Addresses(settings.file.parent)
    heartbeat = settings.config.heartbeat
    secrets = addresses.known([*told.to, *([heartbeat.secret] if heartbeat else [])])
    redactions.add("", Redactor(secrets))
    advice = Advice(catalogue, redactions, told.link or "")
    notices = Notices(store, addresses.deliver, agenda.now, told.to, told.group, redactions)
    current = Reread(settings, read_config)
    return Scheduler(
        current,
        agenda,
        jobs,
        submit,
        notices,
        advice,
        watches=(
            Expectations(current, store, agenda, notices, advice),
            Endings(current, store, agenda, jobs, notices, advice),
            Folders(current, jobs, submit),
            Forgetting(current, engine, agenda, notices),
            Heartbeat(current, addresses),
        ),
    )


@dataclass
class Heartbeat:
    """Calls an address as long as the scheduler looks; whoever watches it notices when the calls stop."""

    settings: Callable[[], Settings]
    addresses: Addresses
    _called: datetime | None = None
    _fault: str = ""

    async def __call__(self, now: datetime) -> None:
        part = self.settings().config.heartbeat
        if part is None or (self._called is not None and now - self._called < part.every):
            return
        self._called = now
        fault = await self.addresses.call(part.secret)
        if fault != self._fault:
            logger.warning(
                f"the heartbeat {part.secret}: {fault}" if fault else "the heartbeat is heard again"
            )
        self._fault = fault


@dataclass
class Forgetting:
    """Takes out of the store what is too old to be remembered, once an hour."""

    settings: Callable[[], Settings]
    engine: Engine
    agenda: Agenda
    notices: Notices
    _done: datetime | None = None

    async def __call__(self, now: datetime) -> None:
        if self._done is not None and (now - self._done).total_seconds() < 3600:
            return
        self._done = now
        kept = self.settings().config.retention
        await self.notices.forget((now - kept.notices).timestamp())
        await self.agenda.forget((now - kept.jobs).timestamp())
        if count := await self.engine.forget((now - kept.jobs).timestamp()):
            logger.info(f"{count} jobs that ended more than {words(kept.jobs)} ago were forgotten")

"""A control room whose clock the test sets, with somebody who receives its notices."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from sqlalchemy import update

from clerkwork.control_room.advice import Advice
from clerkwork.control_room.agenda import Agenda
from clerkwork.control_room.catalogue import Catalogue
from clerkwork.control_room.config import Settings, read_config
from clerkwork.control_room.delivery import Addresses
from clerkwork.control_room.endings import Endings
from clerkwork.control_room.expected import Expectations
from clerkwork.control_room.jobs import JOBS, Job, Jobs, Request
from clerkwork.control_room.night_watch import Heartbeat
from clerkwork.control_room.notices import Notices
from clerkwork.control_room.scheduler import Reread, Scheduler
from clerkwork.control_room.work import check
from clerkwork.runner.state import RunState
from clerkwork.runner.store.database import Store

LIBRARY = Path(__file__).parents[2] / "bots" / "library"
RENT = "inputs: {employee: A. Meyer, device: LT-0042, days: 7}"


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@dataclass
class Inbox:
    """Receives notices over HTTP, as a chat or a pager would. While `refuses` it answers 500."""

    url: str = ""
    received: list[dict[str, Any]] = field(default_factory=list)
    called: list[str] = field(default_factory=list)
    refuses: bool = False

    def titles(self) -> list[str]:
        return [one["title"] for one in self.received]


@contextmanager
def inbox() -> Iterator[Inbox]:
    box = Inbox()

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            text = self.rfile.read(int(self.headers["Content-Length"]))
            if not box.refuses:
                box.received.append(json.loads(text))
            self._answer()

        def do_GET(self) -> None:
            if not box.refuses:
                box.called.append(self.path)
            self._answer()

        def _answer(self) -> None:
            self.send_response(500 if box.refuses else 200)
            self.end_headers()

        def log_message(self, *words: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    box.url = f"127.0.0.1:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield box
    finally:
        server.shutdown()
        server.server_close()


@dataclass
class Night:
    """One scheduler of a store, and the time that it goes by."""

    settings: Settings
    store: Store
    now: datetime

    def __post_init__(self) -> None:
        self.jobs = Jobs(self.store)
        self.agenda = Agenda(self.store)
        self.catalogue = Catalogue([LIBRARY])
        self.addresses = Addresses(self.settings.file.parent)
        self.advice = Advice(self.catalogue, link="https://control.example.com")
        notices = self.settings.config.notices
        self.notices = Notices(
            self.store, self.addresses.deliver, self.clock, notices.to, notices.group, self.advice.redactions
        )
        reread = Reread(self.settings, read_config)
        told = (self.agenda, self.notices, self.advice)
        self.expectations = Expectations(reread, self.store, *told)
        self.endings = Endings(reread, self.store, self.agenda, self.jobs, self.notices, self.advice)
        watches = (self.expectations, self.endings, Heartbeat(reread, self.addresses))
        self.scheduler = Scheduler(
            reread, self.agenda, self.jobs, self.submit, self.notices, self.advice, watches
        )

    async def clock(self) -> float:
        return self.now.timestamp()

    async def submit(self, request: Request) -> Job:
        check(self.catalogue.bundle(request.bot), request)
        return await self.jobs.add(request)

    async def look(self, at: str | None = None) -> None:
        self.now = utc(at) if at else self.now
        await self.scheduler.look(self.now)

    async def end(self, job: Job, state: RunState, at: str) -> None:
        """The job ended, at a time of the test's."""
        ended = update(JOBS).where(JOBS.c.id == job.id)
        values = {"state": state.value, "asked": utc(at).timestamp() - 60, "ended": utc(at).timestamp()}
        await self.store.run(lambda connection: connection.execute(ended.values(**values)))

    async def told(self) -> dict[str, str]:
        """Reasons of notices, with their sentences."""
        return {one.reason: " | ".join(one.whys) for one in await self.notices.notices()}

    async def asked(self) -> list[str]:
        """Why jobs were asked for, the oldest first."""
        return [job.because for job in reversed(await self.jobs.jobs())]


def night(folder: Path, text: str, store: Store, now: str) -> Night:
    file = folder / "control-room.yaml"
    file.write_text(text, encoding="utf-8")
    return Night(read_config(file), store, utc(now))

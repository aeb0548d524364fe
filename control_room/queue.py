"""The durable queue, which is DBOS: one workflow per hand, named after it.

DBOS keeps what is queued and who took it, hands out the most urgent first, and keeps the outcome of a hand that
was taken from its worker from being written. When a worker is dead is ours to decide (`reaper`), and so is what
a hand does.

One queue is at work in a process at a time, because DBOS is one for a process.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from loguru import logger

from clerkwork.control_room.errors import NotInstalled
from clerkwork.control_room.hands import Hand
from clerkwork.runner.store.database import Store

if TYPE_CHECKING:
    from dbos import DBOSClient, DBOSConfig

NAME = "hands"
WORKFLOW = "hand"
APPLICATION = "clerkwork"

VERSION = "1"
"""Of what is queued. A worker takes only hands of its own version, so that it is not the package's: what was
queued before an upgrade is done after it."""

POLL = 0.1
"""Seconds between two looks for work."""


class NotOurs(BaseException):
    """Ends a hand whose outcome is not ours to write. DBOS would write it down for any plain Exception."""


class Queue:
    """The hands that wait for a worker, and those that workers have."""

    def __init__(self, store: Store) -> None:
        self._url = _url(store)
        self._client: DBOSClient | None = None
        self._opening = threading.Lock()
        self._hands = 0
        self._running = False

    def open(self) -> None:
        """Make the queue's tables. Raises NotInstalled."""
        with self._opening:
            if self._client is not None:
                return
            try:
                from dbos import DBOS, DBOSClient
            except ImportError:
                raise NotInstalled(
                    "the control room's libraries are not installed",
                    "pip install 'clerkwork[control-room]'",
                ) from None
            _log_through_ours()
            DBOS.migrate(self._url)
            self._client = DBOSClient(system_database_url=self._url, application_name=APPLICATION)
            self._client.register_queue(
                NAME, worker_concurrency=0, polling_interval_sec=POLL, on_conflict="always_update"
            )

    def close(self) -> None:
        if self._client is not None:
            self._client.destroy()
            self._client = None

    def push(self, hand: Hand, priority: int) -> None:
        """Queue a hand; one that is queued already, or was, stays as it is."""
        self._opened().enqueue(
            {
                "queue_name": NAME,
                "workflow_name": WORKFLOW,
                "workflow_id": str(hand),
                "priority": priority,
                "app_version": VERSION,
            },
            str(hand),
        )

    def put_back(self, hand: Hand) -> None:
        """Queue a hand again that a worker had, at its old place."""
        self._opened().resume_workflow(str(hand), queue_name=NAME)

    def take_out(self, hand: Hand) -> None:
        """Nobody is to do this hand any more."""
        self._opened().cancel_workflow(str(hand))

    def forget(self, hands: Iterable[Hand]) -> None:
        """Keep nothing of hands that ended."""
        self._opened().delete_workflows([str(hand) for hand in hands])

    def taken(self) -> dict[Hand, str]:
        """The hands that workers have, with the worker."""
        found = self._opened().list_workflows(
            status="PENDING", name=WORKFLOW, load_input=False, load_output=False
        )
        return {Hand.named(one.workflow_id): one.executor_id or "" for one in found}

    def waiting(self) -> int:
        """How many hands wait for a worker."""
        found = self._opened().list_workflows(
            status="ENQUEUED", name=WORKFLOW, load_input=False, load_output=False
        )
        return len(found)

    def start(self, worker: str, hands: int, do: Callable[[Hand], None]) -> None:
        """Take hands from now on, at most so many at a time; each is done in a thread of its own."""
        from dbos import DBOS

        self.open()
        self._hands = hands

        def hand(name: str) -> None:
            do(Hand.named(name))

        DBOS(config=self._settings(worker))
        DBOS.workflow(name=WORKFLOW, max_recovery_attempts=None)(hand)
        DBOS.launch()
        self._running = True
        self._limit_ours()

    def pause(self) -> None:
        """Take no further hand."""
        self._hands = 0

    def stop(self) -> None:
        """Take no further hand, and forget those that are being done: they stay this worker's."""
        if self._running:
            from dbos import DBOS

            self._running = False
            DBOS.destroy(destroy_registry=True)

    def _settings(self, worker: str) -> DBOSConfig:
        return {
            "name": APPLICATION,
            "system_database_url": self._url,
            "application_version": VERSION,
            "executor_id": worker,
            "log_level": "WARNING",
            "enable_otlp": False,
            "use_listen_notify": False,
        }

    def _limit_ours(self) -> None:
        """DBOS keeps how many hands a worker has in the database, as one number for all; machines differ.

        There it is 0, so that nobody takes anything before this is in place.
        """
        from dbos import _dbos

        database = _dbos._get_dbos_instance()._sys_db
        read = database.get_queue

        def get_queue(name: str, **options: Any) -> Any:
            queue = read(name, **options)
            if queue is not None and name == NAME:
                queue._worker_concurrency = self._hands
            return queue

        database.get_queue = get_queue  # type: ignore[method-assign]

    def _opened(self) -> DBOSClient:
        self.open()
        assert self._client is not None
        return self._client


def _url(store: Store) -> str:
    """Postgres: the store's database, in a schema of the queue's own. SQLite: a file beside the store's."""
    if store.is_shared:
        return store.address.set(drivername="postgresql").render_as_string(hide_password=False)
    file = Path(store.address.database or "store.sqlite").absolute()
    file.parent.mkdir(parents=True, exist_ok=True)
    return f"sqlite:///{file.with_name(f'{file.stem}.queue.sqlite').as_posix()}"


class _Forward(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        logger.opt(exception=record.exc_info).log(record.levelname, f"queue: {record.getMessage()}")


def _log_through_ours() -> None:
    # DBOS adds a handler of its own, past every redaction, where it finds none.
    log = logging.getLogger("dbos")
    log.handlers[:] = [_Forward()]
    log.propagate = False
    log.setLevel(logging.WARNING)

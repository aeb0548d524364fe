"""One store behind everything that must outlive a process: a file of SQLite, or Postgres for many machines.

Each table stands in the module that is about it and joins `METADATA`; it is made when it is first needed.
What is asked of the store runs in one transaction, in a thread of its own, and again when the database went
away in between: so what is done in a transaction must be recognised when it is met a second time.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, MetaData, Table, create_engine, event, func, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, InterfaceError, OperationalError, SQLAlchemyError
from tenacity import RetryCallState, Retrying, retry_if_exception, stop_after_delay, wait_exponential

from clerkwork.runner.errors import ApplicationException, StoreRefused

METADATA = MetaData()
"""The tables of the store."""

PATIENCE = 120.0
"""Seconds that a database which went away is waited for; nothing is acted upon meanwhile."""

_BUSY = 20.0
"""Seconds that one writer of a SQLite file waits for the others."""

_POSTGRES = {
    "connect_timeout": 5,
    "options": "-c statement_timeout=30000 -c lock_timeout=15000 -c idle_in_transaction_session_timeout=60000",
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 15000,
}
"""A server that hangs is as good as gone: no statement waits for it without a limit."""

_MAKING_TABLES = 0x636C65726B
"""Number of the lock under which the tables are made: two that make them at once would trip over each other."""

T = TypeVar("T")


class Store:
    """A database, reached when it is first asked for something."""

    def __init__(self, url: str) -> None:
        """Raises StoreRefused when the address names nothing that can be a store."""
        self.address = _address(url)
        self._engine: Engine | None = None
        self._opening = threading.Lock()
        self._closing = threading.Event()

    def __str__(self) -> str:
        return self.address.render_as_string(hide_password=True)

    @classmethod
    def beside(cls, runs: Path) -> Store:
        """The store of a folder of runs."""
        return cls(f"sqlite:///{(runs / 'store.sqlite').as_posix()}")

    @classmethod
    def of(cls, url: str | None, runs: Path) -> Store:
        """The store of that address, or of the folder of runs where none is given."""
        return cls(url) if url else cls.beside(runs)

    @property
    def is_shared(self) -> bool:
        """Whether other machines can reach it."""
        return self.address.get_backend_name() != "sqlite"

    async def run(self, work: Callable[[Connection], T]) -> T:
        """As `run_now`, in a thread."""
        return await asyncio.to_thread(self.run_now, work)

    def run_now(self, work: Callable[[Connection], T]) -> T:
        """Do the work in one transaction, again from its start when the database went away before it was done.

        Raises ApplicationException when the database stays away or cannot be used.
        """
        tries = Retrying(
            retry=retry_if_exception(self._went_away),
            stop=lambda state: self._closing.is_set() or stop_after_delay(PATIENCE)(state),
            wait=wait_exponential(multiplier=0.1, max=2.0),
            sleep=self._pause,
            before_sleep=self._forget_connections,
            reraise=True,
        )
        try:
            found: T = tries(self._once, work)
            return found
        except SQLAlchemyError as error:
            raise self._unusable(error) from error

    def close(self) -> None:
        """Give up what still waits for the database, and close the connections."""
        self._closing.set()
        if self._engine is not None:
            self._engine.dispose()

    def now(self, connection: Connection) -> float:
        """Seconds since the epoch by the clock that all who share the store go by."""
        if not self.is_shared:
            return time.time()
        return float(connection.scalar(select(func.extract("epoch", func.clock_timestamp()))) or 0.0)

    def _forget_connections(self, state: RetryCallState) -> None:
        if self._engine is not None:
            self._engine.dispose()

    def _pause(self, seconds: float) -> None:
        self._closing.wait(seconds)

    def _once(self, work: Callable[[Connection], T]) -> T:
        with self._opened().begin() as connection:
            return work(connection)

    def _opened(self) -> Engine:
        with self._opening:
            if self._engine is None:
                engine = _engine(self.address)
                with engine.begin() as connection:
                    if self.is_shared:
                        connection.execute(select(func.pg_advisory_xact_lock(_MAKING_TABLES)))
                    METADATA.create_all(connection)
                self._engine = engine
            return self._engine

    def _went_away(self, error: BaseException) -> bool:
        if not self.is_shared:
            return False
        lost = isinstance(error, DBAPIError) and error.connection_invalidated
        return lost or isinstance(error, OperationalError | InterfaceError)

    def _unusable(self, error: SQLAlchemyError) -> ApplicationException:
        cause = getattr(error, "orig", None) or error
        why = (str(cause).strip().splitlines() or [type(error).__name__])[0]
        hint = (
            "is the database running, and may this machine reach it?"
            if self.is_shared
            else "is the disk full, or the folder read-only?"
        )
        return ApplicationException(f"the store {self} cannot be used: {why}", hint)


def insert_into(connection: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """An insert that can say what is to be done about a row that is there already."""
    return sqlite.insert(table) if connection.dialect.name == "sqlite" else postgresql.insert(table)


def insert_if_new(connection: Connection, table: Table, **values: object) -> bool:
    """Put a row in unless its key is there already; whether it was put in."""
    entered = insert_into(connection, table).values(**values).on_conflict_do_nothing()
    return connection.execute(entered.returning(*table.primary_key.columns)).first() is not None


def _address(url: str) -> URL:
    try:
        address = make_url(url)
    except ArgumentError:
        raise StoreRefused(
            "the address of the store cannot be read",
            "write sqlite:///FILE or postgresql://USER:PASSWORD@HOST/DATABASE",
        ) from None
    if address.drivername in ("postgres", "postgresql"):
        return address.set(drivername="postgresql+psycopg")
    if address.drivername not in ("sqlite", "postgresql+psycopg"):
        raise StoreRefused(
            f"a store cannot be {address.drivername}", "SQLite and Postgres are what it can be"
        )
    return address


def _engine(address: URL) -> Engine:
    if address.get_backend_name() != "sqlite":
        try:
            return create_engine(address, pool_pre_ping=True, connect_args=_POSTGRES)
        except ImportError:
            raise StoreRefused(
                "Postgres needs a driver that is not installed", "pip install 'clerkwork[postgres]'"
            ) from None
    if address.database:
        Path(address.database).absolute().parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(address, connect_args={"timeout": _BUSY})
    event.listen(engine, "connect", _durable)
    event.listen(engine, "begin", _write_at_once)
    return engine


def _durable(connection: Any, record: object) -> None:
    """An intent is on the disk before its transaction ends; transactions are begun by us, not by the driver."""
    connection.isolation_level = None
    connection.execute("pragma synchronous = full")


def _write_at_once(connection: Connection) -> None:
    """Who reads in order to write must not be overtaken in between."""
    connection.execute(text("begin immediate"))

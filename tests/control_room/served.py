"""`clerkwork serve` and `clerkwork worker` in processes of their own, and people with tokens."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import httpx

from clerkwork.control_room.tokens import Role, Tokens
from clerkwork.runner.store.database import Store

SECRETS = {
    "CLERKWORK_SECRET_RENTALS_PASSWORD": "clerk-pass-7",
    "CLERKWORK_SECRET_SERVICE_DESK_PASSWORD": "clerk-pass-7",
    "CLERKWORK_SECRET_DESK_PASSWORD": "clerk-pass-7",
}


@contextmanager
def command(*words: str, log: Path) -> Iterator[subprocess.Popen[str]]:
    """A command of ours that goes on until the block ends."""
    with log.open("a", encoding="utf-8") as errors:
        process = subprocess.Popen(
            [sys.executable, "-m", "clerkwork.cli.main", *words],
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            cwd=log.parent,
            env=os.environ | SECRETS,
        )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
        process.wait(timeout=40)
        _output(process).close()


def _output(process: subprocess.Popen[str]) -> IO[str]:
    assert process.stdout is not None
    return process.stdout


@dataclass
class ControlRoom:
    """A running control room."""

    url: str
    store: str
    runs: Path
    log: Path
    process: subprocess.Popen[str]
    clients: ExitStack
    _people: dict[tuple[Role, str], httpx.Client] = field(default_factory=dict)

    def client(self, role: Role = Role.admin, bot: str = "") -> httpx.Client:
        """Somebody with this role."""
        if (role, bot) not in self._people:
            store = Store(self.store)
            making = Tokens(store).make(f"the {role.name} {bot}".strip(), role, bot)
            with asyncio.Runner() as runner:
                token = runner.run(making)
            store.close()
            self._people[role, bot] = self.stranger({"Authorization": f"Bearer {token}"})
        return self._people[role, bot]

    def ended(self, job: str, seconds: float = 60.0, role: Role = Role.admin) -> dict[str, Any]:
        """The job as soon as it ended, as somebody with this role sees it."""
        deadline = time.monotonic() + seconds
        while not (found := self.client(role).get(f"/api/jobs/{job}").raise_for_status().json())["ended"]:
            assert time.monotonic() < deadline, self.log.read_text(encoding="utf-8")
            time.sleep(0.1)
        return dict(found)

    def stranger(self, headers: dict[str, str] | None = None) -> httpx.Client:
        client = httpx.Client(base_url=self.url, headers=headers, timeout=30, trust_env=False, verify=False)
        return self.clients.enter_context(client)


@contextmanager
def control_room(folder: Path, bots: Path, *words: str, store: str = "") -> Iterator[ControlRoom]:
    """`clerkwork serve` on a free port, in a folder of its own."""
    runs, log = folder / "runs", folder / "log"
    address = store or f"sqlite:///{runs / 'store.sqlite'}"
    serve = ("serve", "--port", "0", "--bots", str(bots), "--runs", str(runs), "--store", address)
    with command(*serve, *words, log=log) as process, ExitStack() as clients:
        line = _output(process).readline()
        assert line.startswith("control room: http"), log.read_text(encoding="utf-8")
        yield ControlRoom(line.split()[-1], address, runs, log, process, clients)

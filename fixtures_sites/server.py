"""A mock site in a process of its own.

`python -m clerkwork.fixtures_sites.server rentals --port 0` prints `listening: http://127.0.0.1:PORT`
and serves until it is stopped. `SiteServer` starts and stops such a process.
"""

from __future__ import annotations

import argparse
import asyncio
import http.client
import json
import os
import socket
import subprocess
import sys
import threading
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self
from urllib.parse import urlsplit

_ANNOUNCEMENT = "listening: "
_STOP_SECONDS = 5.0


class SiteServerError(RuntimeError):
    """Raised when a site does not start, or refuses a control request."""


class SiteServer:
    """Starts a mock site in a separate process and stops it by that process.

    As an async context manager or by `start()` and `stop()`. The process ends by itself when its parent
    dies, because it watches its standard input. `state`, `reset` and `faults` are short blocking calls.
    """

    def __init__(self, name: str, port: int = 0, database: Path | None = None) -> None:
        self.name = name
        self._port = port
        self._database = database
        self._process: subprocess.Popen[str] | None = None
        self._url = ""

    @property
    def url(self) -> str:
        """The site's address without a trailing slash. Raises SiteServerError before `start`."""
        if not self._url:
            raise SiteServerError(f"{self.name} is not running; call start() first")
        return self._url

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    def start(self) -> str:
        """Starts the site and returns its address.

        Raises SiteServerError when the process ends before it listens.
        """
        if self._process is None:
            self._process = subprocess.Popen(  # noqa: S603  # our own interpreter and module
                self._command(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
            )
            line = _output(self._process).readline().strip()
            if not line.startswith(_ANNOUNCEMENT):
                self.stop()
                raise SiteServerError(
                    f"{self.name} did not start: expected '{_ANNOUNCEMENT}URL', got {line!r}; its reason is above"
                )
            self._url = line.removeprefix(_ANNOUNCEMENT)
        return self._url

    def stop(self) -> None:
        """Ends the process: asks it to terminate, kills it after five seconds."""
        process, self._process, self._url = self._process, None, ""
        if process is None:
            return
        process.terminate()
        try:
            process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe:
                pipe.close()

    def state(self) -> dict[str, Any]:
        """All records of the site by table, its `counters`, and `open_sessions`."""
        return self._ask("GET", "/__state")

    def reset(self) -> dict[str, Any]:
        """Back to the first start; returns the seeded state."""
        return self._ask("POST", "/__reset")

    def faults(self, **switches: object) -> dict[str, Any]:
        """Sets switches by name (see `switches.Switches`) and returns all of them.

        Raises SiteServerError for an unknown name or an impossible value.
        """
        return self._ask("POST", "/__switches", switches)

    def truth(self, skin: int = 1) -> dict[str, str | None]:
        """The CSS selector of each logical control in a skin, None where the control is removed."""
        return self._ask("GET", f"/__truth?skin={skin}")

    async def __aenter__(self) -> Self:
        await asyncio.to_thread(self.start)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await asyncio.to_thread(self.stop)

    def _command(self) -> list[str]:
        command = [
            sys.executable,
            "-m",
            __spec__.name,
            self.name,
            "--port",
            str(self._port),
            "--until-stdin-closes",
        ]
        return command + (["--database", str(self._database)] if self._database else [])

    def _ask(self, method: str, path: str, body: object = None) -> dict[str, Any]:
        connection = http.client.HTTPConnection(urlsplit(self.url).netloc, timeout=30)
        try:
            connection.request(method, path, json.dumps(body, default=str) if body is not None else None)
            answer = connection.getresponse()
            text = answer.read().decode()
        finally:
            connection.close()
        if answer.status != 200:
            raise SiteServerError(f"{method} {self.url}{path} answered {answer.status}: {text}")
        found: dict[str, Any] = json.loads(text)
        return found


def serve(
    name: str, port: int = 0, database: Path | None = None, *, until_stdin_closes: bool = False
) -> None:
    """Serves a site on 127.0.0.1 in this process until it is signalled. Raises KeyError for an unknown name."""
    import uvicorn

    from clerkwork.fixtures_sites.faults import DroppingProtocol
    from clerkwork.fixtures_sites.registry import SITES

    app = SITES[name](database)
    listener = _listen(port)
    config = uvicorn.Config(
        app,
        http=DroppingProtocol,
        ws="none",
        lifespan="off",
        log_level="warning",
        timeout_graceful_shutdown=1,
    )
    server = uvicorn.Server(config)
    if until_stdin_closes:
        threading.Thread(target=_exit_with_parent, daemon=True).start()
    print(f"{_ANNOUNCEMENT}http://127.0.0.1:{listener.getsockname()[1]}", flush=True)  # noqa: T201  # the announcement
    server.run(sockets=[listener])


def main(arguments: list[str] | None = None) -> int:
    from clerkwork.fixtures_sites.registry import SITES

    parser = argparse.ArgumentParser(
        prog="python -m clerkwork.fixtures_sites.server", description="Serves a mock site."
    )
    parser.add_argument("name", choices=sorted(SITES))
    parser.add_argument("--port", type=int, default=0, help="0 takes a free port")
    parser.add_argument("--database", type=Path, help="a SQLite file; without it the records live in memory")
    parser.add_argument("--until-stdin-closes", action="store_true", help="end when the parent process does")
    given = parser.parse_args(arguments)
    serve(given.name, given.port, given.database, until_stdin_closes=given.until_stdin_closes)
    return 0


def _listen(port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    if os.name == "posix":  # on Windows this option would let two servers share a port
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", port))
    listener.listen(128)
    return listener


def _exit_with_parent() -> None:
    sys.stdin.buffer.read()
    os._exit(0)


def _output(process: subprocess.Popen[str]) -> IO[str]:
    if process.stdout is None:
        raise SiteServerError("the site's process was started without an output pipe")
    return process.stdout


if __name__ == "__main__":
    sys.exit(main())

"""One browser for all tests of the recorder, a small console to work on, and a person who works."""

from __future__ import annotations

import asyncio
import functools
import http.server
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import BrowserContext, Page, Playwright

from clerkwork.bots.load import load_bundle
from clerkwork.browser.find import find_browser
from clerkwork.recorder.order import order
from clerkwork.recorder.session import Listeners, Recorded, record
from clerkwork.recorder.trail import read_trail

ACTIONS = ("open", "click", "fill", "press", "select", "check", "uncheck", "upload", "close", "see", "value")
PAGES = Path(__file__).with_name("pages")


class _Console(http.server.SimpleHTTPRequestHandler):
    """Files of `pages/`; /private wants basic credentials, /slow answers late, POST answers with a page."""

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        if path.startswith("/private") and "Authorization" not in self.headers:
            return self._answer(401, b"", {"WWW-Authenticate": 'Basic realm="desk"'})
        if path == "/export":
            disposition = {"Content-Disposition": 'attachment; filename="list_7.csv"'}
            return self._answer(200, b"a,b\n1,2\n", disposition)
        if path == "/data":
            return self._answer(200, b"{}", {})
        return super().do_GET()

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self._answer(200, b"<title>Stored</title><h1>Stored</h1>", {"Content-Type": "text/html"})

    def translate_path(self, path: str) -> str:
        name = path.partition("?")[0].removeprefix("/private").strip("/") or "index"
        return str(PAGES / f"{name}.html")

    def _answer(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *words: Any) -> None:
        pass


@pytest.fixture(scope="session")
def console() -> Iterator[str]:
    """Address of the small console."""
    handler = functools.partial(_Console, directory=str(PAGES))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="session")
def endpoint() -> Iterator[str]:
    """A browser that somebody else started."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        flags = [f"--remote-debugging-port={port}", f"--user-data-dir={profile}", "--no-first-run"]
        root = sys.platform != "win32" and os.geteuid() == 0
        command = [find_browser(None, True).path, "--headless", *flags, *(["--no-sandbox"] if root else [])]
        browser = subprocess.Popen(
            [*command, "about:blank"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            yield _once_up(f"http://127.0.0.1:{port}")
        finally:
            # Debian's command is a script around the browser: `person` has closed the browser itself.
            browser.wait(30)


def _once_up(address: str) -> str:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"{address}/json/version", timeout=1):
                return address
        except OSError:
            time.sleep(0.05)
    raise AssertionError("the browser did not come up")


@dataclass
class Desk:
    """A person at work while the recorder watches: `page` is theirs; `steps` ends the recording."""

    console: str
    folder: Path
    page: Page
    context: BrowserContext
    stop: asyncio.Event
    sitting: asyncio.Task[Recorded]
    said: list[str] = field(default_factory=list)

    async def open(self, name: str = "") -> None:
        await self.page.goto(f"{self.console}/{name}")

    async def seen(self, kind: str, count: int = 1) -> None:
        """Waits until the journal holds so many events of a kind."""
        deadline = time.monotonic() + 30
        while sum(event.kind == kind for event in read_trail(self.folder)) < count:
            assert time.monotonic() < deadline, f"no {kind} was recorded"
            await asyncio.sleep(0.02)

    async def finish(self) -> Recorded:
        self.stop.set()
        return await self.sitting

    async def steps(self) -> list[dict[str, Any]]:
        """The recorded steps as plain data, after the bundle was found to be sound."""
        await self.finish()
        bundle = load_bundle(self.folder)
        return [
            step.model_dump(by_alias=True, exclude_defaults=True, exclude={"after"}, mode="json")
            for step in bundle.bot.steps
        ]

    async def actions(self) -> list[str]:
        """The recorded steps in short: action and what it is about."""
        return [f"{key} {step[key]}" for step in await self.steps() for key in ACTIONS if key in step]

    def bytes(self) -> bytes:
        return b"\0".join(one.read_bytes() for one in self.folder.rglob("*") if one.is_file())


@pytest.fixture(scope="session")
async def person(playwright: Playwright, endpoint: str) -> AsyncIterator[BrowserContext]:
    """The person's own hold on the browser."""
    browser = await playwright.chromium.connect_over_cdp(endpoint)
    context = browser.contexts[0]
    context.set_default_timeout(30_000)  # fifteen thousand rows on a busy machine
    yield context
    session = await browser.new_browser_cdp_session()
    await session.send("Browser.close")
    await browser.close()


@pytest.fixture
async def desk(
    request: pytest.FixtureRequest,
    playwright: Playwright,
    person: BrowserContext,
    endpoint: str,
    console: str,
    tmp_path: Path,
) -> AsyncIterator[Desk]:
    """The recorder listens; the person's own client drives. Indirect parameters are options of `order`."""
    stop, ready = asyncio.Event(), asyncio.Event()
    page = await person.new_page()
    for other in person.pages[:-1]:
        await other.close()
    wish = order(console, "bot", tmp_path, connect=endpoint, **getattr(request, "param", {}))
    said: list[str] = []
    sitting = asyncio.create_task(record(wish, stop, Listeners(ready.set, said.append), playwright))
    sitting.add_done_callback(lambda _: ready.set())
    await ready.wait()
    yield Desk(console, tmp_path / "bot", page, person, stop, sitting, said)
    stop.set()
    await asyncio.wait([sitting])

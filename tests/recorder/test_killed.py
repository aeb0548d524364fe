"""The recorder, the browser or both are killed in the middle of a routine: what was recorded by then replays.

CLERKWORK_ROUNDS=20 kills at twenty random points each; CLERKWORK_SEED names other points.
"""

from __future__ import annotations

import asyncio
import contextlib
import http.server
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Dialog, Error, Page, Playwright

from clerkwork.bots.load import load_bundle
from clerkwork.browser.find import find_browser
from clerkwork.runner.options import RunOptions
from clerkwork.runner.run import run_bot
from clerkwork.selectors.engine import register

PAGES = Path(__file__).with_name("pages") / "order"
ROUNDS = int(os.environ.get("CLERKWORK_ROUNDS", "1"))
SEED = os.environ.get("CLERKWORK_SEED", "1")
KINDS = ("recorder", "browser", "both")
PASSWORD = "zw0lf-rot"
PACE = 0.02
"""Seconds between two keys or clicks: more than anybody's hands do."""

GLANCE = 0.3
"""Seconds that the person takes to see what is in a dialog or a new window."""

MOST_DELAY = 0.12
"""Seconds by which the blow comes later than what it waits for."""

REPLAYS = 3

ON_THE_WAY = 0.5
"""Seconds that a report may take to the journal on a machine under load; else only the very last may be lost."""


class Office(http.server.ThreadingHTTPServer):
    """The console: a form, parts, a review. `ledger` is all that reached its pages, in order."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answers)
        self.ledger: list[str] = []
        self.times: list[float] = []
        self.written = threading.Condition()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def clear(self) -> None:
        self.ledger, self.times = [], []

    def wait_for(self, entries: int) -> None:
        with self.written:
            assert self.written.wait_for(lambda: len(self.ledger) >= entries, 30), self.ledger


class _Answers(http.server.BaseHTTPRequestHandler):
    server: Office

    def do_GET(self) -> None:
        name = self.path.strip("/") or "form"
        file = PAGES / (name if name.endswith(".js") else f"{name}.html")
        kind = "text/javascript" if name.endswith(".js") else "text/html"
        self._answer(file.read_bytes() if file.exists() else b"", kind, 200 if file.exists() else 404)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        if self.path != "/ledger":
            return self.do_GET()
        with self.server.written:
            self.server.ledger.append(body)
            self.server.times.append(time.monotonic())
            self.server.written.notify_all()
        return self._answer(b"", "text/plain")

    def _answer(self, body: bytes, kind: str, status: int = 200) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        with contextlib.suppress(OSError):  # a killed browser waits for no answer
            self.wfile.write(body)

    def log_message(self, *words: Any) -> None:
        pass


@pytest.fixture(scope="module")
def office() -> Iterator[Office]:
    with Office() as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield server
        server.shutdown()


class Halted(Exception):
    """The person has seen that something is wrong and takes the hands off."""


@dataclass
class Clerk:
    """Works through the routine; stops before the next act once `halted` is set."""

    page: Page
    drawing: Path
    halted: asyncio.Event = field(default_factory=asyncio.Event)

    async def play(self, url: str) -> None:
        self.page.context.on("dialog", self._read_and_accept)
        await self.page.goto(url)
        await self._type("#name", "Ann Meyer")
        await self._type("#password", PASSWORD)
        await self._press("Tab", "ArrowDown", "Tab")
        await self._click("#urgent")
        await self._click("#fetch")
        await self._type("#reason", "empty")
        await self._click("#next")
        await self._parts()
        await self._click("#review")
        await self._click("#read")
        await self._type("#signature", "AM")
        await self._press("F4")
        await self._click("#send")

    async def _parts(self) -> None:
        async with self.page.expect_popup() as opened:
            await self._click("#choose")
        popup = await opened.value
        await asyncio.sleep(GLANCE)
        async with popup.expect_event("close"):
            await self._click("#toner", popup, no_wait_after=True)
        await self._look()
        async with self.page.expect_file_chooser() as chooser:
            await self._click("#drawing")
        await (await chooser.value).set_files(self.drawing)
        await self._type("#remark", "as drawn")
        await self.page.frame_locator("[name=costs]").locator("#centre").click()
        await self._press(*"4711")
        await self._click("#add")

    async def _read_and_accept(self, dialog: Dialog) -> None:
        await asyncio.sleep(GLANCE)
        with contextlib.suppress(Error):
            await dialog.accept()

    async def _click(self, selector: str, page: Page | None = None, **how: Any) -> None:
        await self._look()
        with contextlib.suppress(Error) if how else contextlib.nullcontext():
            await (page or self.page).click(selector, **how)

    async def _type(self, selector: str, text: str) -> None:
        await self._click(selector)
        await self._press(*text)

    async def _press(self, *keys: str) -> None:
        for key in keys:
            await self._look()
            await self.page.keyboard.press(key)

    async def _look(self) -> None:
        await asyncio.sleep(PACE)
        if self.halted.is_set():
            raise Halted


class Program:
    """A process of its own, in a group of its own: what is killed is what this test started."""

    def __init__(self, *command: str, log: Path) -> None:
        self.log = log
        with log.open("ab") as out:
            self.process = subprocess.Popen(
                command, stdout=out, stderr=subprocess.STDOUT, start_new_session=True
            )

    async def says(self, words: str) -> None:
        deadline = time.monotonic() + 60
        while words not in self.said:
            assert self.process.poll() is None, self.said
            assert time.monotonic() < deadline, self.said
            await asyncio.sleep(0.02)

    async def ended(self) -> int:
        return await asyncio.to_thread(self.process.wait, 60)

    @property
    def said(self) -> str:
        return self.log.read_text()

    def kill(self) -> None:
        self.process.kill()

    def kill_with_children(self) -> None:
        """Debian's browser is a script around the browser, which has processes of its own."""
        if sys.platform == "win32":
            self.process.kill()
        else:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)


def clerkwork(*words: str, log: Path) -> Program:
    return Program(sys.executable, "-m", "clerkwork.cli.main", *words, log=log)


@contextlib.asynccontextmanager
async def own_browser(folder: Path) -> AsyncIterator[tuple[Program, str]]:
    """A browser that can be attached to, and its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    flags = [f"--remote-debugging-port={port}", f"--user-data-dir={folder / 'profile'}", "--no-first-run"]
    flags += ["--no-sandbox"] if sys.platform != "win32" and os.geteuid() == 0 else []
    browser = Program(
        str(find_browser(None, True).path), "--headless", *flags, "about:blank", log=folder / "browser.txt"
    )
    address = f"http://127.0.0.1:{port}"
    try:
        await asyncio.to_thread(_until_up, address)
        yield browser, address
    finally:
        browser.kill_with_children()
        await browser.ended()


def _until_up(address: str) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError), urllib.request.urlopen(f"{address}/json/version", timeout=1):
            return
        time.sleep(0.05)
    raise AssertionError("the browser did not come up")


@pytest.fixture(scope="module")
def drawing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("desk") / "drawing.svg"
    file.write_text("<svg/>" * 40)
    return file


@pytest.fixture(scope="module")
async def whole(office: Office, chromium: Browser, drawing: Path) -> list[str]:
    """The ledger of the routine when nothing goes wrong."""
    context = await chromium.new_context()
    await Clerk(await context.new_page(), drawing).play(office.url)
    await context.close()
    assert office.ledger[-1] == "pressed send"
    return list(office.ledger)


@pytest.mark.parametrize("kind", KINDS)
async def test_what_was_recorded_before_the_kill_replays(
    kind: str,
    office: Office,
    whole: list[str],
    drawing: Path,
    playwright: Playwright,
    chromium: Browser,
    tmp_path: Path,
) -> None:
    await register(playwright)
    points = random.Random(f"{SEED} {kind}")
    for turn in range(ROUNDS):
        point = Point(kind, points.randint(1, len(whole) - 1), points.uniform(0, MOST_DELAY))
        folder = tmp_path / str(turn)
        folder.mkdir()
        sure, reached = await _record_until(point, office, drawing, playwright, folder)
        assert office.ledger[:reached] == whole[:reached]
        words = [step.words() for step in load_bundle(folder / "bot").bot.steps]
        await _replay(office, folder, chromium)
        replayed = _settled(office.ledger)
        kept = [place for place in range(reached + 1, -1, -1) if _settled(whole[:place]) == replayed]
        told = (
            f"{point}: {reached} entries had reached the page, {kept[:1]} were replayed by {len(words)} steps"
        )
        print(told)
        assert kept, f"{told}: {words} | {replayed} | {whole[:reached]}"
        assert kept[0] >= min(sure, reached - 1), f"{told}: {words}"
        # Where the page went on before somebody watched again, it is opened as it was found.
        assert kind == "recorder" or [word for word in words if word.startswith("open ")] == ["open app:/"]


@dataclass(frozen=True)
class Point:
    """When the blow falls: `delay` seconds after the page told of so many entries."""

    kind: str
    entry: int
    delay: float

    def __str__(self) -> str:
        return f"{self.kind} killed {self.delay * 1000:.0f} ms after entry {self.entry}"


async def _record_until(
    point: Point, office: Office, drawing: Path, playwright: Playwright, folder: Path
) -> tuple[int, int]:
    """Record up to the blow and let the recorder save; returns how much had reached the page a while before
    the blow (ON_THE_WAY), and by then."""
    office.clear()
    wish = ("--name", "bot", "--into", str(folder))
    async with own_browser(folder) as (browser, address):
        recorder = clerkwork("record", office.url, "--connect", address, *wish, log=folder / "first.txt")
        await recorder.says("recording: ready")
        person = await playwright.chromium.connect_over_cdp(address)
        clerk = Clerk(person.contexts[0].pages[0], drawing)
        work = asyncio.create_task(clerk.play(office.url))
        await asyncio.to_thread(office.wait_for, point.entry)
        await asyncio.sleep(point.delay)
        reached = len(office.ledger)
        sure = sum(at < time.monotonic() - ON_THE_WAY for at in office.times[:reached])
        if point.kind != "recorder":
            browser.kill_with_children()
        if point.kind != "browser":
            recorder.kill()
        clerk.halted.set()
        with contextlib.suppress(Halted, Error):
            await asyncio.wait_for(work, 60)
        ended = await recorder.ended()
        if point.kind == "browser":
            assert ended == 0, recorder.said
        else:
            where = ("--connect", address) if point.kind == "recorder" else ("--headless",)
            await _resume(office.url, *where, *wish, log=folder / "second.txt")
        if person.is_connected():
            await asyncio.wait_for(person.close(), 60)
    return sure, reached


async def _resume(*words: str, log: Path) -> None:
    """Go on, and end at once: what the first recorder left is saved."""
    recorder = clerkwork("record", "--resume", *words, log=log)
    await recorder.says("recording: ready")
    recorder.process.send_signal(signal.SIGINT)
    assert await recorder.ended() == 0, recorder.said


async def _replay(office: Office, folder: Path, browser: Browser) -> None:
    """From a fresh site, and once more if the machine kept the page from answering: as every run does."""
    bundle = load_bundle(folder / "bot")
    options = RunOptions(runs=folder / "runs", shots="failure", attempts=1)
    for _ in range(REPLAYS):
        office.clear()
        outcome = await run_bot(bundle, {}, {"app_password": PASSWORD}, options, browser=browser)
        if outcome.exit_code == 0:
            return
    raise AssertionError((outcome.why, [step.words for step in outcome.steps]))


def _settled(ledger: list[str]) -> list[str]:
    """What was typed letter by letter, as it stood in the end; only the last of a field's values in a row counts."""
    return [
        entry
        for entry, following in zip(ledger, [*ledger[1:], ""], strict=False)
        if "=" not in entry or entry.partition("=")[0] != following.partition("=")[0]
    ]

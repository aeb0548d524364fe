"""Lets a scripted person work in a browser of their own while `clerkwork record --connect` watches."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

from playwright.async_api import Error, Playwright, async_playwright

from clerkwork.browser.find import find_browser
from clerkwork.cli.demo.people import Person

READY, PATIENCE = "recording: ready", 60.0
LAST_WORDS = 0.5
"""Seconds for the browser to tell the recorder of the person's last act."""
CLOSING = 10.0
"""Seconds that a browser may take to close."""


class RehearsalError(RuntimeError):
    """The recorder or its browser did not do its part; the message holds what the recorder said."""


async def record_person(person: Person, base: str, password: str, into: Path) -> Path:
    """Record the person as a bot below `into`; returns the bot's folder.

    Raises RehearsalError when the recorder does not come up or does not save.
    """
    name = person.bot.replace("_", "-")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        async with async_playwright() as playwright, _browser(playwright, Path(scratch)) as address:
            recorder = await _recorder(person, name, base, address, into)
            try:
                await _play(playwright, address, person, base, password, Path(scratch))
            finally:
                said = await _stop(recorder)
    if recorder.returncode:
        raise RehearsalError(f"the recorder ended with {recorder.returncode}: {said[-600:]}")
    return into / name


async def _play(
    playwright: Playwright, address: str, person: Person, base: str, password: str, desk: Path
) -> None:
    browser = await playwright.chromium.connect_over_cdp(address)
    context = browser.contexts[0]
    context.set_default_timeout(15_000)
    page = context.pages[0] if context.pages else await context.new_page()
    await page.set_viewport_size({"width": 1280, "height": 900})
    await person.play(page, base, password, person.inputs, desk)
    await asyncio.sleep(LAST_WORDS)


@contextlib.asynccontextmanager
async def _browser(playwright: Playwright, scratch: Path) -> AsyncIterator[str]:
    """A headless browser that others can attach to; yields its address."""
    port = _free_port()
    root = sys.platform != "win32" and os.geteuid() == 0
    process = await asyncio.create_subprocess_exec(
        str(find_browser().path),
        "--headless",
        f"--remote-debugging-port={port}",
        f"--user-data-dir={scratch / 'profile'}",
        "--no-first-run",
        "--disable-background-networking",
        "--window-size=1280,900",
        *(["--no-sandbox"] if root else []),
        "about:blank",
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        await _until_listening(port)
        yield address
    finally:
        await _close(playwright, address, process)


async def _close(playwright: Playwright, address: str, process: asyncio.subprocess.Process) -> None:
    """By its own command: Debian's browser is started by a script, and to end that would leave the browser behind."""
    try:
        browser = await playwright.chromium.connect_over_cdp(address, timeout=CLOSING * 1000)
        session = await browser.new_browser_cdp_session()
        with contextlib.suppress(Error):  # it may be gone before it answers
            await session.send("Browser.close")
        await asyncio.wait_for(process.wait(), CLOSING)
    except (Error, TimeoutError):
        process.terminate()
        await process.wait()


async def _recorder(
    person: Person, name: str, base: str, address: str, into: Path
) -> asyncio.subprocess.Process:
    given = [word for pair in person.inputs.items() for word in ("--input", "=".join(pair))]
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "clerkwork.cli.main",
        *("record", base, "--name", name, "--into", str(into), "--connect", address),
        *("--system", f"{person.site}={base}", *given),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said = b""
    while READY.encode() not in said:
        line = await asyncio.wait_for(_out(process).readline(), PATIENCE)
        said += line
        if not line:
            raise RehearsalError(f"the recorder did not start: {said.decode(errors='replace')[-600:]}")
    return process


async def _stop(recorder: asyncio.subprocess.Process) -> str:
    if recorder.returncode is None:
        recorder.send_signal(getattr(signal, "CTRL_BREAK_EVENT", signal.SIGINT))
    said, _ = await asyncio.wait_for(recorder.communicate(), PATIENCE)
    return said.decode(errors="replace")


def _out(process: asyncio.subprocess.Process) -> asyncio.StreamReader:
    if process.stdout is None:
        raise RehearsalError("the recorder was started without a pipe")
    return process.stdout


async def _until_listening(port: int) -> None:
    for _ in range(200):
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            await asyncio.sleep(0.05)
            continue
        writer.close()
        return
    raise RehearsalError(f"the browser did not listen on port {port}")


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port

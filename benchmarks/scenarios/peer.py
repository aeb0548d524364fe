"""Playwright's own recorder, as `playwright codegen --target python-async -o FILE` starts it, and the script that it writes.

The person is a second client of the browser over CDP, as in the recorder's scenario suite: every event is
trusted, and the recorder cannot tell it from a hand's.
"""

from __future__ import annotations

import ast
import asyncio
import contextlib
import socket
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, BrowserContext, Dialog, FileChooser, Page, Playwright

from clerkwork.browser.launch import launch

HEADLESS = {"PWTEST_CLI_HEADLESS": "1"}
"""What the environment must hold when Playwright is started, so that the recorder's own window needs no display."""

LANGUAGE = "python-async"
QUIET, PATIENCE = 1.0, 5.0
"""Seconds without a new line after which the script is taken for complete, and the longest wait for that."""

PACE = 150.0
"""Milliseconds between two acts of the person: slower than in the suite, lest the recorder miss something."""

TOOLBAR, ASIDE = (544, 16), (1062, 16)
"""Where the recorder's toolbar is gripped in a window of 1280 px, and where to: it lies over the middle of the page."""

Play = Callable[[Page], Awaitable[None]]


@dataclass
class Codegen:
    """A browser in which Playwright records, and a person's client of the same browser."""

    browser: Browser
    person: BrowserContext

    async def record(self, play: Play) -> str:
        """The script that the recorder has written of what the person did. Raises what the person's work raises."""
        with tempfile.TemporaryDirectory() as folder:
            output = Path(folder) / "script.py"
            context = await self.browser.new_context()
            try:
                await _show_recorder(context, output)
                async with self.person.expect_page() as opening:
                    await context.new_page()
                page = await opening.value
                await _put_toolbar_aside(page)
                await play(page)
                await _quiet(output)
                return output.read_text(encoding="utf-8")
            finally:
                await context.close()  # the recorder writes a last time


@contextlib.asynccontextmanager
async def codegen(playwright: Playwright) -> AsyncIterator[Codegen]:
    """Browser and person; see HEADLESS."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    async with launch(playwright, args=[f"--remote-debugging-port={port}"]) as browser:
        client = await playwright.chromium.connect_over_cdp(f"http://127.0.0.1:{port}", slow_mo=PACE)
        person = client.contexts[0]
        person.set_default_timeout(10_000)
        try:
            yield Codegen(browser, person)
        finally:
            await client.close()


async def _show_recorder(context: BrowserContext, output: Path) -> None:
    """What codegen does with its context (`codegen` in the driver's lib/coreBundle.js)."""
    context.on("dialog", _leave_to_the_person)
    wish = {"language": LANGUAGE, "mode": "recording", "outputFile": str(output), "handleSIGINT": False}
    await context._impl_obj._show_recorder(wish | {"launchOptions": {}, "contextOptions": {}})


async def _put_toolbar_aside(page: Page) -> None:
    """In the empty window, so that the case's page hears nothing of it."""
    await page.mouse.move(*TOOLBAR)
    await page.mouse.down()
    await page.mouse.move(*ASIDE, steps=3)
    await page.mouse.up()


def _leave_to_the_person(_: Dialog) -> None:
    pass


async def _quiet(output: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    text, since = "", time.monotonic()
    while time.monotonic() < min(deadline, since + QUIET):
        await asyncio.sleep(0.1)
        if (now := _written(output)) != text:
            text, since = now, time.monotonic()


def _written(output: Path) -> str:
    return output.read_text(encoding="utf-8") if output.exists() else ""


@contextlib.contextmanager
def files_kept(desk: Path) -> Iterator[None]:
    """What the person chooses in file dialogs also lies in `desk`: the script knows files by their names only."""
    plain = FileChooser.set_files

    async def set_files(self: FileChooser, files: Any, **how: Any) -> None:
        for file in files if isinstance(files, Sequence) else [files]:
            (desk / file["name"]).write_bytes(file["buffer"])
        await plain(self, files, **how)

    FileChooser.set_files = set_files  # type: ignore[method-assign]
    try:
        yield
    finally:
        FileChooser.set_files = plain  # type: ignore[method-assign]


def run_of(script: str) -> Callable[[Any], Awaitable[None]]:
    """The `run(playwright)` of a recorded script; only its last line, which starts Playwright, is left out."""
    tree = ast.parse(script)
    tree.body = [one for one in tree.body if not isinstance(one, ast.Expr)]
    scope: dict[str, Any] = {}
    exec(compile(tree, "recorded.py", "exec"), scope)  # that is what a recorded script is for
    run: Callable[[Any], Awaitable[None]] = scope["run"]
    return run

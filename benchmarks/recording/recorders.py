"""The recorders that watch the same person: none, ours, and Playwright's own as `playwright codegen` starts it."""

import asyncio
import contextlib
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path

from playwright.async_api import BrowserContext

from clerkwork.evidence.journal import read_journal

Watching = Callable[[BrowserContext, str, str, Path], AbstractAsyncContextManager[None]]
"""Given the context, the browser's endpoint, the page's address and a folder, watches as long as it is open."""


@contextlib.asynccontextmanager
async def nobody(context: BrowserContext, endpoint: str, url: str, folder: Path) -> AsyncIterator[None]:
    yield


@contextlib.asynccontextmanager
async def clerkwork(context: BrowserContext, endpoint: str, url: str, folder: Path) -> AsyncIterator[None]:
    """The command in a process of its own, as a user starts it. Ends by SIGTERM, which saves the bot."""
    words = ["record", url, "--name", "bot", "--into", str(folder), "--connect", endpoint]
    run = "import sys; from clerkwork.cli.main import main; sys.exit(main())"
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", run, *words, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout
    while b"ready" not in (line := await process.stdout.readline()):
        if not line:
            raise SystemExit("the recorder did not start")
    reading = asyncio.create_task(process.stdout.read())  # a full pipe would hold it up
    try:
        yield
    finally:
        process.terminate()
        await asyncio.gather(process.wait(), reading)


@contextlib.asynccontextmanager
async def codegen(context: BrowserContext, endpoint: str, url: str, folder: Path) -> AsyncIterator[None]:
    """Playwright's recorder, through the channel that its `codegen` command uses."""
    wishes = {"language": "python", "mode": "recording", "outputFile": str(folder / "script.py")}
    await context._impl_obj._show_recorder(wishes)
    yield


RECORDERS: dict[str, Watching] = {"nobody": nobody, "clerkwork": clerkwork, "codegen": codegen}


def recorded(name: str, folder: Path) -> int:
    """How many presses of the mouse and keys it has, so that a recorder that slept is no fast one."""
    if name == "clerkwork":
        entries = read_journal(folder / "bot" / ".recording" / "events.jsonl")
        return sum(entry.data.get("kind") in ("down", "pressed") for entry in entries)
    if name == "codegen":
        script = (folder / "script.py").read_text(encoding="utf-8")
        return sum(script.count(action) for action in (".click(", ".check(", ".uncheck(", ".press("))
    return 0

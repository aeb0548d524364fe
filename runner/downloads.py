"""Keeps what a step downloaded: checked against what the step declares, with its digest in the journal."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

from playwright.async_api import BrowserContext, Page
from playwright.async_api import Download as BrowserDownload
from playwright.async_api import Error as PlaywrightError

from clerkwork.bots.step import Download
from clerkwork.runner.deadline import Deadline
from clerkwork.runner.errors import ApplicationException, ExpectationFailed
from clerkwork.runner.session import Session


def watch_downloads(context: BrowserContext, queue: asyncio.Queue[BrowserDownload]) -> None:
    """Put every download of every page into the queue."""

    def listen(page: Page) -> None:
        page.on("download", queue.put_nowait)

    context.on("page", listen)
    for page in context.pages:
        listen(page)


async def keep(session: Session, declared: Download, file: BrowserDownload, deadline: Deadline) -> None:
    """Wait for the file and keep it as evidence.

    ApplicationException when it does not arrive whole, ExpectationFailed when it is not as declared.
    """
    name = file.suggested_filename
    try:
        path = Path(await asyncio.wait_for(file.path(), max(deadline.left(), 0.001)))
    except (PlaywrightError, TimeoutError) as error:
        raise ApplicationException(
            f"the download {name!r} did not arrive whole", "look at the console's log"
        ) from error
    if declared.name and not re.fullmatch(declared.name, name):
        raise ExpectationFailed(
            f"the download is named {name!r}, not {declared.name!r}", "is it the right file?"
        )
    kept = session.folder.keep_download(name, path)
    digest = session.folder.digest_of(kept)
    session.tell("download", name=name, path=kept, size=digest.size, sha256=digest.sha256)
    if digest.size < declared.min_bytes:
        raise ExpectationFailed(
            f"the download {name!r} has {digest.size} bytes", "the console gave an empty file"
        )
    if declared.into:
        session.scope["outputs"][declared.into] = str(session.folder.path / kept)

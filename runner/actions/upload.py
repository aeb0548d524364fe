"""Gives files to a file input, or drops them where the page takes them."""

from __future__ import annotations

from pathlib import Path

from playwright.async_api import Locator
from playwright.async_api import TimeoutError as PlaywrightTimeout

from clerkwork.bots.actions.upload import Upload
from clerkwork.runner.act import act
from clerkwork.runner.deadline import Deadline
from clerkwork.runner.session import Session


async def upload(session: Session, step: Upload, deadline: Deadline) -> None:
    """Give the files to the input, which may be hidden behind a button; drop them on anything else."""
    files = [session.file(session.text(path)) for path in step.files]
    fingerprint = session.target(step.upload).fingerprint
    is_input = fingerprint.tag == "*" or fingerprint.type == "file"

    async def perform(locator: Locator, timeout: float) -> None:
        if is_input:
            await locator.set_input_files(files, timeout=timeout)
        else:
            await _drop(locator, files, timeout)

    await act(session, step, step.upload, deadline, perform, hidden=is_input)


async def _drop(locator: Locator, files: list[Path], timeout: float) -> None:
    """Drag the files in from outside, as the browser itself would tell the page."""
    await locator.scroll_into_view_if_needed(timeout=timeout)
    box = await locator.bounding_box(timeout=timeout)
    if box is None:
        raise PlaywrightTimeout("the place to drop on is not visible")
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    data = {"items": [], "files": [str(file) for file in files], "dragOperationsMask": 1}
    cdp = await locator.page.context.new_cdp_session(locator.page)
    for kind in ("dragEnter", "dragOver", "drop"):
        await cdp.send("Input.dispatchDragEvent", {"type": kind, "x": x, "y": y, "data": data})
    await cdp.detach()

"""Gives files to a file input."""

from __future__ import annotations

from playwright.async_api import Locator

from clerkwork.bots.actions.upload import Upload
from clerkwork.runner.act import act
from clerkwork.runner.deadline import Deadline
from clerkwork.runner.session import Session


async def upload(session: Session, step: Upload, deadline: Deadline) -> None:
    """Give the files to the input, which may be hidden behind a button."""
    files = [session.file(session.text(path)) for path in step.files]

    async def perform(locator: Locator, timeout: float) -> None:
        await locator.set_input_files(files, timeout=timeout)

    await act(session, step, step.upload, deadline, perform, hidden=True)

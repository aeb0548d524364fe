"""Types a text key by key."""

from __future__ import annotations

from playwright.async_api import Locator

from clerkwork.bots.actions.type import Type
from clerkwork.bots.expressions import holds_secret
from clerkwork.runner.act import act
from clerkwork.runner.deadline import Deadline
from clerkwork.runner.keyboard import type_keys
from clerkwork.runner.session import Session


async def type_text(session: Session, step: Type, deadline: Deadline) -> None:
    """Type where the focus is, or give it to the target first. Keys are pressed once, whatever comes of them."""
    text = session.text(step.type)
    session.camera.confidential.hide(session.scope["secrets"][name] for name in holds_secret(step.type))
    if step.on is None:
        session.last_window = step.window
        await type_keys(session.windows.get(step.window), text)
        return

    async def focus(locator: Locator, timeout: float) -> None:
        await locator.focus(timeout=timeout)

    found = await act(session, step, step.on, deadline, focus)
    await type_keys(found.locator.page, text)

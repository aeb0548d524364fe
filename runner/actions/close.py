"""Closes a window that an earlier step opened."""

from __future__ import annotations

from clerkwork.bots.actions.close import Close
from clerkwork.runner.deadline import Deadline
from clerkwork.runner.session import Session


async def close(session: Session, step: Close, _deadline: Deadline) -> None:
    """Close the window; one that closed by itself is fine."""
    page = session.windows.find(step.close)
    if page is None:
        session.note("it was closed already")
    else:
        await page.close(run_before_unload=False)

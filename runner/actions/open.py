"""Goes to an address of one of the bot's systems."""

from __future__ import annotations

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import TimeoutError as PlaywrightTimeout

from clerkwork.bots.actions.open import Open
from clerkwork.runner.deadline import Deadline
from clerkwork.runner.errors import StepTimeout, SystemUnreachable
from clerkwork.runner.session import Session


async def open_address(session: Session, step: Open, deadline: Deadline) -> None:
    """Open the address in its window, which is made when it is not there."""
    url = session.address(step.open)
    page = session.windows.find(step.window) or await session.windows.open(step.window)
    session.last_window = step.window
    try:
        await page.goto(url, timeout=deadline.left_ms(), wait_until="load")
    except PlaywrightTimeout as error:
        raise StepTimeout(
            f"{url} was not loaded within {deadline.seconds:g} s", "is the console up?"
        ) from error
    except PlaywrightError as error:
        if "Download is starting" in error.message:
            return
        session.traffic.unreachable = None
        reason = error.message.splitlines()[0].removeprefix("Page.goto: ")
        raise SystemUnreachable(
            f"no answer from {url} ({reason})", "is the console running, and is the address right?"
        ) from error

"""One look at a page for a target."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Page

from clerkwork.selectors.frames import find_frame
from clerkwork.selectors.resolve import Resolution, resolve
from clerkwork.selectors.target import Target


@dataclass(frozen=True)
class Wanted:
    """A target by name with this run's row text and name; `hidden` counts elements that do not show."""

    name: str
    row: str | None = None
    named: str | None = None
    hidden: bool = False


async def look(page: Page, target: Target, wanted: Wanted) -> tuple[Resolution | None, str]:
    """What the page shows of the target now, or why it could not be looked at."""
    try:
        search = await find_frame(page, target.frame)
        if search.frame is None:
            return None, search.why
        resolution = await resolve(
            search.frame, target, row=wanted.row, named=wanted.named, hidden=wanted.hidden
        )
    except PlaywrightError as error:
        return None, f"the page could not be looked at ({error.message.splitlines()[0]})"
    return resolution, resolution.why or ""

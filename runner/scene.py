"""What a checkpoint pictures: the viewport, the whole page, or an element; and what is left out of it."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import FloatRect, Page

from clerkwork.bots.actions.checkpoint import Checkpoint, Region, TextMask
from clerkwork.runner.confidential import Unsearchable
from clerkwork.runner.deadline import Deadline
from clerkwork.runner.errors import StepTimeout
from clerkwork.runner.find import find
from clerkwork.runner.page_texts import matching_boxes
from clerkwork.runner.session import Session
from clerkwork.runner.sight import Wanted
from clerkwork.runner.visual.box import Box

SCROLLED = "() => [window.scrollX, window.scrollY, window.innerWidth, window.innerHeight]"


@dataclass(frozen=True)
class Scene:
    """A part of a window. (`left`, `top`) is the picture's corner in the window's viewport.

    `clip` is the part to picture, in the viewport or, with `full_page`, on the whole page; None is all.
    """

    page: Page
    left: int = 0
    top: int = 0
    clip: Box | None = None
    full_page: bool = False

    def on_picture(self, boxes: Sequence[Box]) -> list[Box]:
        """Boxes of the viewport as boxes of the picture."""
        return [box.moved(-self.left, -self.top) for box in boxes]


async def scene_of(session: Session, step: Checkpoint, deadline: Deadline) -> Scene:
    """What the step pictures, as the page is now. Raises RunFault when there is nothing of the kind."""
    if step.of:
        return await _element(session, step.of, deadline)
    page = session.windows.get(step.window)
    session.last_window = step.window
    if not step.full_page:
        return Scene(page)
    across, down, _, _ = await _scrolled(page, deadline)
    return Scene(page, -floor(across), -floor(down), full_page=True)


async def mask_boxes(session: Session, step: Checkpoint, scene: Scene, deadline: Deadline) -> list[Box]:
    """What the step's masks cover of the picture now. Raises RunFault when a target is not there."""
    found = []
    for mask in step.mask:
        if not isinstance(mask, TextMask) and (box := await _mask(session, scene.page, mask, deadline)):
            found.append(box)
    patterns = [re.compile(mask.text) for mask in step.mask if isinstance(mask, TextMask)]
    try:
        return scene.on_picture([*found, *await matching_boxes(scene.page, patterns)])
    except Unsearchable as error:
        raise StepTimeout(f"texts cannot be masked: {error}", "does the page answer?") from error


async def _element(session: Session, name: str, deadline: Deadline) -> Scene:
    """The element, scrolled into view; on the whole page's picture when it is larger than the viewport."""
    window = session.target(name).window
    page = session.windows.get(window)
    found = await find(session, Wanted(name, deed="checkpoint"), deadline)
    session.last_window = window
    try:
        await found.locator.scroll_into_view_if_needed(timeout=deadline.look_ms())
        place = await found.locator.bounding_box(timeout=deadline.look_ms())
    except PlaywrightError as error:
        raise StepTimeout(
            f"target {name!r} cannot be pictured ({error.message.splitlines()[0]})", "does it show?"
        ) from error
    if place is None:
        raise StepTimeout(f"target {name!r} cannot be pictured: it has no size", "does it show?")
    box = _whole(**place)
    across, down, width, height = await _scrolled(page, deadline)
    if box.clipped(int(width), int(height)) == box:
        return Scene(page, box.x, box.y, box)
    return Scene(page, box.x, box.y, box.moved(floor(across), floor(down)), full_page=True)


async def _mask(session: Session, page: Page, mask: str | Region, deadline: Deadline) -> Box | None:
    """What a mask covers of the window now; None when its target has no size."""
    if isinstance(mask, str):
        box = await _place_of(session, mask, deadline)
        return box and _whole(**box)
    corner = await _corner(session, page, mask.on, deadline)
    return corner and _whole(corner[0] + mask.x, corner[1] + mask.y, mask.width, mask.height)


async def _corner(
    session: Session, page: Page, on: str | None, deadline: Deadline
) -> tuple[float, float] | None:
    """Where a target's left upper corner is in its window, or that of the page, however far it is scrolled."""
    if on is not None:
        box = await _place_of(session, on, deadline)
        return box and (box["x"], box["y"])
    left, top, _, _ = await _scrolled(page, deadline)
    return -left, -top


async def _scrolled(page: Page, deadline: Deadline) -> tuple[float, float, float, float]:
    """How far the page is scrolled, and the size of its viewport."""
    try:
        left, top, width, height = await asyncio.wait_for(page.evaluate(SCROLLED), deadline.look_ms() / 1000)
    except (PlaywrightError, TimeoutError) as error:
        raise StepTimeout(
            f"{page.url} does not say how far it is scrolled", "does the page answer?"
        ) from error
    return left, top, width, height


async def _place_of(session: Session, name: str, deadline: Deadline) -> FloatRect | None:
    found = await find(session, Wanted(name, deed="checkpoint"), deadline)
    return await found.locator.bounding_box(timeout=deadline.look_ms())


def _whole(x: float, y: float, width: float, height: float) -> Box:
    """The whole px that a rectangle touches."""
    left, top = floor(x), floor(y)
    return Box(left, top, ceil(x + width - 0.001) - left, ceil(y + height - 0.001) - top)

"""Compares the icons of a page with the recorded crop, where a target says nothing but by its icon."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Page

from clerkwork.runner.session import Session
from clerkwork.runner.view import view_of_window
from clerkwork.selectors.resolve import Found
from clerkwork.selectors.seen import Seen
from clerkwork.selectors.target import Box, Target

if TYPE_CHECKING:
    from clerkwork.selectors.structure import Pixels

LOOK_MS = 1_000
"""For bringing an element into view and asking where it is."""


async def icon_likenesses(
    session: Session, page: Page, recorded: Target, elements: Sequence[Seen]
) -> Mapping[str, float]:
    """By token, how alike the icon is, 0 to 1, of each element of about the target's size that is in view.

    One picture of the window serves for all. Nothing where the target has words, or no crop that can be read.
    """
    from clerkwork.selectors.icon_likeness import is_icon, like_size

    box = recorded.fingerprint.box
    if box is None or recorded.crop is None or not is_icon(recorded.fingerprint):
        return {}
    alike = [one for one in elements if one.visible and like_size(box, one.box)]
    file = session.bundle.folder / recorded.crop
    if not alike or not file.is_file():
        return {}
    try:
        window, scale = await view_of_window(session, page)
    except (PlaywrightError, TimeoutError):
        return {}
    return await asyncio.to_thread(_compared, file.read_bytes(), recorded, window, scale, alike)


async def looks_another(session: Session, recorded: Target, found: Found) -> bool:
    """Whether an element that only its place speaks for shows another icon than was recorded.

    False where that cannot be told: no crop, another size, not to be brought into view.
    """
    if recorded.crop is None:
        return False
    from clerkwork.selectors.icon_likeness import SAME, is_mute

    if not is_mute(recorded.fingerprint):
        return False
    try:
        await found.locator.scroll_into_view_if_needed(timeout=LOOK_MS)
        box = await found.locator.bounding_box(timeout=LOOK_MS)
    except PlaywrightError:
        return False
    if box is None:
        return False
    seen = Seen(found.token, found.fingerprint, Box.model_validate(box), found.visible, found.enabled)
    likeness = await icon_likenesses(session, found.locator.page, recorded, [seen])
    return likeness.get(found.token, 1.0) < SAME


def _compared(
    png: bytes, recorded: Target, window: Pixels, scale: float, elements: Sequence[Seen]
) -> Mapping[str, float]:
    import cv2
    import numpy as np

    from clerkwork.selectors.icon_likeness import icon_likeness, inner

    crop = cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_COLOR)
    box = recorded.fingerprint.box
    if crop is None or box is None:
        return {}
    icon = inner(np.asarray(crop, np.uint8), box)
    found = {}
    for one in elements:
        left, top = round(one.box.x * scale), round(one.box.y * scale)
        right, bottom = (
            round((one.box.x + one.box.width) * scale),
            round((one.box.y + one.box.height) * scale),
        )
        if left >= 0 and top >= 0 and right <= window.shape[1] and bottom <= window.shape[0]:
            found[one.token] = icon_likeness(icon, np.ascontiguousarray(window[top:bottom, left:right]))
    return found

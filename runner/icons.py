"""Compares the icons of a page with the recorded crop, where a target says nothing but by its icon."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Page

from clerkwork.runner.session import Session
from clerkwork.runner.view import view_of_window
from clerkwork.selectors.seen import Seen
from clerkwork.selectors.target import Target

if TYPE_CHECKING:
    from clerkwork.selectors.structure import Pixels


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

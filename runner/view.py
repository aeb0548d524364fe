"""The part of a window's picture that shows an element, to be looked at and never stored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from playwright.async_api import Locator, Page
from playwright.async_api import TimeoutError as PlaywrightTimeout

from clerkwork.bots.actions.click import Position
from clerkwork.runner.session import Session

if TYPE_CHECKING:
    from clerkwork.selectors.structure import Pixels


@dataclass(frozen=True)
class View:
    """What the window shows of an element. `scale` is px for each CSS px; `left`, `top` is how much of the
    element is out of sight there, `width` and `height` how large it is, in CSS px."""

    pixels: Pixels
    scale: float
    left: float
    top: float
    width: float
    height: float

    def part(self, x: float, y: float) -> Position:
        """A point of the picture as parts of the element's width and height."""
        across = (x / self.scale + self.left) / self.width
        down = (y / self.scale + self.top) / self.height
        return Position(x=min(max(across, 0.0), 1.0), y=min(max(down, 0.0), 1.0))

    def px(self, part: Position) -> tuple[float, float]:
        """A point of the element in the picture, px."""
        across, down = part.x * self.width - self.left, part.y * self.height - self.top
        return across * self.scale, down * self.scale


async def view_of(session: Session, locator: Locator, patience_ms: float) -> View:
    """The element as it looks now, scrolled into view. Raises PlaywrightTimeout when it does not show."""
    import numpy as np

    page = locator.page
    await locator.scroll_into_view_if_needed(timeout=patience_ms)
    box = await locator.bounding_box(timeout=patience_ms)
    if box is None:
        raise PlaywrightTimeout("the element is not visible")
    pixels, scale = await view_of_window(session, page)
    left, top = max(0.0, box["x"]), max(0.0, box["y"])
    right, bottom = box["x"] + box["width"], box["y"] + box["height"]
    shown = pixels[round(top * scale) : round(bottom * scale), round(left * scale) : round(right * scale)]
    if not shown.size:
        raise PlaywrightTimeout("the element is out of sight")
    shown = np.ascontiguousarray(shown)
    return View(shown, scale, left - box["x"], top - box["y"], box["width"], box["height"])


async def view_of_window(session: Session, page: Page) -> tuple[Pixels, float]:
    """What the window shows now, and how many px each CSS px has."""
    import cv2
    import numpy as np

    width = await page.evaluate("window.innerWidth")
    png = np.frombuffer(await session.camera.glimpse(page), np.uint8)
    pixels = np.asarray(cv2.imdecode(png, cv2.IMREAD_COLOR), np.uint8)
    return pixels, pixels.shape[1] / max(1, width)

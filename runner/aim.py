"""Where in a found element to act, when what was meant is drawn in it and has no element of its own."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from playwright.async_api import TimeoutError as PlaywrightTimeout

from clerkwork.bots.actions.click import Position
from clerkwork.runner.deadline import Deadline
from clerkwork.runner.errors import TargetNotFound
from clerkwork.runner.session import Session
from clerkwork.selectors.resolve import Found
from clerkwork.selectors.target import ByImage
from clerkwork.selectors.words import candidate_in_words

if TYPE_CHECKING:
    from clerkwork.selectors.image_match import Sighting
    from clerkwork.selectors.image_sample import Crop
    from clerkwork.selectors.structure import Pixels

FIRST_PAUSE, LONGEST_PAUSE = 0.05, 0.5
"""Seconds between two looks at the picture; a look costs more than one at the page."""

STEADY = 2.0
"""px of the screen by which two looks at something that moved may differ: else it is still moving."""


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


@dataclass
class Aim:
    """The point of the target to act on, as parts of its width and height: as recorded, until `look` found
    it elsewhere."""

    session: Session
    name: str
    point: Position | None
    deadline: Deadline
    _crop: Crop | None = field(default=None, init=False)

    async def look(self, found: Found) -> None:
        """Aim at what the target's picture shows, as soon as it is there.

        Raises TargetNotFound when the deadline passes first, PlaywrightError when the element is gone.
        """
        image = next(
            (one for one in self.session.recorded(self.name).candidates if isinstance(one, ByImage)), None
        )
        if image is None:
            return
        crop = await asyncio.to_thread(_read, self.session, image)
        if crop is None:
            self.session.note(f"{image.image} cannot be read, so the click went where it was recorded")
            return
        recorded, pause, before = self.point, FIRST_PAUSE, None
        while True:
            view = await seen(self.session, found, self.deadline)
            sighting = await asyncio.to_thread(_find, crop, image, view, recorded)
            if sighting.place and (not sighting.moved or _steady(before, sighting)):
                self._take(image, view, sighting)
                return
            if self.deadline.over:
                raise self._not_there(found, image, sighting)
            before = sighting
            await asyncio.sleep(min(pause, self.deadline.left()))
            pause = min(pause * 1.6, LONGEST_PAUSE)

    def _take(self, image: ByImage, view: View, sighting: Sighting) -> None:
        place = sighting.place
        assert place
        self.point = view.part(place.x, place.y)
        told = {"x": round(self.point.x, 4), "y": round(self.point.y, 4), "scale": round(place.scale, 3)}
        likeness = {"score": round(sighting.score, 3), "margin": round(sighting.margin, 3)}
        self.session.tell(
            "target.sighted",
            target=self.name,
            by="image",
            why=sighting.why,
            moved=sighting.moved,
            **told,
            **likeness,
        )
        if sighting.moved:
            self.session.note(
                f"{self.name} was found by its picture at another place "
                f"(score {sighting.score:.2f}, margin {sighting.margin:.2f}: {sighting.why})"
            )

    def _not_there(self, found: Found, image: ByImage, sighting: Sighting) -> TargetNotFound:
        return TargetNotFound(
            f"target {self.name!r} was not found on {found.locator.page.url}: {found.words} is there, but not "
            f"{candidate_in_words(image)} in it: {sighting.why} "
            f"(score {sighting.score:.2f}, margin {sighting.margin:.2f})",
            "compare the picture with the recorded one; if what is drawn changed, re-record this step",
        )


async def seen(session: Session, found: Found, deadline: Deadline) -> View:
    """The element's part of the window's picture, scrolled into view. Raises PlaywrightTimeout when there is none."""
    import cv2
    import numpy as np

    page, patience = found.locator.page, deadline.look_ms()
    await found.locator.scroll_into_view_if_needed(timeout=patience)
    box = await found.locator.bounding_box(timeout=patience)
    if box is None:
        raise PlaywrightTimeout("the element is not visible")
    width = await page.evaluate("window.innerWidth")
    png = np.frombuffer(await session.camera.glimpse(page), np.uint8)
    pixels = np.asarray(cv2.imdecode(png, cv2.IMREAD_COLOR), np.uint8)
    scale = pixels.shape[1] / max(1, width)
    left, top = max(0.0, box["x"]), max(0.0, box["y"])
    right, bottom = box["x"] + box["width"], box["y"] + box["height"]
    shown = pixels[round(top * scale) : round(bottom * scale), round(left * scale) : round(right * scale)]
    if not shown.size:
        raise PlaywrightTimeout("the element is out of sight")
    shown = np.ascontiguousarray(shown)
    return View(shown, scale, left - box["x"], top - box["y"], box["width"], box["height"])


def _read(session: Session, image: ByImage) -> Crop | None:
    """The recorded picture; None if it is not there any more, as in a bundle that was copied in part."""
    import cv2
    import numpy as np

    from clerkwork.selectors.image_sample import Crop

    try:
        raw = (session.bundle.folder / image.image).read_bytes()
    except OSError:
        return None
    pixels = cv2.imdecode(np.frombuffer(raw, np.uint8), cv2.IMREAD_COLOR) if raw else None
    return None if pixels is None else Crop(np.asarray(pixels, np.uint8), image.x, image.y)


def _find(crop: Crop, image: ByImage, view: View, recorded: Position | None) -> Sighting:
    from clerkwork.selectors.image_match import find

    at = view.px(recorded) if recorded else None
    return find(crop.zoomed(view.scale / image.scale), view.pixels, at=at)


def _steady(before: Sighting | None, now: Sighting) -> bool:
    """Whether two looks found the thing at the same place."""
    if before is None or before.place is None or now.place is None:
        return False
    return abs(before.place.x - now.place.x) <= STEADY and abs(before.place.y - now.place.y) <= STEADY

"""Crops of targets: cut from the last picture of the window that was taken before the person acted.

A picture is taken when a page has been quiet for a moment, so that nobody feels it. Password fields
and frames of another origin are painted over before anything is kept; a page into which a secret was
typed is not pictured at all.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from playwright.async_api import Error

from clerkwork.selectors.image_sample import Crop
from clerkwork.selectors.subject import thing_at

FOLDER = "crops"
SURROUNDINGS = 12
"""CSS px around a target that its crop shows."""

QUIET = 0.35
"""Seconds without an event after which a picture is taken."""

_GREY = (128, 128, 128)
_MOST_SIDE = 600

_ASIDE, _ABOVE = 100, 48
"""CSS px around a press that a crop of something drawn shows: a caption or an icon with its neighbours."""

Pixels = NDArray[np.uint8]


@dataclass(frozen=True)
class Picture:
    """A window as it looked; `scale` is pixels per CSS px, `mark` what was scrolled where."""

    pixels: Pixels
    scale: float
    mark: str
    at: float


@dataclass(frozen=True)
class Cut:
    """A crop as PNG. `spot` is {x, y, scale} as in `events.Spot`, if what was pressed is drawn."""

    png: bytes
    spot: Mapping[str, float] | None = None


def picture_of(png: bytes, view: Mapping[str, Any], at: float) -> Picture:
    """A decoded screenshot without what must stay hidden. `view` is {mark, width, hide: [[x, y, w, h]], …}."""
    pixels = np.asarray(cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_COLOR), np.uint8)
    scale = pixels.shape[1] / max(1, view["width"])
    for x, y, width, height in view["hide"]:
        left, top = round((x - 1) * scale), round((y - 1) * scale)
        right, bottom = round((x + width + 1) * scale), round((y + height + 1) * scale)
        cv2.rectangle(pixels, (left, top), (right, bottom), _GREY, cv2.FILLED)
    return Picture(pixels, scale, str(view["mark"]), at)


def crop_of(picture: Picture, box: Mapping[str, float]) -> bytes | None:
    """The target's part of a picture with its surroundings, as PNG; None if it is out of sight."""
    scale = picture.scale
    height, width = picture.pixels.shape[:2]
    left = max(0, round((box["x"] - SURROUNDINGS) * scale))
    top = max(0, round((box["y"] - SURROUNDINGS) * scale))
    right = min(width, round((box["x"] + min(box["width"], _MOST_SIDE) + SURROUNDINGS) * scale))
    bottom = min(height, round((box["y"] + min(box["height"], _MOST_SIDE) + SURROUNDINGS) * scale))
    if right - left < 4 or bottom - top < 4 or box["width"] <= 0 or box["height"] <= 0:
        return None
    done, png = cv2.imencode(".png", picture.pixels[top:bottom, left:right], [cv2.IMWRITE_PNG_COMPRESSION, 6])
    return png.tobytes() if done else None


def drawn_at(
    picture: Picture, box: Mapping[str, float], part: Mapping[str, float], *, drawing: bool = True
) -> Cut | None:
    """What is drawn about a point of an element, with its surroundings; None where nothing can be recognised.

    `part` is the point as parts of the box's width and height. Where the element is no `drawing` but an area of
    the page, something must stand at the very point: a press on blank space means no neighbour of it.
    """
    scale = picture.scale
    x, y = box["x"] + part["x"] * box["width"], box["y"] + part["y"] * box["height"]
    height, width = picture.pixels.shape[:2]
    left = max(0, round(max(x - _ASIDE, box["x"]) * scale))
    top = max(0, round(max(y - _ABOVE, box["y"]) * scale))
    right = min(width, round(min(x + _ASIDE, box["x"] + box["width"]) * scale))
    bottom = min(height, round(min(y + _ABOVE, box["y"] + box["height"]) * scale))
    if right - left < 4 or bottom - top < 4:
        return None
    pixels = np.ascontiguousarray(picture.pixels[top:bottom, left:right])
    spot = (round(x * scale - left, 1), round(y * scale - top, 1))
    if Crop(pixels, *spot).is_blank or not (drawing or thing_at(pixels, *spot)):
        return None
    done, png = cv2.imencode(".png", pixels, [cv2.IMWRITE_PNG_COMPRESSION, 6])
    return Cut(png.tobytes(), {"x": spot[0], "y": spot[1], "scale": scale}) if done else None


_DRAWINGS = frozenset({"canvas", "svg", "img", "object", "embed"})


def _drawn(picture: Picture, shape: Mapping[str, Any], described: Mapping[str, Any]) -> Cut | None:
    """What was pressed, if the page said where in the element that was: it has no element of its own then."""
    tag, part = (described.get("fingerprint") or {}).get("tag"), shape.get("position")
    if shape.get("kind") != "down" or not part or tag == "input":
        return None
    return drawn_at(picture, described["box"], part, drawing=tag in _DRAWINGS)


def keep_crop(bundle: Path, png: bytes) -> str:
    """Stores a crop once per content; returns its path inside the bundle."""
    path = bundle / FOLDER / f"{hashlib.sha256(png).hexdigest()[:16]}.png"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(png)
    return path.relative_to(bundle).as_posix()


class Album:
    """The newest picture of one window. `shoot` gives a screenshot in base64, `look` what is in view."""

    def __init__(self, shoot: Callable[[], Awaitable[str]], look: Callable[[], Awaitable[Any]]) -> None:
        self._shoot = shoot
        self._look = look
        self._newest: Picture | None = None
        self._task: asyncio.Task[None] | None = None
        self.closed = False

    def stir(self) -> None:
        """Something happened in the window: what it looks like now is known only when it is quiet again."""
        if self._task:
            self._task.cancel()
        if not self.closed:
            self._task = asyncio.get_running_loop().create_task(self._when_quiet())

    def close(self) -> None:
        """No more pictures of this document."""
        self.closed, self._newest = True, None
        if self._task:
            self._task.cancel()

    def crop(self, shape: Mapping[str, Any]) -> Cut | None:
        """The crop of an act's subject, if the newest picture still shows it where it is."""
        described: Mapping[str, Any] = (shape.get("subject") or {}).get("is") or {}
        box, newest = described.get("box"), self._newest
        if not box or newest is None or newest.mark != shape.get("mark") or newest.at > shape["at"]:
            return None
        drawn = _drawn(newest, shape, described)
        png = None if drawn else crop_of(newest, box)
        return drawn or (Cut(png) if png else None)

    async def _when_quiet(self) -> None:
        await asyncio.sleep(QUIET)
        try:
            before, shot, at, after = await self._look(), await self._shoot(), time.time(), await self._look()
        except Error:  # the page is gone, or a dialog keeps it from answering
            return
        if before and before == after and before["plain"]:
            self._newest = await asyncio.to_thread(picture_of, base64.b64decode(shot), before, at)

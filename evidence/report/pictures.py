"""Pictures of a run as the page shows them: where they lie, how large, and what is marked on them."""

from __future__ import annotations

import base64
from dataclasses import dataclass

from clerkwork.evidence.errors import PictureUnreadable
from clerkwork.evidence.picture_store import ENCRYPTED, PictureStore
from clerkwork.evidence.report.fields import Box, Size

_PNG = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True, slots=True)
class Mark:
    """An outline over a picture, in percent of the picture's width and height.

    Attributes:
        kind: target, region or mask.
    """

    kind: str
    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of the run by its path, with marks in percent and boxes still in its own pixels."""

    path: str
    marks: tuple[Mark, ...] = ()
    regions: tuple[Box, ...] = ()
    masks: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture ready for the page.

    Attributes:
        source: What `src` says: a path beside the report, or the picture itself.
        size: In its own pixels; None if the picture cannot be shown.
        why_missing: Why it cannot, a sentence.
    """

    source: str
    size: Size | None
    marks: tuple[Mark, ...]
    why_missing: str = ""

    @property
    def inlined(self) -> bool:
        """Browsers do not open such a source by itself, so it is no link."""
        return self.source.startswith("data:")

    @property
    def missing(self) -> bool:
        return self.size is None


def mark(box: Box, view: Size, kind: str) -> Mark:
    """The box as percent of the view, cut at the view's edges."""
    left, top = max(0.0, box.x / view.width), max(0.0, box.y / view.height)
    right = min(1.0, (box.x + box.width) / view.width)
    bottom = min(1.0, (box.y + box.height) / view.height)
    return Mark(
        kind,
        *(round(share * 100, 3) for share in (left, top, max(0.0, right - left), max(0.0, bottom - top))),
    )


def show(store: PictureStore, picture: Picture, *, inline: bool) -> Shown:
    """Look the picture up in the run folder; a path of anything but a picture of the run counts as missing."""
    encrypted = picture.path.endswith(ENCRYPTED)
    try:
        png = store.read(picture.path)
    except PictureUnreadable as error:
        return Shown("", None, (), str(error))
    if encrypted and not inline:
        return Shown("", None, (), f"{picture.path}: encrypted; clerkwork report --inline-pictures shows it.")
    size = png_size(png)
    if size is None:
        return Shown("", None, (), f"{picture.path}: no PNG picture.")
    boxes = [*((box, "mask") for box in picture.masks), *((box, "region") for box in picture.regions)]
    marks = (*picture.marks, *(mark(box, size, kind) for box, kind in boxes))
    visible = tuple(found for found in marks if found.width > 0 and found.height > 0)
    return Shown(_inlined(png) if inline else picture.path, size, visible)


def png_size(png: bytes) -> Size | None:
    """Width and height from a PNG's first chunk; None if there is no PNG."""
    if len(png) < 24 or not png.startswith(_PNG):
        return None
    return Size(int.from_bytes(png[16:20]), int.from_bytes(png[20:24]))


def _inlined(png: bytes) -> str:
    return "data:image/png;base64," + base64.b64encode(png).decode("ascii")

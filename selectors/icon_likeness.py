"""How alike an element's picture is to the recorded crop of a control that shows nothing but an icon.

Pure; needs OpenCV and numpy, so import it where it is used.
"""

from __future__ import annotations

import cv2
import numpy as np

from clerkwork.selectors.identity import kind_of
from clerkwork.selectors.structure import Pixels, likeness_map, structure
from clerkwork.selectors.target import Box, Fingerprint

LIKE_SIZE = 1.7
"""A side may be so many times as long or short: icons of 16 px became 24 px in redesigns, seldom more."""

SURROUNDINGS = 12
"""CSS px around an element that its crop shows, as the recorder cuts it."""

UNRELATED, EQUAL = 0.3, 0.92
"""Likeness of structure up to which two icons have nothing in common, and from which they are the same but for
anti-aliasing: two drawings of one icon in other colours or sizes had 0.9 and more, of different icons 0.2 to 0.5."""

SAME = 0.5
"""`icon_likeness` from which two pictures are of one icon. Line icons of 24 px drawn again in other colours and up to a
third larger or smaller had 0.55 to 1, any two different ones at most 0.42."""

_SLACK = 3
"""px by which the icon may lie otherwise in its button."""

_KEYS = ("id", "name", "class", "href", "src", "title", "onclick")
_SAYING = ("alt", "title", "value", "aria-label", "placeholder")


def is_icon(recorded: Fingerprint) -> bool:
    """Whether the element says nothing, so that only its picture tells what it is.

    What is called the label of a button without words is a text that happens to stand beside it.
    """
    label = None if kind_of(recorded) in ("button", "link", "other") else recorded.label
    said = (recorded.name, recorded.text, label, *map(recorded.attributes.get, _SAYING))
    return recorded.box is not None and not any(said)


def is_mute(recorded: Fingerprint) -> bool:
    """Whether nothing but its picture and its place tells it from another: no word, no key, no address.

    A field, or a whole document that is edited, looks like what stands in it.
    """
    is_written_in = kind_of(recorded) == "text" or recorded.tag in ("html", "body")
    return is_icon(recorded) and not is_written_in and not any(map(recorded.attributes.get, _KEYS))


def like_size(recorded: Box, box: Box) -> bool:
    """Whether the boxes are about as large, so that one may show what the other did."""
    sides = ((recorded.width, box.width), (recorded.height, box.height))
    return all(was and now and 1 / LIKE_SIZE <= now / was <= LIKE_SIZE for was, now in sides)


def inner(crop: Pixels, box: Box) -> Pixels:
    """The element's part of its crop, which has the surroundings that the window let it have."""
    scale = max(1.0, round(2 * crop.shape[1] / (box.width + 2 * SURROUNDINGS)) / 2)
    left, top = (round(min(max(side, 0), SURROUNDINGS) * scale) for side in (box.x, box.y))
    right, bottom = left + round(box.width * scale), top + round(box.height * scale)
    return np.ascontiguousarray(crop[top:bottom, left:right])


def icon_likeness(recorded: Pixels, seen: Pixels) -> float:
    """0 to 1: how alike two pictures of icon buttons are, in structure, whatever their colours; sizes may differ."""
    height, width = recorded.shape[:2]
    how = cv2.INTER_AREA if seen.shape[0] > height else cv2.INTER_LINEAR
    fitted = np.asarray(cv2.resize(seen, (width, height), interpolation=how), np.uint8)
    padded = cv2.copyMakeBorder(fitted, _SLACK, _SLACK, _SLACK, _SLACK, cv2.BORDER_REPLICATE)
    part = structure(recorded)
    if float(np.sum(part * part)) < 1:
        return 0.0
    best = float(likeness_map(structure(np.asarray(padded, np.uint8)), part).max())
    return min(max((best - UNRELATED) / (EQUAL - UNRELATED), 0.0), 1.0)

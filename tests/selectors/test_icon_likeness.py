"""An icon is known again in other colours and sizes, and told from other icons."""

from __future__ import annotations

import itertools

import cv2
import numpy as np
import pytest

from clerkwork.selectors.icon_likeness import icon_likeness, inner, is_icon, like_size
from clerkwork.selectors.structure import Pixels
from clerkwork.selectors.target import Box, Fingerprint

LIGHT, DARK = ((235, 235, 235), (30, 30, 30)), ((60, 40, 30), (240, 240, 240))


def icon(
    name: str, *, side: int = 24, look: tuple[tuple[int, ...], tuple[int, ...]] = LIGHT, shift: int = 0
) -> Pixels:
    """A button of that many px; drawn eight times as large and reduced, so that lines are anti-aliased."""
    ground, ink = look
    large = np.full((192, 192, 3), ground, np.uint8)
    x = shift * 8
    match name:
        case "bin":
            cv2.rectangle(large, (60 + x, 64), (132 + x, 160), ink, 10)
            cv2.line(large, (44 + x, 48), (148 + x, 48), ink, 12)
        case "pen":
            cv2.line(large, (50 + x, 142), (140 + x, 52), ink, 26)
        case "lens":
            cv2.circle(large, (84 + x, 84), 40, ink, 12)
            cv2.line(large, (112 + x, 112), (150 + x, 150), ink, 14)
        case "plus":
            cv2.line(large, (96 + x, 40), (96 + x, 152), ink, 16)
            cv2.line(large, (40 + x, 96), (152 + x, 96), ink, 16)
    return np.asarray(cv2.resize(large, (side, side), interpolation=cv2.INTER_AREA), np.uint8)


ICONS = ("bin", "pen", "lens", "plus")


@pytest.mark.parametrize("name", ICONS)
@pytest.mark.parametrize("now", [{}, {"look": DARK}, {"side": 32}, {"shift": 1}, {"side": 20, "look": DARK}])
def test_the_same_icon_is_known_again(name: str, now: dict[str, object]) -> None:
    assert icon_likeness(icon(name), icon(name, **now)) > 0.8  # type: ignore[arg-type]


@pytest.mark.parametrize(("one", "other"), list(itertools.permutations(ICONS, 2)))
def test_another_icon_is_another(one: str, other: str) -> None:
    assert icon_likeness(icon(one), icon(other)) < 0.4


def test_only_what_says_nothing_is_told_by_its_icon() -> None:
    box = Box(x=0, y=0, width=24, height=24)
    assert is_icon(Fingerprint(tag="button", box=box, attributes={"class": "icon"}))
    assert not is_icon(Fingerprint(tag="button", name="Delete", box=box))
    assert not is_icon(Fingerprint(tag="img", attributes={"alt": "Delete"}, box=box))


def test_only_boxes_of_about_its_size_are_looked_at() -> None:
    box = Box(x=0, y=0, width=24, height=24)
    assert like_size(box, Box(x=9, y=9, width=32, height=30))
    assert not like_size(box, Box(x=9, y=9, width=120, height=24))


def test_the_surroundings_of_a_crop_are_left_out() -> None:
    crop = np.zeros((48, 44, 3), np.uint8)
    crop[12:36, 8:32] = icon("bin")
    assert (inner(crop, Box(x=8, y=100, width=24, height=24)) == icon("bin")).all()

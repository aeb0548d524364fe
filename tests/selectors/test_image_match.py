"""A recorded picture is found again on screens drawn otherwise, and not at all where it is gone or one of two."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import cv2
import numpy as np
import pytest

from clerkwork.selectors.image_match import find
from clerkwork.selectors.image_sample import Crop
from clerkwork.selectors.structure import Pixels
from clerkwork.selectors.subject import subject_at

WORDS = ("Approve", "Reject", "Archive", "Print", "Forward", "Deny", "Move to", "Escalate", "Close", "Reopen")
THEMES = (((240, 240, 240), (225, 225, 225), (20, 20, 20)), ((30, 30, 30), (70, 60, 60), (230, 230, 230)),
          ((250, 240, 225), (190, 110, 45), (255, 255, 255)), ((220, 235, 250), (60, 180, 250), (40, 20, 10)))  # fmt: skip
"""Ground, buttons and ink, as BGR."""


@dataclass
class Drawn:
    """A screen of buttons, and the middle of each."""

    pixels: Pixels
    at: dict[str, tuple[float, float]] = field(default_factory=dict)


def draw(
    words: Sequence[str], *, x: float = 20, y: float = 20, scale: float = 1, theme: int = 0, noise: int = 0
) -> Drawn:
    """Buttons in rows of four; drawn four times as large and reduced, so that lines are anti-aliased."""
    ground, button, ink = THEMES[theme]
    large = np.full((360 * 4, 640 * 4, 3), ground, np.uint8)
    drawn = Drawn(large)
    unit = 4 * scale
    for at, word in enumerate(words):
        left, top = 4 * x + at % 4 * 130 * unit, 4 * y + at // 4 * 44 * unit
        corner, other = (round(left), round(top)), (round(left + 116 * unit), round(top + 30 * unit))
        cv2.rectangle(large, corner, other, button, cv2.FILLED)
        cv2.rectangle(large, corner, other, ink, round(unit))
        origin = (round(left + 14 * unit), round(top + 20 * unit))
        cv2.putText(
            large, word, origin, cv2.FONT_HERSHEY_SIMPLEX, 0.48 * unit, ink, round(1.2 * unit), cv2.LINE_AA
        )
        drawn.at[word] = (x + (at % 4 * 130 + 50) * scale, y + (at // 4 * 44 + 15) * scale)
    small = cv2.resize(large, (640, 360), interpolation=cv2.INTER_AREA).astype(np.int16)
    if noise:
        small += np.random.default_rng(noise).integers(-3, 4, small.shape, np.int16)
    drawn.pixels = np.clip(small, 0, 255).astype(np.uint8)
    return drawn


def pressed(screen: Drawn, word: str) -> Crop:
    x, y = screen.at[word]
    left, top = max(0, int(x) - 100), max(0, int(y) - 48)
    return Crop(screen.pixels[top : int(y) + 48, left : int(x) + 100].copy(), x - left, y - top)


FIRST = draw(WORDS)


def test_the_subject_is_the_word_without_its_button() -> None:
    crop = pressed(FIRST, "Print")
    assert 20 < crop.subject.width < 60
    assert 8 < crop.subject.height < 24


def test_a_press_beside_everything_takes_what_is_about_it() -> None:
    blank = np.full((100, 200, 3), 200, np.uint8)
    assert subject_at(blank, 100, 50).width == pytest.approx(48, abs=6)
    assert find(Crop(blank, 100, 50), FIRST.pixels).place is None


def test_what_did_not_move_needs_no_search() -> None:
    sighting = find(pressed(FIRST, "Reject"), FIRST.pixels, at=FIRST.at["Reject"])
    assert not sighting.moved
    assert sighting.score > 0.99


def test_over_many_screens_most_are_found_and_none_is_mistaken() -> None:
    chance, counts, wrong = random.Random(7), Counter[str](), []
    for number in range(20):
        words = chance.sample(WORDS, len(WORDS))
        scale = chance.choice((1, 1, 1, 0.75, 0.9, 1.1, 1.25, 1.5))
        look = {"x": chance.uniform(0, 40), "y": chance.uniform(0, 60), "theme": chance.randrange(4)}
        screen = draw(words, scale=scale if scale < 1.2 else 1.15, noise=number % 3, **look)
        word = chance.choice(words)
        sighting = find(pressed(FIRST, word), screen.pixels, at=FIRST.at[word])
        if sighting.place is None:
            counts["abstained"] += 1
        elif max(abs(sighting.place.x - screen.at[word][0]), abs(sighting.place.y - screen.at[word][1])) < 8:
            counts["right"] += 1
        else:
            wrong.append((number, word, look, sighting))
    assert wrong == []
    assert counts["right"] >= 17, counts


def test_what_is_gone_is_found_nowhere() -> None:
    chance, found = random.Random(11), []
    for number in range(10):
        word = chance.choice(WORDS)
        others = [one for one in chance.sample(WORDS, len(WORDS)) if one != word]
        screen = draw(others, x=chance.uniform(0, 40), theme=number % 4, scale=chance.choice((1, 0.8, 1.15)))
        if find(pressed(FIRST, word), screen.pixels, at=FIRST.at[word]).place:
            found.append((number, word))
    assert found == []


def test_of_two_equal_ones_neither_is_taken() -> None:
    screen = draw(("Print", "Deny", "Move to", "Print"), y=100)
    sighting = find(pressed(FIRST, "Print"), screen.pixels, at=FIRST.at["Print"])
    assert sighting.place is None
    assert "equally like it" in sighting.why
    assert sighting.margin < 0.12

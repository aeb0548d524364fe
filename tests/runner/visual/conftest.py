"""The generated pairs with pixelmatch's counts, and pictures drawn as a page would show them."""

import json
import runpy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from clerkwork.runner.visual.scanlines import Pixels

PICTURES = Path(__file__).parents[3] / "benchmarks" / "pictures"


@pytest.fixture(scope="session")
def pair() -> Callable[[int], Any]:
    """Pair number n of the endless supply: kind, a, b, threshold, include_aa."""
    found: Callable[[int], Any] = runpy.run_path(str(PICTURES / "pairs.py"))["pair"]
    return found


@pytest.fixture(scope="session")
def stored_counts() -> list[int]:
    """What pixelmatch 7.2.0 counted in the pairs, from number 0 on."""
    counts: list[int] = json.loads((PICTURES / "counts.json").read_text(encoding="utf-8"))
    return counts


@pytest.fixture(scope="session")
def page() -> Callable[..., Pixels]:
    """Draws a white page with lines of soft-edged text."""
    return _page


def _page(*lines: str, dx: int = 0, dy: int = 0, size: tuple[int, int] = (320, 200)) -> Pixels:
    picture = np.full((size[1], size[0], 4), 255, np.uint8)
    for number, line in enumerate(lines):
        at = (12 + dx, 30 + 32 * number + dy)
        cv2.putText(picture, line, at, cv2.FONT_HERSHEY_SIMPLEX, 0.6, (20, 30, 60, 255), 1, cv2.LINE_AA)
    picture[..., 3] = 255
    return picture

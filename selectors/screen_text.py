"""Which of the texts read off a picture is the one that is meant. Pure; the reading itself is in `ocr.py`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

CONFIDENT = 0.6
"""Below, the reader itself doubts a text: on drawn consoles words had 0.9 and more, icons read as letters 0.6 to 0.8."""

_LOOKALIKES = str.maketrans({"0": "o", "1": "l", "i": "l", "|": "l", "!": "l"})
"""Letters and digits that a reader takes for each other in small sans-serif type, after case is folded."""

_IGNORED = re.compile(r"[^\w]+")


@dataclass(frozen=True)
class Reading:
    """A line of text in a picture, with its box in px and how sure the reader is, 0 to 1."""

    text: str
    confidence: float
    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True)
class TextSighting:
    """`point` is the middle of the words, px; None with `why` if no reading, or more than one, says them.

    `score` is how sure the reader is of them, `margin` how much less alike the next text is, 0 to 1.
    """

    point: tuple[float, float] | None
    score: float
    margin: float
    why: str


def locate(readings: Sequence[Reading], words: str) -> TextSighting:
    """Where the words stand: as a line of their own, else as whole words within one. They must be there in full;
    case, spaces, punctuation and letters that look alike do not count."""
    wanted = folded(words)
    if not wanted:
        return TextSighting(None, 0.0, 0.0, "the text to look for has no letter or digit")
    sure = [reading for reading in readings if reading.confidence >= CONFIDENT]
    found = [reading for reading in sure if folded(reading.text) == wanted]
    found = found or [part for reading in sure for part in _within(reading, wanted)]
    others = [reading for reading in sure if folded(reading.text) != wanted]
    nearest = max(others, key=lambda one: _likeness(one, wanted), default=None)
    likeness = _likeness(nearest, wanted) if nearest else 0.0
    if len(found) == 1:
        middle = (found[0].left + found[0].width / 2, found[0].top + found[0].height / 2)
        return TextSighting(middle, found[0].confidence, 1 - likeness, "no other text says this")
    if found:
        return TextSighting(None, found[0].confidence, 0.0, f"{len(found)} texts say this")
    seen = f"; the most alike is {nearest.text[:60]!r}" if nearest else ""
    return TextSighting(None, likeness, 0.0, f"no text on it says this{seen}")


def says(readings: Sequence[Reading], words: str) -> bool:
    """Whether the words stand somewhere, once or more often."""
    wanted = folded(words)
    sure = [reading for reading in readings if reading.confidence >= CONFIDENT]
    return bool(wanted) and any(folded(one.text) == wanted or _within(one, wanted) for one in sure)


def folded(text: str) -> str:
    """What two readings of one text have in common."""
    plain = unicodedata.normalize("NFKC", text).casefold().translate(_LOOKALIKES)
    return _IGNORED.sub("", plain)


def _within(reading: Reading, wanted: str) -> list[Reading]:
    """The runs of whole words in a line that say it, with their share of the line's box."""
    words = [(match.start(), match.end()) for match in re.finditer(r"\S+", reading.text)]
    length = max(1, len(reading.text))
    found = []
    for first in range(len(words)):
        for last in range(first, len(words)):
            start, end = words[first][0], words[last][1]
            if folded(reading.text[start:end]) == wanted:
                left = reading.left + reading.width * start / length
                width = reading.width * (end - start) / length
                text = reading.text[start:end]
                found.append(Reading(text, reading.confidence, left, reading.top, width, reading.height))
    return found


def _likeness(reading: Reading, wanted: str) -> float:
    return SequenceMatcher(None, folded(reading.text), wanted, autojunk=False).ratio()

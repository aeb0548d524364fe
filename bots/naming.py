"""Names for what a bot speaks of, in snake_case."""

from __future__ import annotations

import re
import unicodedata

MOST_LETTERS = 40
_LETTERS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ø": "o", "æ": "ae", "ł": "l", "đ": "d"}
)


def snake(text: str) -> str:
    """`User name: *` -> `user_name`; "" if there is no letter that a name can keep."""
    plain = unicodedata.normalize("NFKD", text.lower().translate(_LETTERS))
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    words = re.sub(r"[^a-z0-9]+", " ", plain).split()
    name = ""
    for word in words:
        longer = f"{name}_{word}" if name else word
        if len(longer) > MOST_LETTERS and name:
            break
        name = longer[:MOST_LETTERS]
    return name.strip("_")

"""Names for targets: what a person would call them, in snake_case."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from clerkwork.recorder.events import Description
from clerkwork.selectors.target import ByRow, Target

MOST_LETTERS = 40
_LETTERS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ø": "o", "æ": "ae", "ł": "l", "đ": "d"}
)
_NOUNS = {
    "a": "link", "area": "area", "canvas": "canvas", "img": "picture", "select": "list", "td": "cell",
    "textarea": "text", "button": "button", "body": "page", "html": "page", "tr": "row", "th": "header",
}  # fmt: skip


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


def telling(description: Description) -> str:
    """The best name that a description yields, made of its label, name, text or attributes."""
    seen = description.fingerprint
    attributes = seen.attributes
    row = next((one for one in description.candidates if isinstance(one, ByRow)), None)
    texts = (
        seen.label,
        seen.name,
        seen.text if seen.text and len(seen.text) <= 60 else None,
        attributes.get("alt"),
        attributes.get("title"),
        attributes.get("name"),
        row.column if row else None,
        attributes.get("id"),
    )
    found = next((name for name in map(snake, filter(None, texts)) if _is_telling(name)), "")
    noun = _NOUNS.get(seen.tag, "field" if seen.tag == "input" else snake(seen.tag) or "element")
    if not found:
        return noun
    return found if found[0].isalpha() else f"{noun}_{found}"


def _is_telling(name: str) -> bool:
    return any(letter.isalpha() for letter in name) or len(name) >= 2


@dataclass
class Names:
    """Gives each target one name, the same whenever the same target comes again."""

    targets: dict[str, Target] = field(default_factory=dict)
    _by_place: dict[object, str] = field(default_factory=dict)

    def of(self, target: Target, description: Description, *, in_row: bool = False) -> str:
        place = (
            target.window,
            target.url,
            target.frame,
            _without_row(target) if in_row else target.candidates,
        )
        name = self._by_place.get(place)
        if name:
            if self.targets[name].crop is None and target.crop:
                self.targets[name] = target
            return name
        wanted = telling(description) + ("_in_row" if in_row else "")
        name, number = wanted, 2
        while name in self.targets:
            name, number = f"{wanted}_{number}", number + 1
        self._by_place[place], self.targets[name] = name, target
        return name


def _without_row(target: Target) -> tuple[object, ...]:
    """The candidates that stay when another row is meant."""
    rows = [one.model_copy(update={"text": ""}) for one in target.candidates if isinstance(one, ByRow)]
    return tuple(rows)

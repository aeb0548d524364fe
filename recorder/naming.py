"""Names for targets: what a person would call them, in snake_case."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from clerkwork.bots.naming import snake
from clerkwork.recorder.events import Description
from clerkwork.selectors.target import ByImage, ByRow, Target

_NOUNS = {
    "a": "link", "area": "area", "canvas": "canvas", "img": "picture", "select": "list", "td": "cell",
    "textarea": "text", "button": "button", "body": "page", "html": "page", "tr": "row", "th": "header",
}  # fmt: skip

_DATE = re.compile(r"(?<=[a-z])(_\d+){2,}$")
"""What a date or a time at the end of a text becomes in a name; it is another one tomorrow."""


def tellings(description: Description) -> list[str]:
    """Names for a described element, best first: of its label, name, text or attributes, then by its kind."""
    seen = description.fingerprint
    attributes = seen.attributes
    row = next((one for one in description.candidates if isinstance(one, ByRow)), None)
    texts = (
        "password" if seen.type == "password" else None,
        *_of_frame(description),
        seen.label,
        seen.name,
        seen.text if seen.text and len(seen.text) <= 60 and seen.tag not in ("body", "html") else None,
        attributes.get("alt"),
        attributes.get("title"),
        _spoken(attributes.get("name")),
        row.column if row else None,
        _spoken(attributes.get("id")),
    )
    noun = noun_for(seen.tag, seen.role)
    found = [_DATE.sub("", name) for name in map(snake, filter(None, texts)) if _is_telling(name)]
    named = [name if name[0].isalpha() else f"{noun}_{name}" for name in found]
    return list(dict.fromkeys([*named, *(f"{named[0]}_{noun}" for _ in named[:1]), noun]))


def _of_frame(description: Description) -> tuple[str | None, ...]:
    """A whole page that is edited is called as its frame is."""
    if description.fingerprint.tag not in ("body", "html") or not description.frame:
        return ()
    frame = description.frame[-1]
    return frame.title, _spoken(frame.name), _spoken(frame.id)


def _spoken(name: str | None) -> str | None:
    """What an id or a name in the page says to people: ctl00$Main$btnCalendar is a calendar."""
    if not name:
        return None
    own = re.split(r"[$:]|_(?=[a-z]{2,4}[A-Z])", name)[-1]
    bare = re.sub(r"^(?:btn|txt|cbo|cmb|ddl|lst|chk|rdo|lnk|lbl|img|frm|hdn)(?=[A-Z_])_?", "", own)
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", bare)


def noun_for(tag: str, role: str | None) -> str:
    """What an element of this kind is called."""
    if tag == "input":
        return role if role in ("button", "checkbox", "radio") else "field"
    return _NOUNS.get(tag) or snake(tag) or "element"


def _is_telling(name: str) -> bool:
    return any(letter.isalpha() for letter in name) or len(name) >= 2


@dataclass
class Names:
    """Gives each target one name, the same whenever the same target comes again."""

    targets: dict[str, Target] = field(default_factory=dict)
    _by_place: dict[object, str] = field(default_factory=dict)

    def keep(self, targets: Mapping[str, Target], in_rows: Collection[str]) -> None:
        """Takes targets that have names already."""
        self.targets.update(targets)
        for name, target in targets.items():
            how = _without_row(target) if name in in_rows else target.candidates
            self._by_place.setdefault((target.window, target.url, target.frame, how), name)

    def of(
        self, target: Target, description: Description, *, in_row: bool = False, ref: str | None = None
    ) -> str:
        """`ref` is the element: the same one by the same best candidate is the same target, also if its text
        changed; things drawn in one element are targets of their own."""
        place = (
            target.window,
            target.url,
            target.frame,
            _without_row(target) if in_row else target.candidates,
        )
        drawn = tuple(one for one in target.candidates if isinstance(one, ByImage))
        same = (
            (target.window, target.url, target.frame, ref, target.candidates[0], drawn)
            if ref and not in_row
            else None
        )
        name = self._by_place.get(place) or self._by_place.get(same)
        if name:
            if self.targets[name].crop is None and target.crop:
                self.targets[name] = target
            return name
        suffix = "_in_row" if in_row else ""
        wanted = [one + suffix for one in tellings(description)]
        name = next((one for one in wanted if one not in self.targets), "")
        number = 2
        while not name or name in self.targets:
            name, number = f"{wanted[0]}_{number}", number + 1
        self._by_place[place], self.targets[name] = name, target
        if same:
            self._by_place[same] = name
        return name


def _without_row(target: Target) -> tuple[object, ...]:
    """The candidates that stay when another row is meant."""
    rows = [one.model_copy(update={"text": ""}) for one in target.candidates if isinstance(one, ByRow)]
    return tuple(rows)

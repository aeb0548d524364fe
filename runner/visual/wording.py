"""What the page says in words before and after, and which words changed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from clerkwork.runner.visual.box import Box

ALIKE = 0.3
"""How much of two texts must agree (difflib's ratio) for one to have become the other, unless both stand in
the same place."""


@dataclass(frozen=True, slots=True)
class PageText:
    """A visible text, or what a field holds, and where it is on the picture."""

    text: str
    box: Box


@dataclass(frozen=True, slots=True)
class TextChange:
    """A text that became another, is gone (no `after`), or is new (no `before`)."""

    before: PageText | None
    after: PageText | None

    @property
    def box(self) -> Box:
        """Where it is now; where it was, if it is gone."""
        place = self.after or self.before
        assert place is not None
        return place.box

    def __str__(self) -> str:
        if self.before is None:
            return f"{_quoted(self.after)} is new"
        if self.after is None:
            return f"{_quoted(self.before)} is gone"
        return f"{_quoted(self.before)} became {_quoted(self.after)}"


def text_changes(before: Sequence[PageText], after: Sequence[PageText]) -> list[TextChange]:
    """What changed from one to the other, both in the order of the page; where a text stands matters not."""
    matcher = SequenceMatcher(None, [one.text for one in before], [one.text for one in after], autojunk=False)
    return [
        change
        for kind, a, b, c, d in matcher.get_opcodes()
        if kind != "equal"
        for change in _replaced(before[a:b], after[c:d])
    ]


def _replaced(before: Sequence[PageText], after: Sequence[PageText]) -> Iterator[TextChange]:
    """Pairs in their order as far as they are alike or there are as many of both; the others are gone or new."""
    rest = list(after)
    for old in before:
        at = 0 if len(before) == len(after) else _partner(old, rest)
        if at is None or not rest:
            yield TextChange(old, None)
            continue
        yield from (TextChange(None, new) for new in rest[:at])
        yield TextChange(old, rest[at])
        del rest[: at + 1]
    yield from (TextChange(None, new) for new in rest)


def _partner(old: PageText, candidates: Sequence[PageText]) -> int | None:
    """Which of the texts the old one became: the one that is most like it, or stands in its place."""
    likeness = [SequenceMatcher(None, old.text, new.text).ratio() for new in candidates]
    best = max(range(len(candidates)), key=likeness.__getitem__, default=None)
    if best is not None and likeness[best] >= ALIKE:
        return best
    places = [(new.box.x, new.box.y) for new in candidates]
    place = (old.box.x, old.box.y)
    return places.index(place) if place in places else None


def _quoted(text: PageText | None) -> str:
    shown = text.text if text else ""
    return f"'{shown}'" if len(shown) <= 60 else f"'{shown[:57]}…'"

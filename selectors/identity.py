"""Whether the element that a candidate found is the one that was recorded.

A candidate that resolves is not yet right: of 92 absolute XPaths that still found something after a
redesign, 36 found another element. So every hit is compared with the fingerprint, fact by fact. Hard rules
come first (kind, input type, row, contradiction in what the element says or does); what is left is a
weighted mean over the facts that either side has.

Pure: no browser, no page.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from clerkwork.selectors.likeness import (
    address_likeness,
    class_likeness,
    is_key,
    list_likeness,
    normal,
    path_likeness,
    qualified,
    script_likeness,
    text_likeness,
)
from clerkwork.selectors.target import Fingerprint
from clerkwork.selectors.words import kind_in_words

# Candidates that repeat what a person reads. Unique role and name were right in 55 % and wrong in 0.1 % of
# 974 relocations over two versions of real consoles, so they need little more than no contradiction.
TEXTUAL = frozenset({"test_id", "role", "label", "placeholder", "text", "row", "near"})
ENOUGH_FOR_TEXTUAL = 0.3
# Ids, names and paths were right in 87 % or less and say nothing to a person: most of the rest must agree.
ENOUGH_FOR_STRUCTURAL = 0.55
# At half or below, as much of what the element says has changed as has stayed: "icon edit", "icon delete".
TOO_LITTLE_OF_ITS_OWN = 0.5

# Weights follow how often a property stayed over relocations (text 95 %, name 95 %, id 87 %, class 80 %,
# position 36 %) and how many elements of a page share it (a section is shared by many, a name by few).
WEIGHTS = {
    "name": 4.0,
    "label": 3.0,
    "text": 2.0,
    "value": 2.0,
    "alt": 2.0,
    "title": 2.0,
    "placeholder": 2.0,
    "src": 2.0,
    "onclick": 2.0,
    "href": 2.0,
    "row": 2.0,
    "column": 2.0,
    "section": 1.5,
    "near": 1.5,
    "form": 1.0,
    "path": 1.0,
    "id": 1.0,
    "attribute name": 1.0,
    "class": 0.5,
}
# What the element itself says or does, as opposed to where it stands.
ITS_OWN = frozenset(
    {"name", "label", "text", "value", "alt", "title", "placeholder", "src", "onclick", "href"}
)
PLACED = frozenset({"row", "css", "xpath"})
"""Kinds of candidates that find an element by where it stands."""
ANY_TAG = "*"
"""The tag of a fingerprint that does not know it."""

# A fact that only one side has is half a contradiction: pages gain and lose titles and classes.
ONE_SIDED = 0.5

_TEXT_TYPES = frozenset({"text", "search", "email", "tel", "url"})
_BUTTON_TYPES = frozenset({"button", "submit", "reset", "image"})
_FIELDS = frozenset({"text", "checkbox", "radio", "file", "range", "color", "select"})
_DATA_ROLES = frozenset(
    {None, "cell", "gridcell", "rowheader", "columnheader", "paragraph", "listitem", "row"}
)


@dataclass(frozen=True)
class Agreement:
    """The verdict over one found element. `score` is 0 to 1, `why` a clause for the report."""

    ok: bool
    score: float
    why: str


@dataclass(frozen=True)
class Fact:
    """One property on both sides and how alike they are, 0 to 1."""

    name: str
    recorded: str
    seen: str
    likeness: float

    @property
    def weight(self) -> float:
        weight = WEIGHTS[self.name]
        return weight if self.recorded and self.seen else weight * ONE_SIDED


def agrees(
    recorded: Fingerprint, seen: Fingerprint, *, by: str, row: str | None = None, named: str | None = None
) -> Agreement:
    """Compare what was recorded with what a candidate of the kind `by` found.

    `row` is the row text and `named` the name that this run asks for; what differs per run by intent is not
    held against the element, and must be there instead.
    """
    facts = tuple(_facts(recorded, _called_as_labelled(recorded, seen), by=by, row=row, named=named))
    score = _mean(facts)
    contradiction = (
        _other_kind(recorded, seen)
        or _other_name(seen, named)
        or _other_row(recorded, seen, by=by, row=row, named=named)
        or _other_words(recorded, facts)
        or _other_qualifier(recorded, seen, by)
        or _other_effect(facts, by)
    )
    if contradiction:
        return Agreement(ok=False, score=min(score, 0.49), why=contradiction)
    enough = ENOUGH_FOR_TEXTUAL if by in TEXTUAL else ENOUGH_FOR_STRUCTURAL
    if score < enough:
        return Agreement(ok=False, score=score, why=f"too little is as it was: {_differences(facts)}")
    return Agreement(ok=True, score=score, why=_likenesses(facts))


def _called_as_labelled(recorded: Fingerprint, seen: Fingerprint) -> Fingerprint:
    """A field is called what stands beside it, also in a release that has lost the <label> around that."""
    if (
        kind_of(seen) in _FIELDS
        and not seen.name
        and seen.label
        and normal(seen.label) == normal(recorded.name)
    ):
        return seen.model_copy(update={"name": seen.label})
    return seen


def kind_of(seen: Fingerprint) -> str:
    """What one can do with it: text, tick, choose, file, press, link, or the tag for all else."""
    if seen.tag == "input" and seen.type in _BUTTON_TYPES:
        return "button"
    if seen.tag == "input" and seen.type in ("checkbox", "radio", "file", "range", "color"):
        return seen.type
    if seen.tag in ("input", "textarea") or seen.role in ("textbox", "searchbox"):
        return "text"
    if seen.tag == "select":
        return "select"
    if seen.tag in ("button", "summary") or seen.role == "button":
        return "button"
    return "link" if seen.tag in ("a", "area") else "other"


def _other_kind(recorded: Fingerprint, seen: Fingerprint) -> str | None:
    if recorded.partial:
        return None if _is_as_told(recorded, seen) else _wrong_kind(recorded, seen)
    was, now = kind_of(recorded), kind_of(seen)
    if was != now or (was == "other" and recorded.tag != seen.tag):
        return _wrong_kind(recorded, seen)
    if was == "text" and not _same_text_type(recorded.type, seen.type):
        return f"its type is {seen.type or 'none'}, not {recorded.type or 'none'}"
    return None


def _is_as_told(recorded: Fingerprint, seen: Fingerprint) -> bool:
    """Whether tag, type and role are those that a partial fingerprint knows."""
    told_type = recorded.type is None or _same_text_type(recorded.type, seen.type)
    return recorded.tag in (ANY_TAG, seen.tag) and told_type and recorded.role in (None, seen.role)


def _wrong_kind(recorded: Fingerprint, seen: Fingerprint) -> str:
    here = kind_in_words(seen.tag, seen.type, seen.role)
    return f"it is a {here}, not a {kind_in_words(recorded.tag, recorded.type, recorded.role)}"


def _same_text_type(was: str | None, now: str | None) -> bool:
    if was == now:
        return True
    return (was or "text") in _TEXT_TYPES and (now or "text") in _TEXT_TYPES


def _other_name(seen: Fingerprint, named: str | None) -> str | None:
    if named is None:
        return None
    said = [text for text in (seen.name, seen.text, seen.label, seen.attributes.get("value")) if text]
    if any(normal(text) == normal(named) for text in said):
        return None
    return (
        f"it is named {said[0][:80]!r}, not {named!r}"
        if said
        else f"it has no name, and {named!r} was asked for"
    )


def _other_row(
    recorded: Fingerprint, seen: Fingerprint, *, by: str, row: str | None, named: str | None
) -> str | None:
    if row is not None:
        if any(normal(cell) == normal(row) for cell in seen.row):
            return None
        return f"it is not in the row of {row!r}{_row_seen(seen)}"
    if named is not None or by in ("row", "test_id") or not recorded.row:
        return None
    lost = [cell for cell in _keys(recorded) if cell not in {normal(cell) for cell in seen.row}]
    if lost and seen.row:
        return f"it is in another row{_row_seen(seen)}, without {lost[0]!r}"
    return None


def _row_seen(seen: Fingerprint) -> str:
    return f" but in that of {seen.row[0][:60]!r}" if seen.row else ""


def _keys(recorded: Fingerprint) -> list[str]:
    """The first cell that identifies a row: a code or a number that is not the element's own text."""
    own = {normal(recorded.name), normal(recorded.text)}
    return [normal(cell) for cell in recorded.row if is_key(cell) and normal(cell) not in own][:1]


def _other_words(recorded: Fingerprint, facts: tuple[Fact, ...]) -> str | None:
    """What it says and does must be mostly what it was; data (a cell, a paragraph) may change."""
    own = tuple(fact for fact in facts if fact.name in ITS_OWN) or _icon(facts)
    if not own or _is_data(recorded) or _mean(own) > TOO_LITTLE_OF_ITS_OWN:
        return None
    worst = min(own, key=lambda fact: (fact.likeness, -fact.weight))
    if worst.seen and worst.recorded:
        return f"its {worst.name} is {worst.seen[:80]!r}, not {worst.recorded[:80]!r}"
    return f"its {worst.name} {'is gone' if worst.recorded else f'{worst.seen[:80]!r} is new'}"


def _other_qualifier(recorded: Fingerprint, seen: Fingerprint, by: str) -> str | None:
    """What was found by its place alone is another control when it says a word more or less.

    A release that takes out "Reserve" and leaves "Reserve later" has put that into its place. What a row
    says under a header is its data, and another row's may well be a word longer.
    """
    if by not in PLACED or _is_data(recorded) or (by == "row" and recorded.column):
        return None
    for was, now in ((recorded.name, seen.name), (recorded.text, seen.text)):
        if was and now and qualified(was, now):
            return f"it says {now[:80]!r}, not {was[:80]!r}"
    return None


def _icon(facts: tuple[Fact, ...]) -> tuple[Fact, ...]:
    """A control without a word shows what it is by its class alone."""
    return tuple(fact for fact in facts if fact.name == "class")


def _is_data(recorded: Fingerprint) -> bool:
    return (
        recorded.role in _DATA_ROLES and kind_of(recorded) == "other" and "onclick" not in recorded.attributes
    )


def _other_effect(facts: tuple[Fact, ...], by: str) -> str | None:
    """Two 'Edit' links with swapped ids say the same and lead elsewhere."""
    if by in TEXTUAL:
        return None
    for fact in facts:
        if fact.name in ("href", "onclick") and fact.recorded and fact.seen and fact.likeness < 0.5:
            return f"its {fact.name} is {fact.seen[:80]!r}, not {fact.recorded[:80]!r}"
    return None


def _facts(
    recorded: Fingerprint, seen: Fingerprint, *, by: str, row: str | None, named: str | None
) -> Iterator[Fact]:
    per_run = _per_run(recorded, seen, by=by, row=row, named=named)
    for name, was, now, likeness in _all_facts(recorded, seen):
        known = was or (now and not recorded.partial)
        if known and name not in per_run:
            yield Fact(name, was, now, likeness if was and now else 0.0)


def _per_run(
    recorded: Fingerprint, seen: Fingerprint, *, by: str, row: str | None, named: str | None
) -> set[str]:
    """The facts that differ per run by intent, or that the candidate itself has just used."""
    out = {"id": {"id"}, "name": {"attribute name"}}.get(by, set())
    if row is not None or named is not None:
        out = out | {"row", "near", "id", "attribute name", "href", "onclick"}
    if named is not None:
        out = out | {"name", "text", "value", "title", "label", "section"}
    if row is not None and (says_data(recorded, normal(recorded.name)) or normal(seen.name) == normal(row)):
        out = out | {"name", "text"}
    return out


def says_data(recorded: Fingerprint, said: str) -> bool:
    """Whether `said`, in normal form, is data of the recorded row, another in each row, and not what is done there.

    It is if it stands under a header, or looks like the row's key.
    """
    return said in map(normal, recorded.row) and bool(recorded.column or is_key(said))


def _all_facts(recorded: Fingerprint, seen: Fingerprint) -> Iterator[tuple[str, str, str, float]]:
    for name in ("name", "label", "text", "column", "section", "form"):
        was, now = getattr(recorded, name) or "", getattr(seen, name) or ""
        yield name, was, now, text_likeness(was, now)
    for name, like in _ATTRIBUTES.items():
        was, now = recorded.attributes.get(name, ""), seen.attributes.get(name, "")
        yield ("attribute name" if name == "name" else name), was, now, like(was, now)
    yield "row", " | ".join(recorded.row), " | ".join(seen.row), list_likeness(recorded.row, seen.row)
    yield "near", " | ".join(recorded.near), " | ".join(seen.near), list_likeness(recorded.near, seen.near)
    yield "path", "/".join(recorded.path), "/".join(seen.path), path_likeness(recorded.path, seen.path)


_ATTRIBUTES = {
    "value": text_likeness,
    "alt": text_likeness,
    "title": text_likeness,
    "placeholder": text_likeness,
    "src": address_likeness,
    "href": address_likeness,
    "onclick": script_likeness,
    "id": text_likeness,
    "name": text_likeness,
    "class": class_likeness,
}


def _mean(facts: tuple[Fact, ...]) -> float:
    total = sum(fact.weight for fact in facts)
    return sum(fact.weight * fact.likeness for fact in facts) / total if total else 1.0


def _likenesses(facts: tuple[Fact, ...]) -> str:
    same = [fact.name for fact in facts if fact.likeness >= 0.9]
    return f"same {', '.join(same)}" if same else "nothing contradicts"


def _differences(facts: tuple[Fact, ...]) -> str:
    worst = sorted(facts, key=lambda fact: (fact.likeness - 1) * fact.weight)[:3]
    return "; ".join(f"{fact.name} {fact.seen[:60]!r} for {fact.recorded[:60]!r}" for fact in worst)

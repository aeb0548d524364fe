"""What of an element can be compared with what was recorded: normal forms, made once for each element. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from clerkwork.selectors.identity import kind_of
from clerkwork.selectors.likeness import normal
from clerkwork.selectors.target import Box, Fingerprint
from clerkwork.selectors.tokens import Address, address, bare, family, pieces_of, script, words_in

_DATE, _TIME = r"(?:\d{4}-\d\d-\d\d|\d{1,2}[./-]\d{1,2}[./-]\d{2,4})", r"\d{1,2}:\d\d(?::\d\d)?(?: ?[ap]m)?"
_MOMENT = re.compile(rf"{_DATE}(?:,? {_TIME})?|{_TIME}", re.IGNORECASE)
A_MOMENT = "date or time"
"""What a clock says: another text whenever it is looked at, in each release in its own form."""

# What one can press; a redesign makes a button of a link, and a link of a clickable list entry.
PRESSED = frozenset({"button", "link", "other"})
_SAID_BY = ("placeholder", "title", "alt", "value", "aria-label")
_CALL = re.compile(r"\s*javascript:(?!\s*void\b)[^\d]*\([^\d]*", re.IGNORECASE)
"""A link that says in words what its script does: newTicket(), but not __doPostBack('ctl02$lb3', '')."""
_DATA_ROLES = frozenset({"cell", "gridcell", "paragraph", "row"})
_TOOLKITS_SAY = (
    "a action bi bootstrap btn bx button control default dx fa fab far fas feather fi gi glyph glyphicon ico icon icons"
    " image img input item lg li link list lnk lucide md mdi material mat mini nav oi outline outlined pi primary regular"
    " rounded round secondary sharp sm small solid sprite svg symbol symbols td ti tool toolbar ui xs"
)
"""Pieces of class names that icon fonts and toolkits give to every icon or button: they tell no two apart."""
_SAYS_NO_DEED = frozenset(_TOOLKITS_SAY.split())


@dataclass(frozen=True, slots=True)
class Traits:
    """One element, ready to be compared. An empty value means that it has none, or that nobody knows."""

    kind: str
    tag: str
    type: str
    text: str
    says: str
    also: frozenset[str]
    words: frozenset[str]
    id: str
    name: str
    leads: Address | None
    by_script: bool
    icon: frozenset[str]
    classes: frozenset[str]
    near: frozenset[str]
    neighbours: str
    section: str
    column: str
    form: str
    cells: frozenset[str]
    path: tuple[str, ...]
    box: Box | None
    page: tuple[float, float] | None
    peers: int | None = None
    any_number: bool = False
    """Its keys are meant with any number in them, as the same control has them in each row."""

    def named(self, name: str) -> Traits:
        """As it would be with the name that this run asks for."""
        return replace(
            self, text=normal(name), says=bare(name), also=frozenset({bare(name)}), words=words_in(name)
        )


def traits(element: Fingerprint) -> Traits:
    """The normal forms of a fingerprint."""
    said = [text for text in _sayings(element) if bare(text)]
    attributes = element.attributes
    first = said[0] if said else ""
    also = frozenset(bare(text) for text in said)
    near = " ".join(text for text in element.near if bare(text) not in also)
    return Traits(
        kind=kind_of(element),
        tag=element.tag,
        type=element.type or "",
        text=normal(first),
        says=bare(first),
        also=also,
        words=words_in(first),
        id=attributes.get("id", "") or attributes.get("data-testid", ""),
        name=attributes.get("name", ""),
        leads=_leads(attributes),
        by_script="href" in attributes and address(attributes["href"]) is None,
        icon=_icon(attributes),
        classes=pieces_of(attributes.get("class", "")),
        near=words_in(near) if near else frozenset(),
        neighbours=f" {normal(near)} " if near else "",
        section=bare(element.section or ""),
        column=bare(element.column or ""),
        form=family(element.form or ""),
        cells=frozenset(normal(cell) for cell in element.row),
        path=element.path,
        box=element.box,
        page=element.page,
        peers=element.peers,
    )


def texts_of(element: Fingerprint) -> Iterator[str]:
    """All that is said in and around it, in the normal form of `tokens.bare`; numbers are no texts."""
    said = (element.name, element.label, element.text, element.section, element.column, *element.near)
    for text in said:
        letters = bare(text or "")
        if len(letters) > 1 and not letters.isdigit():
            yield letters


def _sayings(element: Fingerprint) -> Iterator[str]:
    """What a person reads it as, best first. The text of a cell is data, its column says what it is."""
    other = kind_of(element) == "other"
    if element.role in _DATA_ROLES and other:
        yield element.label or element.column or ""
        return
    if other and _MOMENT.fullmatch(element.text or ""):
        yield A_MOMENT
        return
    yield element.name or ""
    yield element.label or ""
    yield element.text or ""
    for attribute in _SAID_BY:
        yield element.attributes.get(attribute, "")


def _leads(attributes: dict[str, str]) -> Address | None:
    href, code = attributes.get("href", ""), attributes.get("onclick", "")
    if goal := address(href):
        return goal
    if not code and _CALL.fullmatch(href):
        code = href.partition(":")[2]
    return script(code) if code else None


def _icon(attributes: dict[str, str]) -> frozenset[str]:
    """What its markup calls it: "btn-search", "icons/delete.png"."""
    picture = attributes.get("src", "").partition("?")[0].rpartition("/")[2].rpartition(".")[0]
    called = (attributes.get(name, "") for name in ("id", "name", "class", "data-testid"))
    return frozenset().union(*(pieces_of(text) for text in (*called, picture) if text)) - _SAYS_NO_DEED

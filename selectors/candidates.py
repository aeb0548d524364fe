"""Which elements of a page may be the target at all, before anything is weighed. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from clerkwork.selectors.identity import says_data
from clerkwork.selectors.likeness import is_key, normal
from clerkwork.selectors.survey import Survey
from clerkwork.selectors.target import Fingerprint
from clerkwork.selectors.tokens import address
from clerkwork.selectors.traits import PRESSED, Traits, traits

_TEXT_TYPES = frozenset({"", "text", "search", "email", "tel", "url"})
# What a step can be done to; a deed that is not named here can be done to anything.
_TAKES = {
    "fill": frozenset({"text", "range", "color", "other"}),
    "select": frozenset({"select", "text", "button", "other"}),
    "check": frozenset({"checkbox", "radio", "other"}),
    "uncheck": frozenset({"checkbox", "other"}),
    "upload": frozenset({"file"}),
}
_HIDDEN_TAKEN = frozenset({"upload"})


def wanted(recorded: Fingerprint, *, row: str | None, named: str | None) -> Traits:
    """The target as it is in this run: what differs per run by intent is unknown, not different."""
    target = traits(recorded)
    if row is not None:
        target = _in_row(target, recorded, row)
    if named is not None:
        target = replace(
            target.named(named), id="", name="", leads=None, section="", near=frozenset(), neighbours=""
        )
    return target


def _in_row(target: Traits, recorded: Fingerprint, row: str) -> Traits:
    """The same control of another row: keys differ by their numbers, addresses by the row's key.

    What stands under a header, or looks like the row's key, is its data; all else is what the control does.
    """
    if says_data(recorded, target.text):
        target = replace(target, text="", says="", also=frozenset(), words=frozenset())
    href = recorded.attributes.get("href", "")
    for cell in recorded.row:
        href = href.replace(cell, row) if is_key(cell) else href
    return replace(
        target,
        any_number=True,
        leads=address(href) if href != recorded.attributes.get("href", "") else None,
        cells=frozenset({normal(row)}),
        near=frozenset(),
        neighbours="",
    )


def eligible(
    recorded: Fingerprint,
    target: Traits,
    page: Survey,
    among: Sequence[int],
    *,
    deed: str,
    named: str | None,
    taken: Collection[str],
) -> frozenset[int]:
    """Positions, out of `among`, of the elements of which one may be `target`."""
    key = _key_of_row(recorded, target) if named is None and not target.any_number else None
    return frozenset(
        index
        for index in among
        if page.elements[index].token not in taken
        and _fits(target, one := page.traits[index], deed)
        and (key is None or not one.cells or key in one.cells)
        and (named is None or target.says in one.also)
    )


def crowd(target: Traits, page: Survey, *, deed: str, row: str | None) -> list[int]:
    """Positions of the elements that are compared with each other: what shows, and is a control if the target is.

    How rare something is, is measured by them all, also by those that cannot be the target: to be the only
    text box among forty controls says much. With `row`, they are those of that row: the other rows repeat it.
    """
    controls_only, hidden_too = target.kind != "other", deed in _HIDDEN_TAKEN
    return [
        index
        for index, (element, one) in enumerate(zip(page.elements, page.traits, strict=True))
        if (element.visible or hidden_too)
        and (one.kind != "other" or not controls_only)
        and (row is None or normal(row) in one.cells)
    ]


def _fits(target: Traits, one: Traits, deed: str) -> bool:
    """One does not fill a link, and a text box never becomes a button. A button may become a link."""
    if deed in _TAKES and one.kind not in _TAKES[deed]:
        return False
    if target.kind == "other":
        return True
    if target.kind in PRESSED:
        return one.kind in ("button", "link")
    if target.kind == "text":
        return one.kind == "text" and _same_text_type(target.type, one.type)
    return one.kind == target.kind


def _same_text_type(was: str, now: str) -> bool:
    return was == now or (was in _TEXT_TYPES and now in _TEXT_TYPES)


def _key_of_row(recorded: Fingerprint, target: Traits) -> str | None:
    """The code or number by which its row is known; an element of another row is another element."""
    for cell in recorded.row:
        if is_key(cell) and normal(cell) != target.text:
            return normal(cell)
    return None

"""Candidates in words, as a report or an error says them."""

from __future__ import annotations

from clerkwork.selectors.target import (
    ByCss,
    ById,
    ByImage,
    ByLabel,
    ByName,
    ByNear,
    ByPlaceholder,
    ByRole,
    ByRow,
    ByScreenText,
    ByTestId,
    ByText,
    ByXPath,
    Candidate,
    Fingerprint,
)

_TAGS = {
    "a": "link",
    "area": "link",
    "img": "picture",
    "td": "cell",
    "th": "header cell",
    "tr": "row",
    "select": "list",
    "textarea": "text box",
    "input": "box",
    "li": "list entry",
}
_TYPES = {
    "submit": "button",
    "button": "button",
    "reset": "button",
    "image": "button",
    "checkbox": "check box",
    "radio": "radio button",
    "file": "file box",
    "password": "password box",
}


def kind_in_words(tag: str, type_: str | None = None, role: str | None = None) -> str:
    """What a person would call such an element: button, link, check box, cell."""
    if tag in ("input", "button") and type_ in _TYPES:
        return _TYPES[type_]
    if role and tag not in ("td", "th", "tr", "li", "img"):
        return role
    return _TAGS.get(tag, tag)


def candidate_in_words(candidate: Candidate) -> str:
    """Such as: the button named 'Sign in'."""
    match candidate:
        case ByTestId():
            return f"the element with {candidate.attribute}={candidate.value!r}"
        case ByRole():
            return f"the {candidate.role} named {candidate.name!r}"
        case ByLabel():
            return f"the field labelled {candidate.text!r}"
        case ByPlaceholder():
            return f"the field with the placeholder {candidate.text!r}"
        case ByText():
            return f"the {kind_in_words(candidate.tag)} that says {candidate.text!r}"
        case ById():
            return f"the element with the id {candidate.value!r}"
        case ByName():
            value = f" and the value {candidate.value!r}" if candidate.value is not None else ""
            return f"the {kind_in_words(candidate.tag)} with the name attribute {candidate.name!r}{value}"
        case ByRow():
            return _row_in_words(candidate)
        case ByNear():
            return f"the {kind_in_words(candidate.tag, candidate.type)} beside the text {candidate.text!r}"
        case ByCss() | ByXPath():
            return _path_in_words(candidate)
        case ByImage() | ByScreenText():
            return _drawn_in_words(candidate)


def _path_in_words(candidate: ByCss | ByXPath) -> str:
    if isinstance(candidate, ByCss):
        return f"the element at CSS {candidate.css}"
    return f"the element at XPath {candidate.xpath}"


def _drawn_in_words(candidate: ByImage | ByScreenText) -> str:
    if isinstance(candidate, ByImage):
        return f"what looks like {candidate.image}"
    return f"the words {candidate.text!r} in its picture"


def _row_in_words(candidate: ByRow) -> str:
    kind = kind_in_words(candidate.tag, role=candidate.role)
    named = f" named {candidate.name!r}" if candidate.name else ""
    place = f" under {candidate.column!r}" if candidate.column else ""
    which = f" number {candidate.index + 1}" if candidate.index else ""
    return f"the {kind}{which}{named}{place} in the row of {candidate.text!r}"


def fingerprint_in_words(seen: Fingerprint) -> str:
    """Such as: the button 'Cancel' in the row of 'LT-0042'."""
    kind = kind_in_words(seen.tag, seen.type, seen.role)
    called = seen.name or seen.text or seen.label or seen.attributes.get("title")
    named = f" {called[:60]!r}" if called else ""
    place = f" in the row of {seen.row[0][:60]!r}" if seen.row else ""
    return f"the {kind}{named}{place}"

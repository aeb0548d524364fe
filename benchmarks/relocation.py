"""How well targets are found again on pages that were redesigned, on published relocation data.

    python -m benchmarks relocation --data FILE.json.gz

FILE holds, by site, `candidates` (all visible elements of the newer page) and `cases` (an element as it was,
the indices that are accepted). The keys of an element are tag, classList, name, id, href, alt, xpath, idxpath,
isButton, visibleText and neighborText (words), location (px). `locate` only gives them the product's names.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from clerkwork.selectors.heal import Healed, heal
from clerkwork.selectors.seen import Seen
from clerkwork.selectors.survey import Survey
from clerkwork.selectors.target import Box, Fingerprint

Element = Mapping[str, Any]

_NUMBER = re.compile(r"\[\d+\]")
_ANCHOR = re.compile(r"//\*\[@id='([^']*)'\](.*)")
_surveyed: list[tuple[Sequence[Element], Survey]] = []


def locate(target: Element, candidates: Sequence[Element]) -> int | None:
    """The index of the candidate that is `target`, or None to abstain."""
    verdict = heal(fingerprint(target), survey(candidates))
    return int(verdict.element.token) if isinstance(verdict, Healed) else None


def survey(candidates: Sequence[Element]) -> Survey:
    """The page, looked over once for all targets that are looked for in it."""
    for page, known in _surveyed:
        if page is candidates:
            return known
    elements = [seen(element, str(index)) for index, element in enumerate(candidates)]
    made = Survey.of(elements)
    _surveyed[:] = [(candidates, made)]
    return made


def seen(element: Element, token: str) -> Seen:
    recorded = fingerprint(element)
    box = recorded.box or Box(x=0, y=0, width=0, height=0)
    return Seen(token=token, fingerprint=recorded, box=box, visible=True, enabled=True)


def fingerprint(element: Element) -> Fingerprint:
    """The same facts under the product's names."""
    tag = element["tag"].lower()
    place = element["location"]
    named = {"id": element["id"], "name": element["name"], "href": element["href"], "alt": element["alt"]}
    named["class"] = " ".join(element["classList"])
    return Fingerprint(
        tag=tag,
        type="submit" if tag == "input" and element["isButton"] else None,
        role="button" if element["isButton"] and tag not in ("a", "button", "input") else None,
        text=" ".join(element["visibleText"]).strip() or None,
        attributes={key: value for key, value in named.items() if value},
        near=(" ".join(element["neighborText"]),) if element["neighborText"] else (),
        path=_path(element),
        box=Box(x=place["x"], y=place["y"], width=place["width"], height=place["height"]),
    )


def _path(element: Element) -> tuple[str, ...]:
    """Ancestors from the body down, tag or tag#id, of which the data name the nearest id only."""
    path = [_NUMBER.sub("", step) for step in element["xpath"].strip("/").split("/")]
    anchor = _ANCHOR.match(element["idxpath"])
    if anchor:
        below = len([step for step in anchor.group(2).split("/") if step])
        if 0 < below < len(path):
            path[len(path) - 1 - below] += f"#{anchor.group(1)}"
    return tuple(path[1:-1])

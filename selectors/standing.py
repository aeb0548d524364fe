"""How each recorded candidate of a target stands on the page now, although one of them is enough to find it."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass

from playwright.async_api import Frame

from clerkwork.selectors.engine import ask, ask_for
from clerkwork.selectors.identity import agrees
from clerkwork.selectors.resolve import Hit, for_this_run, hits_of
from clerkwork.selectors.target import DRAWN, ByCss, ById, ByName, ByXPath, Candidate, Target
from clerkwork.selectors.words import fingerprint_in_words

_PATIENCE_MS = 5_000
_IDS = re.compile(
    r"""#((?:\\.|[\w-])+)|\[\s*(?:id|name)\s*[*^$~|]?=\s*["']?([^"'\]]+)|@(?:id|name)\s*=\s*["']([^"']+)"""
)
"""Ids and names in a CSS selector or an XPath."""


@dataclass(frozen=True)
class Standing:
    """One candidate: `at` is its place in the target, `why` a clause for why it does not find the element, empty
    if it does. `generated` is the id or name made by a machine that it relies on."""

    at: int
    candidate: Candidate
    why: str = ""
    generated: str | None = None

    @property
    def holds(self) -> bool:
        return not self.why


async def standings(
    frame: Frame, target: Target, token: str, *, row: str | None, named: str | None, hidden: bool = False
) -> list[Standing]:
    """The target's candidates against the element held under the token, where `resolve` or the healer found it.

    Candidates for what is drawn find no element and are left out. Raises Playwright's Error if the page is gone.
    """
    places = [at for at, one in enumerate(target.candidates) if not isinstance(one, DRAWN)]
    if not places:
        return []
    wanted = for_this_run(target, row=row, named=named)
    request = {"candidates": [one.model_dump(mode="json") for one in wanted.candidates], "hidden": hidden}
    answer = await ask(frame, request, _PATIENCE_MS)
    if answer is None:
        return []
    generated = await _generated(frame, wanted.candidates)
    return [
        Standing(at, hit.candidate, _why_not(hit, wanted, token, row, named), made)
        for at, hit, made in zip(places, hits_of(wanted.candidates, answer), generated, strict=True)
    ]


def _why_not(hit: Hit, wanted: Target, token: str, row: str | None, named: str | None) -> str:
    if hit.seen is None:
        return "it finds nothing" if hit.count == 0 else f"it finds {hit.count} elements"
    if hit.seen.token != token:
        return f"it finds another element, {fingerprint_in_words(hit.seen.fingerprint)}"
    verdict = agrees(wanted.fingerprint, hit.seen.fingerprint, by=hit.candidate.by, row=row, named=named)
    return "" if verdict.ok else f"what it finds is too much changed: {verdict.why}"


async def _generated(frame: Frame, candidates: Sequence[Candidate]) -> list[str | None]:
    """By the same rules as the recorder, which never records a generated id; other tools do, and so do people."""
    relied_on = [_ids_in(candidate) for candidate in candidates]
    texts = sorted({text for found in relied_on for text in found})
    made = json.loads(await ask_for(frame, "generated", {"texts": texts}, _PATIENCE_MS)) or []
    known = {text for text, is_generated in zip(texts, made, strict=False) if is_generated}
    return [next((text for text in found if text in known), None) for found in relied_on]


def _ids_in(candidate: Candidate) -> list[str]:
    match candidate:
        case ById():
            return [candidate.value]
        case ByName():
            return [candidate.name]
        case ByCss() | ByXPath():
            text = candidate.css if isinstance(candidate, ByCss) else candidate.xpath
            return [part.replace("\\", "") for found in _IDS.findall(text) for part in found if part]
        case _:
            return []

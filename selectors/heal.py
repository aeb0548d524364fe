"""The healing decision: which element of a page is the recorded one, or that nobody can say. Pure.

recorded fingerprint, elements of the page -> Healed | Abstained
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from clerkwork.selectors.identity import kind_of
from clerkwork.selectors.likeness import normal
from clerkwork.selectors.seen import Seen
from clerkwork.selectors.stays import Stays
from clerkwork.selectors.target import Fingerprint
from clerkwork.selectors.words import fingerprint_in_words

ENOUGH = 0.9
ENOUGH_FOR_COMMIT = 0.99


@dataclass(frozen=True)
class Weighed:
    """One element that was considered. `score` is the probability, 0 to 1, that it is the recorded one."""

    element: Seen
    score: float
    why: str


@dataclass(frozen=True)
class Healed:
    """The element to take. `margin` is its score less that of its best rival, 0 to 1.

    That the target is gone is a rival, too. `best` are the best three, the element itself first.
    """

    element: Seen
    score: float
    margin: float
    why: str
    best: tuple[Weighed, ...]


@dataclass(frozen=True)
class Abstained:
    """Nobody can say. `best` are the best three, `why` one sentence."""

    best: tuple[Weighed, ...]
    why: str


def heal(
    recorded: Fingerprint,
    elements: Sequence[Seen],
    *,
    deed: str = "click",
    commit: bool = False,
    row: str | None = None,
    named: str | None = None,
    taken: Collection[str] = frozenset(),
    stays: Stays | None = None,
    pictures: Mapping[str, float] = MappingProxyType({}),
) -> Healed | Abstained:
    """Find the recorded element among `elements`, whose tokens must be unique.

    `deed` is the action key of the step (one does not fill a link); a commit step needs a larger margin.
    `row` and `named` are the row's text and the element's name that this run asks for. `taken` are the
    tokens of elements that other targets of the page already are. `pictures` gives, by token, how alike
    an element's picture is to the recorded crop, 0 to 1; elements without one are not held to it.
    """
    stays = stays or Stays()
    same = [
        one
        for one in elements
        if one.visible
        and one.token not in taken
        and kind_of(one.fingerprint) == kind_of(recorded)
        and normal(one.fingerprint.name or one.fingerprint.text) == normal(named or recorded.name)
        and (row is None or any(normal(cell) == normal(row) for cell in one.fingerprint.row))
    ]
    best = tuple(Weighed(one, 1 / len(same), f"it is {_words(one)}") for one in same[:3])
    if len(same) != 1 or not normal(recorded.name):
        return Abstained(best, f"{len(same)} elements are named as it was")
    return Healed(same[0], 1.0, 1.0, "it alone is named as it was", best)


def _words(one: Seen) -> str:
    return fingerprint_in_words(one.fingerprint)

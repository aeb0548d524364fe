"""Whether the other targets of a page still stand around an element as they stood around the recorded one. Pure.

A release that renames everything on a form often leaves the form itself: the password box is still under the user
name, the button below both. One control says nothing then, its company does.

Either the layout was kept, and each companion stands where it stood, seen from the target; or it was not, and what
stands there is chance. The evidence is the likelihood of that mixture against chance alone, so a layout that was
changed speaks against no element.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence

from clerkwork.selectors.survey import Survey
from clerkwork.selectors.target import Box, Fingerprint
from clerkwork.selectors.traits import traits

LAYOUT_KEPT = 0.5
"""How often a redesign leaves the layout of a form, before anything is seen."""
STANDS_THERE = 0.9
BY_CHANCE = 0.2
"""Forms repeat: a row further down there is often a control of that kind, too."""
MOST = 4.0
"""Companions are moved together, so any number of them counts for no more than this (nats)."""

REACH_PX = 10.0
"""Half of the usual distance between two rows of a form."""
DRIFT = 0.1
"""Another font moves what is far by more than what is near."""
LONGEST_REACH_PX = 40.0
CLOSEST = 12
"""More companions than these say nothing new; the closest belong to the same form."""

Kind = tuple[str, str]
Spots = dict[tuple[Kind, int, int], list[tuple[int, float, float]]]


def company(
    recorded: Fingerprint, beside: Sequence[Fingerprint], page: Survey, among: Sequence[int]
) -> list[float]:
    """Nats (natural log likelihood ratio) for each element at the positions `among`."""
    mine = recorded.box
    if mine is None:
        return [0.0] * len(among)
    others = sorted(_companions(mine, beside), key=lambda one: math.hypot(one[1], one[2]))[:CLOSEST]
    spots = _spots(page, {kind for kind, _, _ in others}) if others else {}
    return [_nats(others, spots, page.traits[index].box, index) for index in among]


def _companions(mine: Box, beside: Sequence[Fingerprint]) -> Iterator[tuple[Kind, float, float]]:
    """Each companion's kind, and how far right of and below the target it stood, in px."""
    for other in map(traits, beside):
        if other.box is not None:
            yield (other.kind, other.type), other.box.x - mine.x, _middle(other.box) - _middle(mine)


def _spots(page: Survey, kinds: Collection[Kind]) -> Spots:
    """The elements of these kinds by squares of the page: position, left side and middle."""
    spots: Spots = defaultdict(list)
    for index, one in enumerate(page.traits):
        if one.box is not None and (one.kind, one.type) in kinds:
            x, y = one.box.x, _middle(one.box)
            spots[(one.kind, one.type), *_square(x, y)].append((index, x, y))
    return spots


def _square(x: float, y: float) -> tuple[int, int]:
    return int(x // LONGEST_REACH_PX), int(y // LONGEST_REACH_PX)


def _nats(others: Sequence[tuple[Kind, float, float]], spots: Spots, here: Box | None, index: int) -> float:
    if here is None or not others:
        return 0.0
    there = sum(
        _stands(spots, kind, here.x + aside, _middle(here) + down, _reach(aside, down), index)
        for kind, aside, down in others
    )
    kept = there * math.log(STANDS_THERE / BY_CHANCE)
    kept += (len(others) - there) * math.log((1 - STANDS_THERE) / (1 - BY_CHANCE))
    nats = math.log(LAYOUT_KEPT * math.exp(min(kept, 2 * MOST)) + 1 - LAYOUT_KEPT)
    return min(max(nats, 0.0), MOST)


def _reach(aside: float, down: float) -> float:
    return min(REACH_PX + DRIFT * math.hypot(aside, down), LONGEST_REACH_PX)


def _stands(spots: Spots, kind: Kind, x: float, y: float, reach: float, index: int) -> bool:
    """Whether an element of that kind, other than the one at `index`, stands there."""
    column, line = _square(x, y)
    return any(
        at != index and math.hypot(left - x, middle - y) <= reach
        for near in (column - 1, column, column + 1)
        for level in (line - 1, line, line + 1)
        for at, left, middle in spots.get((kind, near, level), ())
    )


def _middle(box: Box) -> float:
    return box.y + box.height / 2

"""Whether the other targets of a page still stand around an element as they stood around the recorded one. Pure.

A release that renames everything on a form often leaves the form itself: the password box is still under the user
name, the button below both. One control says nothing then, its company does.

Either the layout was kept, and each companion stands where it stood, seen from the target; or it was not, and what
stands there is chance. The evidence is the likelihood of that mixture against chance alone, so a layout that was
changed speaks against no element.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from clerkwork.selectors.survey import Survey
from clerkwork.selectors.target import Box, Fingerprint
from clerkwork.selectors.traits import Traits, traits

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


def company(
    recorded: Fingerprint, beside: Sequence[Fingerprint], page: Survey, among: Sequence[int]
) -> list[float]:
    """Nats (natural log likelihood ratio) for each element at the positions `among`."""
    mine, others = recorded.box, [traits(other) for other in beside if other.box is not None]
    if mine is None or not others:
        return [0.0] * len(among)
    return [_nats(mine, others, page, index) for index in among]


def _nats(mine: Box, others: Sequence[Traits], page: Survey, index: int) -> float:
    here = page.traits[index].box
    if here is None:
        return 0.0
    there = sum(_stands(other, _offset(mine, other.box, here), page, index) for other in others)
    kept = there * math.log(STANDS_THERE / BY_CHANCE)
    kept += (len(others) - there) * math.log((1 - STANDS_THERE) / (1 - BY_CHANCE))
    return min(math.log(LAYOUT_KEPT * math.exp(min(kept, 2 * MOST)) + 1 - LAYOUT_KEPT), MOST)


def _offset(mine: Box, other: Box | None, here: Box) -> tuple[float, float, float]:
    """Where the companion should stand now, and how far from there it may be, in px."""
    assert other is not None
    aside, down = other.x - mine.x, _middle(other) - _middle(mine)
    return here.x + aside, _middle(here) + down, REACH_PX + DRIFT * math.hypot(aside, down)


def _stands(other: Traits, place: tuple[float, float, float], page: Survey, index: int) -> bool:
    x, y, reach = place
    return any(
        at != index
        and one.box is not None
        and (one.kind, one.type) == (other.kind, other.type)
        and math.hypot(one.box.x - x, _middle(one.box) - y) <= reach
        for at, one in enumerate(page.traits)
    )


def _middle(box: Box) -> float:
    return box.y + box.height / 2

"""Which button belongs to a field: the one that stands at its side and looks something up for it. Pure.

A release that renames a field, moves it and gives it another width still leaves its calendar or its "..." where a
person expects it: at its edge.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from clerkwork.selectors.survey import Survey
from clerkwork.selectors.target import Box, Fingerprint
from clerkwork.selectors.tokens import OTHER_DEED
from clerkwork.selectors.traits import PRESSED, Traits, traits

BUTTONS = frozenset({"button", "link"})
AT_ITS_EDGE_PX = 16.0
"""A narrow gap, or a border; the next field of a row stands further away."""
STAYS_ATTACHED = 0.8
"""How often a redesign leaves the button at the field's side, as far as can be told without counting."""
SECONDS = 0.3
"""Fields of a page that have such a button by chance."""
MOST = 2.5
MOST_IF_ALIKE = 4.0
"""The button says, or does, what it did, too."""


def attached(
    target: Traits, beside: Sequence[Fingerprint], page: Survey, eligible: Sequence[int]
) -> list[float]:
    """Nats (natural log likelihood ratio) for each eligible element by the button at its side.

    Nothing where no other target of the page (`beside`) was one at the side of this one.
    """
    if target.kind in PRESSED:
        return [0.0] * len(eligible)
    mine = next((one for one in map(traits, beside) if _belongs(one, target)), None)
    if mine is None:
        return [0.0] * len(eligible)
    buttons = [one for one in page.traits if one.kind in BUTTONS and one.box]
    found = {i: one for i in eligible if (one := _at_side_of(page.traits[i], buttons)) is not None}
    worth = math.log(STAYS_ATTACHED * len(eligible) / (max(len(found) - 1, 0) + SECONDS)) if found else 0.0
    return [
        min(worth, MOST_IF_ALIKE if _alike(mine, found[i]) else MOST) if i in found else 0.0 for i in eligible
    ]


def _at_side_of(field: Traits, buttons: Sequence[Traits]) -> Traits | None:
    return next((one for one in buttons if _belongs(one, field)), None)


def _belongs(button: Traits, field: Traits) -> bool:
    """Whether the button stands on the field's line, at one of its edges."""
    if button.kind not in BUTTONS or field.kind in PRESSED or button.box is None or field.box is None:
        return False
    return _on_one_line(button.box, field.box) and _gap(button.box, field.box) <= AT_ITS_EDGE_PX


def _on_one_line(one: Box, other: Box) -> bool:
    shared = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
    return shared >= min(one.height, other.height) / 2


def _gap(one: Box, other: Box) -> float:
    return max(one.x - other.x - other.width, other.x - one.x - one.width, 0.0)


def _alike(was: Traits, now: Traits) -> bool:
    if was.says and was.says == now.says:
        return True
    if was.leads and now.leads:
        return was.leads.likeness(now.leads) > OTHER_DEED or bool(was.leads.pieces & now.leads.pieces)
    return False

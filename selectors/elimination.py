"""Which element of a form is left for a target when all its other controls of that kind are accounted for. Pure.

Where a form had three boxes, still has three, and two of them are known again, the third is the third: a person who
cannot read a word of the new release goes by that, too. It holds only where a bot knows every control of that kind in
the form, so that none that it does not know can be the one that is left.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Sequence

from clerkwork.selectors.identity import kind_of
from clerkwork.selectors.survey import Survey
from clerkwork.selectors.target import Fingerprint
from clerkwork.selectors.traits import Traits, traits

CLOSEST = 6
"""Of the other targets, those that are asked: a control that slides into another's place stood near it."""


def left_over(
    recorded: Fingerprint,
    beside: Sequence[Fingerprint],
    page: Survey,
    taken: Collection[str],
    claimed: Callable[[Fingerprint], str | None],
) -> int | None:
    """The position of the only element that is left, or None.

    `beside` are the other targets of the page, `taken` the tokens of elements that are targets already, and
    `claimed` tells the token of the element that another target is for sure.
    """
    target = traits(recorded)
    if not target.peers:
        return None
    kin = [one for one in beside if _is_peer(target, traits(one)) and traits(one).form == target.form]
    fits = [index for index, one in enumerate(page.traits) if _is_peer(target, one)]
    if len(kin) != target.peers or len(fits) != target.peers + 1:
        return None
    known = {*taken, *(token for one in kin if (token := claimed(one)) is not None)}
    left = [index for index in fits if page.elements[index].token not in known]
    return left[0] if len(left) == 1 else None


def rivals_for(recorded: Fingerprint, beside: Sequence[Fingerprint]) -> list[Fingerprint]:
    """The other targets of its kind that stood closest to it: each may be what stands in its place now."""
    mine = recorded.box
    kin = [(one, one.box) for one in beside if kind_of(one) == kind_of(recorded) and one.box is not None]
    if mine is not None:
        kin.sort(key=lambda other: math.hypot(mine.x - other[1].x, mine.y - other[1].y))
    return [one for one, _ in kin[:CLOSEST]]


def _is_peer(target: Traits, one: Traits) -> bool:
    """Whether both are of one kind, in a form with as many of them."""
    return (
        (target.kind, target.peers) == (one.kind, one.peers)
        and (target.type == "password") == (one.type == "password")
        and (target.tag == "textarea") == (one.tag == "textarea")
    )

"""Which element of a form is left for a target when all its other controls of that kind are accounted for. Pure.

Where a form had three boxes, still has three, and two of them are known again, the third is the third: a person who
cannot read a word of the new release goes by that, too. Where several are left, they are given to the targets together,
if one way to do so is clearly the best. It holds only where a bot knows every control of that kind in the form, so that
none that it does not know can be the one that is left.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping, Sequence
from itertools import combinations, permutations

from clerkwork.selectors.identity import kind_of
from clerkwork.selectors.phrases import share_a_word
from clerkwork.selectors.survey import Survey
from clerkwork.selectors.target import Box, Fingerprint
from clerkwork.selectors.traits import Traits, traits

MOST_LEFT = 4
"""With more there are too many distributions for one to stand out."""
LONGER = 1.5
ORDER_STAYS = 1.1
"""Of two boxes of which one is half as long again, that one is still the longer one in nine of ten: log(9) / 2."""
SHARES_A_WORD = 1.0
"""Two targets that share a word with the same element get the same for it, and then it decides nothing."""
CLOSEST = 6
"""Of the other targets, those that are asked: a control that slides into another's place stood near it."""


def left_over(
    recorded: Fingerprint,
    beside: Sequence[Fingerprint],
    page: Survey,
    taken: Collection[str],
    claimed: Callable[[Fingerprint], str | None],
    liking: Callable[[Fingerprint], Mapping[int, float]],
    enough: float,
) -> int | None:
    """The position of the element that is left for the target, or None.

    `beside` are the other targets of the page, `taken` the tokens of elements that are targets already, and
    `claimed` tells the token of the element that another target is for sure. Where several are left, each target
    gets one of them: `liking` gives the nats, by position, for what of an element does not depend on its place, and
    no other distribution may come within `enough` nats of the best.
    """
    target = traits(recorded)
    if not target.peers:
        return None
    kin = [one for one in beside if _is_peer(target, traits(one)) and traits(one).form == target.form]
    fits = [index for index, one in enumerate(page.traits) if _is_peer(target, one)]
    if len(kin) != target.peers or len(fits) != target.peers + 1:
        return None
    sure = {id(one): token for one in kin if (token := claimed(one)) is not None}
    left = [index for index in fits if page.elements[index].token not in sure.values()]
    free = [index for index in left if page.elements[index].token not in taken]
    if len(free) == 1:
        return free[0]
    open_ones = [recorded, *(one for one in kin if id(one) not in sure)]
    if not free or len(open_ones) != len(left) or len(left) > MOST_LEFT:
        return None
    return _distributed(open_ones, left, free, page, liking, enough)


def _distributed(
    targets: Sequence[Fingerprint],
    left: Sequence[int],
    free: Sequence[int],
    page: Survey,
    liking: Callable[[Fingerprint], Mapping[int, float]],
    enough: float,
) -> int | None:
    """The element in `free` of the first target in the best distribution of the elements `left`."""
    likings = [liking(one) for one in targets]
    texts = [traits(one).text for one in targets]
    sizes = [_width(one.box) for one in targets]
    best: dict[int, float] = {}
    for order in permutations(left):
        nats = sum(liked.get(index, 0.0) for liked, index in zip(likings, order, strict=True))
        widths = [_width(page.traits[index].box) for index in order]
        nats += _longer_stay_longer(sizes, widths)
        nats += SHARES_A_WORD * sum(map(share_a_word, texts, (page.traits[index].text for index in order)))
        best[order[0]] = max(best.get(order[0], -math.inf), nats)
    first, second = sorted(best, key=lambda index: -best[index])[:2]
    return first if first in free and best[first] - best[second] >= enough else None


def _longer_stay_longer(was: Sequence[float], now: Sequence[float]) -> float:
    """Boxes are as long as what is written into them, or all of one length; of two that differ, the order stays."""
    nats = 0.0
    for (one, other), (first, second) in zip(combinations(was, 2), combinations(now, 2), strict=True):
        if _differ(one, other) and _differ(first, second):
            nats += ORDER_STAYS if (one > other) == (first > second) else -ORDER_STAYS
    return max(min(nats, ORDER_STAYS), -ORDER_STAYS)


def _width(box: Box | None) -> float:
    return box.width if box else 0.0


def _differ(one: float, other: float) -> bool:
    return max(one, other) > LONGER * min(one, other) > 0


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

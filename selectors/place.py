"""Where an element stands, as one piece of evidence: which element of the page is most like the target's place. Pure.

Class, path, neighbours, section, column, form, row, position, size and shape all hang together: the siblings
of an element share most of them. Taken one by one they would count the same thing many times. So they form a
conditional logit (McFadden 1974): the place's odds among all elements of this page. That measures by the page
itself how much a redesign has moved: what every element has lost speaks against none.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from clerkwork.selectors.identity import ANY_TAG
from clerkwork.selectors.survey import Survey
from clerkwork.selectors.target import Box
from clerkwork.selectors.traits import Traits

# Nats that full agreement in one property is worth against none. Fitted alone, by the places of elements
# that were relocated over years, the weights come out between 1.4 and 2.2 (3.5 for the horizontal place),
# and hardly change when a site is left out. They are doubled: an element that says the same but stands in a
# worse place than many others is more often a second door to the same goal than the element itself.
WEIGHT = 4.0
WEIGHT_ACROSS = 7.0

NEAR_PX = 60.0
"""Half the weight at this distance: two lines of text, or a button's width."""
FAR_PX = 600.0
"""The same for "in this part of the page": three quarters of a screen."""

ELSEWHERE = 0.01
"""One element in a hundred is moved to where nothing of its place remains."""


def places(target: Traits, page: Survey, eligible: Sequence[int]) -> list[float]:
    """Log likelihood ratio (nats) of each eligible element's place: against an element taken by chance."""
    sums = [0.0] * len(eligible)
    for weight, likenesses in _properties(target, page, eligible):
        sums = [total + weight * likeness for total, likeness in zip(sums, likenesses, strict=True)]
    most = max(sums, default=0.0)
    odds = [math.exp(total - most) for total in sums]
    share = (1 - ELSEWHERE) * len(odds) / sum(odds) if odds else 0.0
    return [math.log(share * one + ELSEWHERE) for one in odds]


def _properties(target: Traits, page: Survey, eligible: Sequence[int]) -> Iterator[tuple[float, list[float]]]:
    """Each property that the target has, with its weight and the likeness of each eligible element."""
    seen = [page.traits[index] for index in eligible]
    for name, wanted in (("class", target.classes), ("near", target.near)):
        if wanted:
            shared = page.pieces(name).likenesses(wanted)
            yield WEIGHT, [shared.get(index, 0.0) for index in eligible]
    for name in ("section", "column", "form"):
        if was := getattr(target, name):
            yield WEIGHT, [float(getattr(one, name) == was) for one in seen]
    if target.cells:
        yield WEIGHT, [len(target.cells & one.cells) / len(target.cells) for one in seen]
    if target.path:
        yield WEIGHT, [_same_end(target.path, one.path) for one in seen]
    if target.tag != ANY_TAG:
        yield WEIGHT, [float(target.tag == one.tag) for one in seen]
    if target.box is not None:
        yield from _geometry(target, target.box, seen)


def _same_end(was: tuple[str, ...], now: tuple[str, ...]) -> float:
    """The share of the recorded ancestors that are still the nearest ones."""
    same = 0
    for one, other in zip(reversed(was), reversed(now), strict=False):
        if one != other:
            break
        same += 1
    return same / len(was)


def _geometry(target: Traits, box: Box, seen: Sequence[Traits]) -> Iterator[tuple[float, list[float]]]:
    weights = (WEIGHT_ACROSS, WEIGHT, WEIGHT, WEIGHT, WEIGHT)
    rows = [_spot(target, box, one, one.box) if one.box else (0.0,) * len(weights) for one in seen]
    for weight, column in zip(weights, zip(*rows, strict=True), strict=True):
        yield weight, list(column)


def _spot(target: Traits, was: Box, seen: Traits, now: Box) -> tuple[float, ...]:
    """Likeness of the place across, the place down (near, far), the size and the shape."""
    aside, down = _distance(target, was, seen, now)
    return (
        1 / (1 + aside / NEAR_PX),
        1 / (1 + down / NEAR_PX),
        1 / (1 + down / FAR_PX),
        _ratio(was.width * was.height, now.width * now.height),
        _ratio(_form(was), _form(now)),
    )


def _distance(target: Traits, was: Box, seen: Traits, now: Box) -> tuple[float, float]:
    """Px between the middles: from the left, and from whichever end of the page has moved less."""
    aside = abs((was.x + was.width / 2) - (now.x + now.width / 2))
    down = (now.y + now.height / 2) - (was.y + was.height / 2)
    if target.page and seen.page:
        if target.page[0] and seen.page[0]:
            aside = min(aside, abs(_part(was, target.page[0]) - _part(now, seen.page[0])) * seen.page[0])
        return aside, min(abs(down), abs(down - (seen.page[1] - target.page[1])))
    return aside, abs(down)


def _part(box: Box, width: float) -> float:
    return (box.x + box.width / 2) / width


def _form(box: Box) -> float:
    return box.width / max(box.height, 1.0)


def _ratio(a: float, b: float) -> float:
    return min(a, b) / max(a, b, 0.01)

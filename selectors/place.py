"""Where an element stands, as one piece of evidence: which element of the page is most like the target's place. Pure.

Class, path, neighbours, section, column, form, row, position, size and shape all hang together: the siblings
of an element share most of them. Taken one by one they would count the same thing many times. So they form a
conditional logit (McFadden 1974): the place's odds among all elements of this page. That measures by the page
itself how much a redesign has moved: what every element has lost speaks against none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from clerkwork.selectors.identity import ANY_TAG
from clerkwork.selectors.survey import Spot, Survey, spot_of
from clerkwork.selectors.traits import Traits

Numbers = npt.NDArray[np.float64]
Likenesses = Sequence[float] | Numbers

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
    if not eligible:
        return []
    sums = np.zeros(len(eligible))
    for weight, likenesses in _properties(target, page, eligible):
        sums += weight * np.asarray(likenesses)
    odds = np.exp(sums - sums.max())
    share = (1 - ELSEWHERE) * len(odds) / odds.sum()
    nats: list[float] = np.log(share * odds + ELSEWHERE).tolist()
    return nats


def _properties(target: Traits, page: Survey, eligible: Sequence[int]) -> Iterator[tuple[float, Likenesses]]:
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
        yield from _geometry(spot_of(target), Spot(*page.spots[list(eligible)].T))


def _same_end(was: tuple[str, ...], now: tuple[str, ...]) -> float:
    """The share of the recorded ancestors that are still the nearest ones."""
    same = 0
    for one, other in zip(reversed(was), reversed(now), strict=False):
        if one != other:
            break
        same += 1
    return same / len(was)


def _geometry(was: Spot[float], now: Spot[Numbers]) -> Iterator[tuple[float, Numbers]]:
    """The place across, the place down (near, far), the size and the shape; nothing of one without a box."""
    aside, down = _distance(was, now)
    yield WEIGHT_ACROSS, _known(1 / (1 + aside / NEAR_PX))
    yield WEIGHT, _known(1 / (1 + down / NEAR_PX))
    yield WEIGHT, _known(1 / (1 + down / FAR_PX))
    yield WEIGHT, _known(_ratio(was.area, now.area))
    yield WEIGHT, _known(_ratio(was.form, now.form))


def _known(likenesses: Numbers) -> Numbers:
    return np.nan_to_num(likenesses, copy=False, nan=0.0)


def _distance(was: Spot[float], now: Spot[Numbers]) -> tuple[Numbers, Numbers]:
    """Px between the middles: from the left, and from whichever end of the page has moved less."""
    aside, down = np.abs(was.across - now.across), now.down - was.down
    widths = np.where(now.width > 0, now.width, np.nan)
    share = was.across / was.width if was.width > 0 else np.nan
    in_part = np.abs(share - now.across / widths) * widths
    from_end = np.abs(down - (now.height - was.height))
    return np.fmin(aside, in_part), np.fmin(np.abs(down), from_end)


def _ratio(a: float, b: Numbers) -> Numbers:
    return np.minimum(a, b) / np.maximum(np.maximum(a, b), 0.01)

"""What a release has kept of a page, told by all targets that were recorded on it. Pure.

On a page that still says what it said, an element without the target's word is most likely another one; on a page
that was translated, a lost word speaks against none. It is the same with ids: where those of all other targets are
still there, an element with another id has come instead of the target.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from types import MappingProxyType

from clerkwork.selectors.meanings import meanings
from clerkwork.selectors.stays import Stays
from clerkwork.selectors.survey import Survey
from clerkwork.selectors.target import Box, Fingerprint
from clerkwork.selectors.traits import Traits, texts_of, traits

FEWEST = 4
"""With fewer texts than these nothing is known of the page as a whole."""
KEPT: Mapping[str, str] = MappingProxyType({"words": "says", "id": "id", "name": "name"})
"""The properties that are counted over a page, each with the trait that holds it."""
SAME_PLACE_PX = 60.0
"""A longer label above moves a control by so much; a new layout by more."""
PRIOR_TARGETS = 1
"""What is known of redesigns in general counts as much as one target of the page more."""


def words_kept(recorded: Iterable[Fingerprint], page: Survey) -> float:
    """The share, above 0 to 1, of the texts in and around the recorded targets that the page still says.

    One text counts as kept in any case, so that few texts never say that all words are gone.
    """
    then = {text for one in recorded for text in texts_of(one)}
    if len(then) < FEWEST:
        return 1.0
    return (len(then & page.texts) + 1) / (len(then) + 1)


def places_kept(beside: Sequence[Fingerprint], page: Survey) -> float:
    """The share, above 0 to 1, of the other targets that still stand about where they stood.

    Told by those that one element alone says or is called like. One counts as kept in any case.
    """
    stood = [
        _apart(one.box, page.traits[index].box) < SAME_PLACE_PX
        for one in map(traits, beside)
        if (index := _alone_like(one, page)) is not None
    ]
    return (sum(stood) + 1) / (len(stood) + 1)


def _alone_like(one: Traits, page: Survey) -> int | None:
    """The only element that has its id, or else the only one that means what it says."""
    found: Collection[int] = page.with_id.get(one.id, ())
    if not found and one.says:
        found = set().union(*(page.meaning.get(meant, ()) for meant in meanings(one.says)))
    return next(iter(found)) if len(found) == 1 else None


def _apart(was: Box | None, now: Box | None) -> float:
    """Px between the middles; infinite where a place is not known."""
    if was is None or now is None:
        return math.inf
    return math.hypot(
        was.x + was.width / 2 - now.x - now.width / 2, was.y + was.height / 2 - now.y - now.height / 2
    )


def stays_here(stays: Stays, beside: Sequence[Fingerprint], page: Survey) -> Stays:
    """How often words, ids and names stay on this very page, by the other targets of it."""
    rates = dict(stays.rates)
    for name, trait in KEPT.items():
        then = {value for one in beside if (value := getattr(traits(one), trait))}
        kept = len(then & page.values(trait))
        rates[name] = (kept + PRIOR_TARGETS * rates[name]) / (len(then) + PRIOR_TARGETS)
    return Stays(MappingProxyType(rates))

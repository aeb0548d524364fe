"""How alike the own properties of a target and of each element are: what it says, where it leads, its keys.

Each function gives the likeness, above 0 to 1, by the index of the element; an element that is not named has
nothing of the property in common. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher

from clerkwork.selectors.meanings import meanings
from clerkwork.selectors.phrases import said_in, says_part, says_the_same
from clerkwork.selectors.survey import Survey
from clerkwork.selectors.tokens import OTHER_DEED, SAME_END, family, pieces_of
from clerkwork.selectors.traits import A_MOMENT, PRESSED, Traits

SAME = 1.0
OTHERWISE = 0.9
"""Other words for the same, as the catalogues of other applications have it, or those of another language."""
WORD_BY_WORD = 0.85
LONGER = 0.85
"""One says what the other says and goes on: "Save", "Save changes". Labels gain and lose such hints."""
MISSPELT = 0.7
MOST_SHARED = 0.85
"""All words in common are still not the same text."""
NUMBERED = 0.75
"""The same key with a number in it: numbers are given anew when something is put before it."""
RENUMBERED = 0.5

ONLY_ONE_ASKED_SO = 0.85
"""A parameter (not a number) that no other link of the page has: action=follow."""

ALSO_A_MOMENT = 0.85
"""Both say when something is; a page has often a few dates."""

_SHORT = 60
_LETTERS_APART = 4
_LETTERS_ALIKE = 0.9
_LONG_ENOUGH_FOR_A_SLIP = 8
"""In shorter words one letter makes another word: Reserve, Reverse; Lend, Send."""


def words(target: Traits, page: Survey) -> dict[int, float]:
    """By what a person reads. Equal is what has the same letters and digits."""
    if not target.says:
        return {}
    alike = {i: min(MOST_SHARED, share) for i, share in page.pieces("words").likenesses(target.words).items()}
    for index, share in alike.items():
        if _goes_on(target.text, page.traits[index].text):
            alike[index] = max(share, LONGER)
    for index in _misspelling(target, page):
        alike[index] = max(alike.get(index, 0.0), MISSPELT)
    for index in _saying_a_part(target, page):
        alike[index] = max(alike.get(index, 0.0), LONGER)
    for index in _meaning_the_same(target, page):
        alike[index] = max(alike.get(index, 0.0), WORD_BY_WORD)
    for meant in meanings(target.says):
        alike |= dict.fromkeys(page.meaning.get(meant, ()), OTHERWISE)
    return alike | dict.fromkeys(_saying_the_same(target, page), _worth_if_equal(target))


def _saying_the_same(target: Traits, page: Survey) -> set[int]:
    """The elements that say it, or first of all say what the target said beside that."""
    also = {
        index
        for said in target.also
        for index in page.saying.get(said, ())
        if page.traits[index].says == said
    }
    return also.union(page.saying.get(target.says, ()))


def _worth_if_equal(target: Traits) -> float:
    return ALSO_A_MOMENT if target.text == A_MOMENT else SAME


def _misspelling(target: Traits, page: Survey) -> Iterator[int]:
    if family(target.text) == target.text:
        for index in page.with_initial.get(target.text[:1], ()):
            if _misspelt(target.text, page.traits[index].text):
                yield index


def _saying_a_part(target: Traits, page: Survey) -> Iterator[int]:
    """The fields that say a part of what it said, or all of it and more."""
    if target.kind not in PRESSED:
        for index, one in enumerate(page.traits):
            if one.kind == target.kind and says_part(target.text, one.text):
                yield index


def _meaning_the_same(target: Traits, page: Survey) -> set[int]:
    """The elements that say word by word what the target said, in any order."""
    near = set().union(*(page.standing_for.get(meant, ()) for meant in said_in(target.text)))
    return {index for index in near if says_the_same(target.text, page.traits[index].text)}


def _goes_on(was: str, now: str) -> bool:
    short, long = sorted((was, now), key=len)
    return len(short) > 2 and long.startswith(short + " ")


def _misspelt(was: str, now: str) -> bool:
    """Another ending ("Cancel", "Cancelled"), or a slip in a long text that begins alike; never another number."""
    short, long = sorted((was, now), key=len)
    if len(long) > _SHORT or len(long) - len(short) > _LETTERS_APART or family(now) != now:
        return False
    if long.startswith(short):
        return len(short) >= _LETTERS_APART
    if len(short) < _LONG_ENOUGH_FOR_A_SLIP:
        return False
    matcher = SequenceMatcher(None, was, now, autojunk=False)
    return matcher.real_quick_ratio() >= _LETTERS_ALIKE and matcher.ratio() >= _LETTERS_ALIKE


def leads(target: Traits, page: Survey) -> dict[int, float]:
    """By where it leads. A parameter that only one link of the page has says more than the end of a path."""
    goal = target.leads
    if goal is None:
        return {}
    pieces = page.pieces("leads")
    alike = {i: min(SAME_END, share) for i, share in pieces.likenesses(goal.pieces).items()}
    for index in alike:
        other = page.traits[index].leads
        if other is None:
            continue
        if other.path == goal.path:
            alike[index] = goal.likeness(other)
        else:
            alike[index] = max(alike[index], goal.likeness(other))
    for pair in goal.pairs:
        owners = pieces.who.get("?" + pair, ())
        if len(owners) == 1 and alike[owners[0]] > OTHER_DEED:
            alike[owners[0]] = max(alike[owners[0]], ONLY_ONE_ASKED_SO)
    return alike


def key(name: str, target: Traits, page: Survey) -> dict[int, float]:
    """By the attribute `name` ("id" or "name"), a key that only the markup uses."""
    was: str = getattr(target, name)
    if not was:
        return {}
    pieces = page.pieces(name)
    alike = {i: min(MOST_SHARED, share) for i, share in pieces.likenesses(pieces_of(was)).items()}
    kin = family(was)
    for index, one in enumerate(page.traits):
        now: str = getattr(one, name)
        if now == was or (target.any_number and family(now) == kin):
            alike[index] = SAME if kin == was or target.any_number else NUMBERED
        elif now and kin != was and family(now) == kin:
            alike[index] = RENUMBERED
    return alike


def icon(target: Traits, page: Survey) -> dict[int, float]:
    """By what its markup calls it, where one of the two shows no word."""
    alike = page.pieces("icon").likenesses(target.icon)
    return {i: share for i, share in alike.items() if not (target.says and page.traits[i].says)}

"""What two texts of several words have in common by what they mean, word by word. Pure.

"Add note" and "Notiz hinzufügen", "Back to equipment list" and "Zurück zur Geräteliste", "Number of days" and "Days".
What languages write in one word others write in two, so two neighbours are looked up together, too.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from clerkwork.selectors.meanings import is_known, meanings
from clerkwork.selectors.tokens import content_words

_LONGEST_TEXT = 60
"""A longer one is no label, and no catalogue has its words in that order."""
_SHORTEST = 3
_LONGEST_ENDING = 2


@dataclass(frozen=True)
class Unit:
    """A word, or two neighbours: their places among the words of the text, and what they stand for."""

    places: tuple[int, ...]
    meant: frozenset[str]


@lru_cache(maxsize=8192)
def units(text: str) -> tuple[Unit, ...]:
    """The units of a text in the form of `likeness.normal`, without the words that only join the others; none of a long
    text."""
    words = content_words(text) if len(text) <= _LONGEST_TEXT else ()
    pairs = [Unit((at, at + 1), meanings(one + words[at + 1])) for at, one in enumerate(words[:-1])]
    return (*(Unit((at,), _stands_for(word)) for at, word in enumerate(words)), *pairs)


def says_the_same(one: str, other: str) -> bool:
    """Whether both say the same, in any order."""
    return says_all(one, other) and says_all(other, one)


def says_all(one: str, other: str) -> bool:
    """Whether each word of `one` stands for something that `other` says, too."""
    said = said_in(other)
    covered = {place for unit in units(one) if unit.meant & said for place in unit.places}
    return bool(covered) and len(covered) == len(content_words(one))


def says_part(one: str, other: str) -> bool:
    """Whether one of the two says all that the other says."""
    return says_all(one, other) or says_all(other, one)


def share_a_word(one: str, other: str) -> bool:
    """Whether something is said by both."""
    return not said_in(one).isdisjoint(said_in(other))


@lru_cache(maxsize=8192)
def said_in(text: str) -> frozenset[str]:
    """All that the units of a text stand for."""
    return frozenset().union(*(unit.meant for unit in units(text)))


def _stands_for(word: str) -> frozenset[str]:
    """What a word stands for; one that is not known, what it is a form of: "Tagen", "Tage"."""
    forms = [word] if is_known(word) else [word, *_shorter(word)]
    return frozenset().union(*(meanings(form) for form in forms))


def _shorter(word: str) -> list[str]:
    """The longest known beginning of a word, with no more than an ending cut off."""
    cut = (word[:-letters] for letters in range(1, _LONGEST_ENDING + 1) if len(word) - letters >= _SHORTEST)
    return [next((form for form in cut if is_known(form)), word)]

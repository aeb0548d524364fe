"""A page looked over once: the traits of its elements, and which of them share what. Pure.

A rare thing in common is strong evidence, a common one is weak: how rare it is, the page itself says.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt

from clerkwork.selectors.meanings import meanings
from clerkwork.selectors.phrases import said_in
from clerkwork.selectors.seen import Seen
from clerkwork.selectors.target import Box
from clerkwork.selectors.tokens import pieces_of
from clerkwork.selectors.traits import Traits, texts_of, traits

PIECES: Mapping[str, Callable[[Traits], Iterable[str]]] = {
    "words": lambda one: one.words,
    "leads": lambda one: one.leads.pieces if one.leads else (),
    "id": lambda one: pieces_of(one.id),
    "name": lambda one: pieces_of(one.name),
    "icon": lambda one: one.icon,
    "class": lambda one: one.classes,
    "near": lambda one: one.near,
}
"""The properties that are compared by the pieces that they share."""


@dataclass(frozen=True)
class Pieces:
    """Who has which piece of one property. `weight_of` follows inverse document frequency: rare is heavy.

    Sparck Jones, "A statistical interpretation of term specificity", 1972; the share of the pieces that two
    elements have in common is Dice's coefficient over these weights.
    """

    of: tuple[frozenset[str], ...]
    who: Mapping[str, list[int]]
    having: int

    def weight_of(self, piece: str) -> float:
        return math.log(1 + (self.having + 1) / (len(self.who.get(piece, ())) + 0.5)) ** 2

    @cached_property
    def totals(self) -> tuple[float, ...]:
        weights = {piece: self.weight_of(piece) for piece in self.who}
        return tuple(sum(weights[piece] for piece in pieces) for pieces in self.of)

    def likenesses(self, wanted: Iterable[str]) -> dict[int, float]:
        """Elements that share a piece, with the weight of what is shared, 0 to 1."""
        pieces = frozenset(wanted)
        total = sum(self.weight_of(piece) for piece in pieces)
        shared: dict[int, float] = defaultdict(float)
        for piece in pieces:
            weight = self.weight_of(piece)
            for index in self.who.get(piece, ()):
                shared[index] += weight
        return {index: 2 * weight / (total + self.totals[index]) for index, weight in shared.items()}


@dataclass(frozen=True)
class Survey:
    """The elements of a page with what they share. Made once; any number of targets can be looked for in it."""

    elements: tuple[Seen, ...]
    traits: tuple[Traits, ...]
    _pieces: dict[str, Pieces] = field(default_factory=dict, compare=False, repr=False)
    _values: dict[str, frozenset[str]] = field(default_factory=dict, compare=False, repr=False)

    @staticmethod
    def of(elements: Sequence[Seen]) -> Survey:
        return Survey(tuple(elements), tuple(traits(one.fingerprint) for one in elements))

    def pieces(self, name: str) -> Pieces:
        """Who has which piece of the property `name`, a key of PIECES."""
        if name not in self._pieces:
            take = PIECES[name]
            of = tuple(frozenset(take(one)) for one in self.traits)
            who: dict[str, list[int]] = defaultdict(list)
            for index, pieces in enumerate(of):
                for piece in pieces:
                    who[piece].append(index)
            self._pieces[name] = Pieces(of, who, sum(1 for pieces in of if pieces))
        return self._pieces[name]

    def values(self, trait: str) -> frozenset[str]:
        """What the elements have for one of their traits that are texts, such as "id"."""
        if trait not in self._values:
            self._values[trait] = frozenset(getattr(one, trait) for one in self.traits)
        return self._values[trait]

    @cached_property
    def spots(self) -> npt.NDArray[np.float64]:
        """Where each element is: a row of middle across and down, area, form, and width and height of its page.

        CSS px, but for the form, which is the width over the height; what is not known is not a number.
        """
        return np.array([spot(one.box, one.page) for one in self.traits]).reshape(-1, 6)

    @cached_property
    def saying(self) -> Mapping[str, list[int]]:
        """Which elements say a text, in the normal form of `tokens.bare`."""
        who: dict[str, list[int]] = defaultdict(list)
        for index, one in enumerate(self.traits):
            for said in one.also:
                who[said].append(index)
        return who

    @cached_property
    def texts(self) -> frozenset[str]:
        """All that is said in and around the elements, in the normal form of `tokens.bare`."""
        return frozenset(text for one in self.elements for text in texts_of(one.fingerprint))

    @cached_property
    def with_id(self) -> Mapping[str, list[int]]:
        """Which elements have an id."""
        who: dict[str, list[int]] = defaultdict(list)
        for index, one in enumerate(self.traits):
            if one.id:
                who[one.id].append(index)
        return who

    @cached_property
    def with_initial(self) -> Mapping[str, list[int]]:
        """Which elements say something, by its first letter."""
        who: dict[str, list[int]] = defaultdict(list)
        for index, one in enumerate(self.traits):
            if one.says:
                who[one.text[:1]].append(index)
        return who

    @cached_property
    def standing_for(self) -> Mapping[str, list[int]]:
        """Of which elements a word stands for something: the keys are those of `meanings`."""
        who: dict[str, list[int]] = defaultdict(list)
        for index, one in enumerate(self.traits):
            for meant in said_in(one.text):
                who[meant].append(index)
        return who

    @cached_property
    def meaning(self) -> Mapping[str, set[int]]:
        """Which elements mean a text as a whole, in whatever words: the keys are those of `meanings`."""
        who: dict[str, set[int]] = defaultdict(set)
        for index, one in enumerate(self.traits):
            for meant in meanings(one.says) if one.says else ():
                who[meant].add(index)
        return who


def spot(box: Box | None, page: tuple[float, float] | None) -> tuple[float, ...]:
    """A row of `Survey.spots`."""
    width, height = page or (math.nan, math.nan)
    if box is None:
        return (math.nan,) * 4 + (width, height)
    middle = box.x + box.width / 2, box.y + box.height / 2
    return *middle, box.width * box.height, box.width / max(box.height, 1.0), width, height

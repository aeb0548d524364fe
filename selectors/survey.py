"""A page looked over once: the traits of its elements, and which of them share what. Pure.

A rare thing in common is strong evidence, a common one is weak: how rare it is, the page itself says.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Generic, NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

from clerkwork.selectors.meanings import meanings
from clerkwork.selectors.phrases import said_in
from clerkwork.selectors.seen import Seen
from clerkwork.selectors.tokens import pieces_of
from clerkwork.selectors.traits import Traits, texts_of, traits

Number = TypeVar("Number")

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


class Spot(NamedTuple, Generic[Number]):
    """Where one element is, or with arrays, where each of several is; what is not known is not a number.

    Its middle (`across`, `down`), its area, and the `width` and `height` of its page are in CSS px; `form` is its
    width over its height.
    """

    across: Number
    down: Number
    area: Number
    form: Number
    width: Number
    height: Number


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
            self._pieces[name] = Pieces(of, _owners(of), sum(1 for pieces in of if pieces))
        return self._pieces[name]

    def values(self, trait: str) -> frozenset[str]:
        """What the elements have for one of their traits that are texts, such as "id"."""
        if trait not in self._values:
            self._values[trait] = frozenset(getattr(one, trait) for one in self.traits)
        return self._values[trait]

    @cached_property
    def spots(self) -> npt.NDArray[np.float64]:
        """Where each element is: a row for each, a column for each part of `Spot`."""
        return np.array([spot_of(one) for one in self.traits]).reshape(-1, len(Spot._fields))

    @cached_property
    def saying(self) -> Mapping[str, list[int]]:
        """Which elements say a text, in the normal form of `tokens.bare`."""
        return _owners(one.also for one in self.traits)

    @cached_property
    def texts(self) -> frozenset[str]:
        """All that is said in and around the elements, in the normal form of `tokens.bare`."""
        return frozenset(text for one in self.elements for text in texts_of(one.fingerprint))

    @cached_property
    def with_id(self) -> Mapping[str, list[int]]:
        """Which elements have an id."""
        return _owners((one.id,) if one.id else () for one in self.traits)

    @cached_property
    def with_initial(self) -> Mapping[str, list[int]]:
        """Which elements say something, by its first letter."""
        return _owners((one.text[:1],) if one.says else () for one in self.traits)

    @cached_property
    def standing_for(self) -> Mapping[str, list[int]]:
        """Of which elements a word stands for something: the keys are those of `meanings`."""
        return _owners(said_in(one.text) for one in self.traits)

    @cached_property
    def meaning(self) -> Mapping[str, list[int]]:
        """Which elements mean a text as a whole, in whatever words: the keys are those of `meanings`."""
        return _owners(meanings(one.says) if one.says else () for one in self.traits)


def _owners(keys: Iterable[Iterable[str]]) -> Mapping[str, list[int]]:
    """Who has a key, by position, in their order. `keys` are those of the first, the second and so on."""
    who: dict[str, list[int]] = defaultdict(list)
    for index, own in enumerate(keys):
        for key in own:
            who[key].append(index)
    return who


def spot_of(one: Traits) -> Spot[float]:
    """Where an element is, or was."""
    box, (width, height) = one.box, one.page or (math.nan, math.nan)
    if box is None:
        return Spot(math.nan, math.nan, math.nan, math.nan, width, height)
    across, down = box.x + box.width / 2, box.y + box.height / 2
    return Spot(across, down, box.width * box.height, box.width / max(box.height, 1.0), width, height)

"""How strongly each element of a page speaks for being the one that was recorded. Pure.

Record linkage after Fellegi and Sunter ("A Theory for Record Linkage", JASA 1969): every property gives a
log likelihood ratio, from how often it stays with the same element over a redesign (`Stays`) and how many
other elements of this very page have it too. What an element is (its words, its goal, its keys) and where it
stands (`place`) are summed; natural logs throughout ("nats": 2.3 is ten to one, 4.6 a hundred to one).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from clerkwork.selectors import likenesses
from clerkwork.selectors.attached import MOST, attached
from clerkwork.selectors.equivalents import is_equivalent
from clerkwork.selectors.identity import ANY_TAG
from clerkwork.selectors.meanings import mean_otherwise
from clerkwork.selectors.place import places
from clerkwork.selectors.stays import DEFAULTS, Stays
from clerkwork.selectors.survey import Survey
from clerkwork.selectors.target import Fingerprint
from clerkwork.selectors.traits import PRESSED, Traits

SAME, OTHERWISE, NEARLY, MOSTLY, PARTLY = 0.99, 0.9, 0.8, 0.62, 0.35
"""Least likeness of each level. Siblings share half their words; two thirds are already rare."""

# Of the properties that did not stay the same, this part is found at each level; as counted in the
# development set over words, addresses and keys together.
CHANGED = {OTHERWISE: 0.25, NEARLY: 0.25, MOSTLY: 0.15, PARTLY: 0.10, 0.0: 0.20}
REWORDED = 0.05
"""On a page that keeps its words, a word or two are said otherwise all the same."""
LOST = 0.30
NEW = 0.10
"""An element that had no word, or no goal, has one later."""

# How many *related* elements a page has that agree by more than chance, whatever its size: a second link to
# the same page in the footer, "Enroll" beside "Enroll now". One page in ten has a full second.
SECONDS = {SAME: 0.1, OTHERWISE: 0.05, NEARLY: 0.2, MOSTLY: 0.3, PARTLY: 1.0}
OTHER_WAYS = 0.3
"""Links to the same page under other words are more common than that: a logo, a picture, "Home"."""
SECOND_DOOR = 0.3
"""The same for all of what an element is, taken together: words and goal are repeated together."""

# Siblings share parts of words, names and addresses, so a part in common never counts for more than this.
MOST_FOR = {
    "leads": {NEARLY: 4.0, MOSTLY: 3.0, PARTLY: 1.0},
    "words": {NEARLY: 2.5, MOSTLY: 1.5, PARTLY: 0.0},
    "": {NEARLY: 2.5, MOSTLY: 1.0, PARTLY: 0.0},
}
KEYS = ("id", "name")
"""What the markup alone uses to tell one element from all others."""
MOST_FOR_ABSENCE = 0.5
"""Two elements without a name are not the same for that."""
GONE_FROM_ALL = -0.7
"""A key that no element of the page has any more was given up with the redesign, not with the element."""
NEIGHBOUR = -2.0
"""It says what stood beside the target when that was recorded, so it is most likely that neighbour."""
OTHER_MEANING = -2.0
"""Of the words that changed and are known before and after, one in seven came to mean another thing: "Help", "Support"."""
CALLED = 1.0
"""It shows no word, but its markup calls it what the target said."""
ICON = ((0.6, 2.0), (0.3, 1.0))
OTHER_ICON = -1.0
KIND_STAYS = 0.94
"""Relocated elements kept their kind (link, button, field) in this share of the development set."""
MOST_FOR_KIND = 0.5
SECOND_ALONE = 0.3
"""Of a form that lost its only button or box, about so many have got another one in its place."""
LEFT, LEFT_OVER = "left", 2.0
"""It is the only one of its kind that no other target of the form can be; a second door to the same there is not."""
MOST_FOR_RARE_FIELD = 2.5
"""The only password box, list or check box of a page is that box, whatever it is called now; not a text box."""


@dataclass(frozen=True)
class Evidence:
    """Nats for each eligible element, by property; `known` holds those of which something of their own agrees."""

    eligible: tuple[int, ...]
    parts: Mapping[str, Sequence[float]]
    known: frozenset[int]

    @cached_property
    def totals(self) -> list[float]:
        """What an element is plus where it stands; by position in `eligible`.

        What a second door to the same has in common with the first (its words, goal, icon) is capped together; an id
        and a name in the markup belong to one element alone.
        """
        most = math.log(max(len(self.eligible), 1) / SECOND_DOOR)
        shared = [part for name, part in self.parts.items() if name not in ("place", LEFT, *KEYS)]
        sums = [sum(values) for values in zip(*shared, strict=True)]
        keys = [sum(values) for values in zip(*(self.parts[name] for name in KEYS), strict=True)]
        left = self.parts.get(LEFT, [0.0] * len(sums))
        return [
            -_log_sum(-(total + min(key, 0.0)), -most) + min(max(key, 0.0), most) + place + alone
            for total, key, place, alone in zip(sums, keys, self.parts["place"], left, strict=True)
        ]

    @property
    def placeless(self) -> dict[int, float]:
        """What does not depend on where an element stands, by its position in the page."""
        parts = [part for name, part in self.parts.items() if name != "place"]
        return {
            index: sum(values) for index, values in zip(self.eligible, zip(*parts, strict=True), strict=True)
        }

    def left_over(self, index: int) -> Evidence:
        """With the element there as the only one of its kind that is no other target."""
        if index not in self.eligible:
            return self
        left = [LEFT_OVER if one == index else 0.0 for one in self.eligible]
        return Evidence(self.eligible, {**self.parts, LEFT: left}, self.known | {index})


def _log_sum(a: float, b: float) -> float:
    high, low = max(a, b), min(a, b)
    return high + math.log1p(math.exp(low - high))


@dataclass
class _Weighing:
    """One target against one page. `words` comes first: what an element says disputes half likenesses."""

    target: Traits
    page: Survey
    eligible: Sequence[int]
    stays: Stays
    known: set[int] = field(default_factory=set)
    said: dict[int, float] = field(default_factory=dict)

    def property(self, name: str, alike: Mapping[int, float], had: bool, has: Sequence[bool]) -> list[float]:
        """Nats of one own property. `has` says for each eligible element whether it has it at all."""
        if not had:
            return self._absent(has)
        here = {index: alike[index] for index in self.eligible if alike.get(index, 0.0) >= PARTLY}
        if name in ("id", "name") and not here:
            return [self._gone_from_all(name) if any(has) else 0.0] * len(self.eligible)
        stay = self.stays.of(name)
        lost = _against((1 - stay) * LOST, has.count(False), len(has))
        other = _against((1 - stay) * CHANGED[0.0], has.count(True) - len(here), len(has))
        out = [other if there else lost for there in has]
        for at, index in enumerate(self.eligible):
            if index in here:
                out[at] = self._agreeing(name, index, here, stay)
        return out

    def _gone_from_all(self, name: str) -> float:
        """More than usual where the page keeps such keys, less where it gave them up."""
        usual = 1 - DEFAULTS[name]
        return min(GONE_FROM_ALL + math.log((1 - self.stays.of(name)) / usual), 0.0)

    def _absent(self, has: Sequence[bool]) -> list[float]:
        without = has.count(False)
        none = min(math.log((1 - NEW) * (len(has) + 4) / (max(without - 1, 0) + 2)), MOST_FOR_ABSENCE)
        new = _against(NEW, len(has) - without, len(has))
        return [min(new - none, 0.0) if there else 0.0 for there in has]

    def _agreeing(self, name: str, index: int, here: Mapping[int, float], stay: float) -> float:
        level = next(low for low in (SAME, OTHERWISE, NEARLY, MOSTLY, PARTLY) if here[index] >= low)
        rate = stay if level == SAME else (1 - stay) * CHANGED[level]
        if level == OTHERWISE:
            rate = max(rate, REWORDED)
        others = self._others(index, here)
        seconds = OTHER_WAYS if name == "leads" and level == SAME else SECONDS[level]
        nats = math.log(rate * len(self.eligible) / (others + seconds))
        nats = min(nats, MOST_FOR.get(name, MOST_FOR[""]).get(level, nats))
        if nats > 0 or level == OTHERWISE:
            self.known.add(index)
        return nats

    def _others(self, index: int, here: Mapping[int, float]) -> int:
        """Other elements that agree as well; what is the same as this one, or as each other, counts once."""
        rivals = [other for other, share in here.items() if share >= here[index] - 1e-9 and other != index]
        if len(rivals) > MOST_COMPARED:
            return len(rivals)
        apart: list[int] = [index]
        for other in rivals:
            if not any(is_equivalent(self.page.traits[one], self.page.traits[other]) for one in apart):
                apart.append(other)
        return len(apart) - 1

    def words(self) -> list[float]:
        target, page = self.target, self.page
        alike = self.said = likenesses.words(target, page)
        nats = self.property(
            "words", alike, bool(target.says), [bool(page.traits[i].says) for i in self.eligible]
        )
        called = self._called()
        for at, index in enumerate(self.eligible):
            if index in called:
                nats[at] = max(nats[at], CALLED - math.log(len(called)))
                if len(called) == 1:
                    self.known.add(index)
            elif alike.get(index, 0.0) < SAME and self._is_neighbour(index):
                nats[at] = min(nats[at], 0.0) + NEIGHBOUR
                self.known.discard(index)
        return nats

    def _is_neighbour(self, index: int) -> bool:
        text = self.page.traits[index].text
        return len(text) > 1 and f" {text} " in self.target.neighbours

    def _called(self) -> list[int]:
        """Wordless elements that their markup calls mostly what the target said."""
        if not self.target.words:
            return []
        alike = self.page.pieces("icon").likenesses(self.target.words)
        here = set(self.eligible)
        return [
            i for i, share in alike.items() if share >= MOSTLY and i in here and not self.page.traits[i].says
        ]

    def meaning(self) -> list[float]:
        """A word that is known for another deed speaks against an element on any page, also on a translated one."""
        was = self.target.says
        said = (self.page.traits[index].says for index in self.eligible)
        alike = (self.said.get(index, 0.0) for index in self.eligible)
        return [
            OTHER_MEANING if share < PARTLY and mean_otherwise(was, now) else 0.0
            for share, now in zip(alike, said, strict=True)
        ]

    def leads(self) -> list[float]:
        """Where it leads. A button that became a link has gained a goal by that, and nothing else.

        A link whose script did the work may do it in another way later: that speaks against none.
        """
        has = [self.page.traits[i].leads is not None for i in self.eligible]
        alike = self._undisputed(likenesses.leads(self.target, self.page))
        nats = self.property("leads", alike, self.target.leads is not None, has)
        for at, index in enumerate(self.eligible):
            if self.page.traits[index].kind != self.target.kind and alike.get(index, 0.0) < PARTLY:
                nats[at] = 0.0
        return [max(one, 0.0) for one in nats] if self.target.by_script else nats

    def key(self, name: str) -> list[float]:
        was: str = getattr(self.target, name)
        has = [bool(getattr(self.page.traits[i], name)) for i in self.eligible]
        alike = likenesses.key(name, self.target, self.page)
        same = {i: share for i, share in alike.items() if getattr(self.page.traits[i], name) == was}
        kept = {
            i: share for i, share in (self._undisputed(alike) | same).items() if not self._moved_on(i, share)
        }
        return self.property(name, kept, bool(was), has)

    def _moved_on(self, index: int, share: float) -> bool:
        """An equal number, where another element says what the target said: numbers were given anew."""
        if share != likenesses.NUMBERED or self.said.get(index, 0.0) >= MOSTLY:
            return False
        return any(self.said.get(other, 0.0) >= NEARLY for other in self.eligible)

    def _undisputed(self, alike: Mapping[int, float]) -> dict[int, float]:
        """Without parts in common where the words are others: "Edit" and "Delete" share most of the rest."""
        return {i: share for i, share in alike.items() if share >= SAME or not self._says_otherwise(i)}

    def _says_otherwise(self, index: int) -> bool:
        both_speak = self.target.says and self.page.traits[index].says
        return bool(both_speak) and self.said.get(index, 0.0) < PARTLY

    def icon(self) -> list[float]:
        target = self.target
        alike = likenesses.icon(target, self.page)
        least = ICON[-1][0] if not target.says else ICON[0][0]
        here = {index: alike[index] for index in self.eligible if alike.get(index, 0.0) >= least}
        otherwise = OTHER_ICON if here and not target.says else 0.0
        out = []
        for index in self.eligible:
            nats = otherwise
            if index in here:
                nats = next(worth for low, worth in ICON if here[index] >= low)
                nats -= math.log(1 + self._others(index, here))
                if nats > 0:
                    self.known.add(index)
            out.append(nats)
        return out

    def kind(self) -> list[float]:
        target = self.target
        if target.tag == ANY_TAG:
            return [0.0] * len(self.eligible)
        same = [self._same_kind(self.page.traits[i]) for i in self.eligible]
        count, total = same.count(True), len(same)
        is_field = target.kind not in PRESSED and (target.kind != "text" or target.type == "password")
        most = MOST_FOR_RARE_FIELD if is_field and count == 1 else MOST_FOR_KIND
        agree = min(math.log(KIND_STAYS * (total + 1) / (count + 1)), most)
        differ = math.log((1 - KIND_STAYS) * (total + 2) / (total - count + 2))
        if is_field and count == 1 and agree > 0:
            self.known.add(self.eligible[same.index(True)])
        nats = [agree if one else differ for one in same]
        if target.peers == 0:
            self._alone_as_ever(same, nats)
        return nats

    def _alone_as_ever(self, same: Sequence[bool], nats: list[float]) -> None:
        """The only box of its form, then and now, is most likely that box, and the only button that button."""
        still = [at for at, one in enumerate(same) if one and self.page.traits[self.eligible[at]].peers == 0]
        if still:
            worth = math.log(KIND_STAYS * len(same) / (len(still) - 1 + SECOND_ALONE))
            for at in still:
                nats[at] = max(nats[at], min(worth, MOST_FOR_RARE_FIELD))
            if len(still) == 1:
                self.known.add(self.eligible[still[0]])

    def _same_kind(self, one: Traits) -> bool:
        if one.kind != self.target.kind or one.type != self.target.type:
            return one.kind == self.target.kind and one.kind in PRESSED and one.kind != "other"
        return one.kind != "other" or one.tag == self.target.tag

    def attached(self, beside: Sequence[Fingerprint]) -> list[float]:
        """By the button at its side; a field that alone has one like that has something of its own."""
        nats = attached(self.target, beside, self.page, self.eligible)
        self.known |= {index for index, worth in zip(self.eligible, nats, strict=True) if worth > MOST}
        return nats

    def picture(self, pictures: Mapping[int, float]) -> list[float]:
        has = [index in pictures for index in self.eligible]
        if not any(has):
            return [0.0] * len(has)
        nats = self.property("picture", pictures, True, has)
        return [value if there else 0.0 for value, there in zip(nats, has, strict=True)]


MOST_COMPARED = 40
"""Above this many rivals it does not matter any more how many of them are the same."""


def _against(rate: float, count: int, total: int) -> float:
    """Nats of a difference, never above 0: that many others differ too does not speak for an element."""
    return min(math.log(rate * (total + 4) / (max(count - 1, 0) + 2)), 0.0)


def weigh(
    target: Traits,
    page: Survey,
    eligible: Sequence[int],
    stays: Stays,
    pictures: Mapping[int, float],
    *,
    beside: Sequence[Fingerprint] = (),
    words_kept: float = 1.0,
    places_kept: float = 1.0,
) -> Evidence:
    """The evidence for each of the elements at the positions `eligible` of the page.

    Words and places that differ count as far as the page has kept its words and places (`release`).
    """
    one = _Weighing(target, page, eligible, stays)
    parts = {
        "words": _held_against(one.words(), words_kept),
        "meaning": one.meaning(),
        "leads": one.leads(),
        "id": one.key("id"),
        "name": one.key("name"),
        "icon": one.icon(),
        "kind": one.kind(),
        "picture": one.picture(pictures),
        "attached": one.attached(beside),
        "place": _held_against(places(target, page, eligible), places_kept),
    }
    return Evidence(tuple(eligible), parts, frozenset(one.known))


def _held_against(nats: Sequence[float], kept: float) -> list[float]:
    return [min(one, 0.0) * kept + max(one, 0.0) for one in nats]

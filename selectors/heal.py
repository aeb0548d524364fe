"""The healing decision: which element of a page is the recorded one, or that nobody can say. Pure.

    recorded fingerprint, elements of the page -> Healed | Abstained

Every element of the page is weighed (`scoring`), equivalent ones are taken together (`equivalents`), and
"the target is gone" stands as a rival among them. The best is taken only if it is ahead of every rival by
enough; a wrong click costs more than a stopped run.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType

from clerkwork.selectors.candidates import crowd, eligible, wanted
from clerkwork.selectors.company import company
from clerkwork.selectors.elimination import left_over, rivals_for
from clerkwork.selectors.equivalents import is_equivalent
from clerkwork.selectors.likeness import qualified
from clerkwork.selectors.release import places_kept, stays_here, words_kept
from clerkwork.selectors.scoring import Evidence, weigh
from clerkwork.selectors.seen import Seen
from clerkwork.selectors.stays import Stays
from clerkwork.selectors.survey import Survey
from clerkwork.selectors.target import Box, Fingerprint
from clerkwork.selectors.traits import PRESSED, Traits
from clerkwork.selectors.words import fingerprint_in_words, kind_in_words

ENOUGH = 2.5
"""Margin in nats over the best rival: twelve to one."""
ENOUGH_FOR_COMMIT = 4.6
"""The same for a step that cannot be taken back: a hundred to one."""

GONE = -4.5
"""Log odds, before anything is seen, that a target is gone rather than still there (one in ninety).

Set so that one margin serves against elements and against "gone"; with the evidence as it is weighed, that
keeps false heals of removed targets under 3 % in the development set.
"""
PLACE_ALONE = -4.0
"""Nothing of its own agrees, so only its place speaks for it: there may stand another control now."""

WORDS_STAYED = 0.5
"""Above this share of kept texts a page has not been reworded, and a word less on a button means something, too."""

SAME_SPOT_PX = 40.0
"""A shorter label moves a field by this much; the next button of a row is further away."""
_LIKELY = 40
"""Company is worth a few nats, so it lifts none that is further behind."""
_LOOKED_AT = 14
"""Rivals that are compared with each other; the next one is hopeless."""
_WORTH_SAYING = 0.5

_PARTS = {
    "words": "words",
    "meaning": "meaning",
    "leads": "goal",
    "id": "id",
    "name": "name attribute",
    "icon": "markup's name",
    "kind": "kind",
    "picture": "picture",
    "attached": "button beside it",
    "left": "being left over",
    "place": "place",
}


@dataclass(frozen=True)
class Weighed:
    """One element that was considered. `score` is the probability, 0 to 1, that it is the recorded one."""

    element: Seen
    score: float
    why: str


@dataclass(frozen=True)
class Healed:
    """The element to take. `score` is its probability, 0 to 1.

    `margin` is the natural logarithm of the odds against its best rival; that the target is gone is a rival,
    too. `best` are the best three, the element itself first; equivalent elements count as one.
    """

    element: Seen
    score: float
    margin: float
    why: str
    best: tuple[Weighed, ...]


@dataclass(frozen=True)
class Abstained:
    """Nobody can say. `best` are the best three, `why` one clause."""

    best: tuple[Weighed, ...]
    why: str


@dataclass(frozen=True)
class _Rival:
    """Equivalent elements as one, by position in the page; the first is the most like."""

    members: tuple[int, ...]
    total: float
    at: int


def heal(
    recorded: Fingerprint,
    elements: Sequence[Seen] | Survey,
    *,
    deed: str = "click",
    commit: bool = False,
    row: str | None = None,
    named: str | None = None,
    taken: Collection[str] = frozenset(),
    stays: Stays | None = None,
    pictures: Mapping[str, float] = MappingProxyType({}),
    beside: Sequence[Fingerprint] = (),
) -> Healed | Abstained:
    """Find the recorded element among `elements`, whose tokens must be unique.

    `deed` is the action key of the step (one does not fill a link); a commit step needs a larger margin.
    `row` and `named` are the row's text and the element's name that this run asks for. `taken` are the
    tokens of elements that other targets of the page already are. `pictures` gives, by token, how alike
    an element's picture is to the recorded crop, 0 to 1; elements without one are not held to it. `beside`
    are other targets that were recorded on the same page; they tell what a release has kept of it.
    """
    page = elements if isinstance(elements, Survey) else Survey.of(elements)
    ask = _Question(recorded, beside, deed, commit, row, named, taken, stays or Stays(), pictures)
    verdict, by_itself = _decide(ask, page)
    claimed = partial(_claimed, ask, page)
    if isinstance(verdict, Abstained):
        enough = ENOUGH_FOR_COMMIT if commit else ENOUGH
        left = left_over(recorded, beside, page, taken, claimed, partial(_liking, ask, page), enough)
        return verdict if left is None else _decide(ask, page, left)[0]
    if not by_itself and verdict.element.token in map(claimed, rivals_for(recorded, beside)):
        return Abstained(verdict.best, f"the closest is another target: {_named(verdict.best[0])}")
    return verdict


@dataclass(frozen=True)
class _Question:
    """What `heal` was asked."""

    recorded: Fingerprint
    beside: Sequence[Fingerprint]
    deed: str
    commit: bool
    row: str | None
    named: str | None
    taken: Collection[str]
    stays: Stays
    pictures: Mapping[str, float]

    def about(self, other: Fingerprint) -> _Question:
        """The same about another target of the page, of which no step is known."""
        beside = [self.recorded, *(one for one in self.beside if one is not other)]
        return _Question(other, beside, "", True, None, None, (), self.stays, {})


def _claimed(ask: _Question, page: Survey, other: Fingerprint) -> str | None:
    """The token of the element that another target of the page is, if that is as sure as for a commit."""
    verdict, _ = _decide(ask.about(other), page)
    return verdict.element.token if isinstance(verdict, Healed) else None


def _liking(ask: _Question, page: Survey, one: Fingerprint) -> Mapping[int, float]:
    """Nats by position for the target that was asked about, or for another one of the page."""
    if one is not ask.recorded:
        ask = ask.about(one)
    target = wanted(one, row=ask.row, named=ask.named)
    among = crowd(target, page, deed=ask.deed, row=ask.row)
    return _evidence(ask, target, page, among, _words_kept(ask, page)).placeless


def _decide(ask: _Question, page: Survey, left: int | None = None) -> tuple[Healed | Abstained, bool]:
    """The verdict by what each element is and where it stands, and whether the best has something of its own.

    `left` is the position of the one that no other target of its form can be.
    """
    recorded, row, named = ask.recorded, ask.row, ask.named
    target = wanted(recorded, row=row, named=named)
    among = crowd(target, page, deed=ask.deed, row=row)
    may_be = eligible(recorded, target, page, among, deed=ask.deed, named=named, taken=ask.taken)
    if not may_be:
        return Abstained((), _nothing_fits(recorded, row, named)), False
    kept = _words_kept(ask, page)
    evidence = _evidence(ask, target, page, among, kept)
    evidence = evidence if left is None else evidence.left_over(left)
    around = _around(recorded, ask.beside, page, evidence, may_be)
    totals = _totals(target, page, evidence, [(1 - kept) * nats for nats in around], kept)
    rivals = _rivals(page, [(total, at) for at, total in enumerate(totals) if among[at] in may_be], among)
    gone, first = math.log(len(among)) + GONE, page.traits[rivals[0].members[0]]
    other = qualified(target.text, first.text) and (kept > WORDS_STAYED or len(first.text) > len(target.text))
    by_itself = rivals[0].members[0] in evidence.known
    only_place = not by_itself and (ask.commit or first.kind in PRESSED)
    verdict = _verdict(page, evidence, rivals, gone, ask.commit, says_more=other, only_place=only_place)
    return verdict, by_itself


def _words_kept(ask: _Question, page: Survey) -> float:
    return words_kept((ask.recorded, *ask.beside), page)


def _evidence(ask: _Question, target: Traits, page: Survey, among: Sequence[int], kept: float) -> Evidence:
    pictures = {i: seen for i in among if (seen := ask.pictures.get(page.elements[i].token)) is not None}
    still = places_kept(ask.beside, page)
    here = stays_here(ask.stays, ask.beside, page)
    return weigh(target, page, among, here, pictures, beside=ask.beside, words_kept=kept, places_kept=still)


def _around(
    recorded: Fingerprint,
    beside: Sequence[Fingerprint],
    page: Survey,
    evidence: Evidence,
    may_be: Collection[int],
) -> list[float]:
    """What its company says for each of the likeliest elements, by position among those that were weighed."""
    totals, nats = evidence.totals, [0.0] * len(evidence.eligible)
    likely = [at for at, index in enumerate(evidence.eligible) if index in may_be]
    likely = sorted(likely, key=lambda at: -totals[at])[:_LIKELY]
    standing = company(recorded, beside, page, [evidence.eligible[at] for at in likely])
    for at, said in zip(likely, standing, strict=True):
        nats[at] = said
    return nats


def _totals(
    target: Traits, page: Survey, evidence: Evidence, around: Sequence[float], kept: float
) -> list[float]:
    """Everything that speaks for each element, by position among those that were weighed."""
    totals = [total + near for total, near in zip(evidence.totals, around, strict=True)]
    for at, index in enumerate(evidence.eligible):
        if index not in evidence.known:
            totals[at] += _place_alone(target, page.traits[index], kept, around[at])
    return totals


def _place_alone(target: Traits, one: Traits, kept: float, around: float) -> float:
    """A page that has changed its words and kept its layout has most likely not changed its controls.

    It has kept it if the element's company stands around it, or the element itself on the recorded spot.
    """
    alike = target.tag == one.tag and target.path == one.path
    stays = alike and (around > 0 or _apart(target.box, one.box) < SAME_SPOT_PX)
    return PLACE_ALONE * kept if stays else PLACE_ALONE


def _apart(was: Box | None, now: Box | None) -> float:
    """Px between the left edges, at half their height; infinite where a place is not known."""
    if was is None or now is None:
        return math.inf
    return math.hypot(was.x - now.x, was.y + was.height / 2 - now.y - now.height / 2)


def _rivals(page: Survey, totals: Sequence[tuple[float, int]], among: Sequence[int]) -> list[_Rival]:
    """The best elements, best first, with equivalent ones taken together."""
    rivals: list[_Rival] = []
    for total, at in sorted(totals, key=lambda one: -one[0])[:_LOOKED_AT]:
        index = among[at]
        for place, rival in enumerate(rivals):
            if any(is_equivalent(page.traits[one], page.traits[index]) for one in rival.members):
                rivals[place] = _Rival((*rival.members, index), rival.total, rival.at)
                break
        else:
            rivals.append(_Rival((index,), total, at))
    return rivals


def _verdict(
    page: Survey,
    evidence: Evidence,
    rivals: Sequence[_Rival],
    gone: float,
    commit: bool,
    *,
    says_more: bool,
    only_place: bool,
) -> Healed | Abstained:
    first = rivals[0]
    says_it = evidence.parts["words"][first.at] > _WORTH_SAYING
    others = [rival.total for rival in rivals[1:] if not (says_it and _leads_there_too(page, first, rival))]
    most = max(first.total, gone)
    sum_of_odds = sum(math.exp(total - most) for total in (first.total, gone, *others))
    best = tuple(
        Weighed(
            page.elements[rival.members[0]],
            math.exp(rival.total - most) / sum_of_odds,
            _why(evidence, rival.at),
        )
        for rival in rivals[:3]
    )
    margin = first.total - max(gone, *others) if others else first.total - gone
    if commit and says_more:
        return Abstained(best, f"it may commit something else; the closest is {_named(best[0])}")
    enough = ENOUGH_FOR_COMMIT if commit else ENOUGH
    if margin >= enough and only_place:
        return Abstained(best, f"only its place speaks for it; the closest is {_named(best[0])}")
    if margin >= enough:
        return Healed(best[0].element, best[0].score, margin, best[0].why, best)
    return Abstained(best, _doubt(first.total - gone, margin, best))


def _leads_there_too(page: Survey, one: _Rival, other: _Rival) -> bool:
    """Whether both are links to one address, of which either may be followed."""
    first, second = page.elements[one.members[0]].fingerprint, page.elements[other.members[0]].fingerprint
    goal = first.attributes.get("href")
    scripted = "onclick" in first.attributes or "onclick" in second.attributes
    leads = page.traits[one.members[0]].leads is not None
    return leads and not scripted and first.tag == second.tag == "a" and goal == second.attributes.get("href")


def _why(evidence: Evidence, at: int) -> str:
    """Such as: its words and place agree; its id differs."""
    agree = [_PARTS[name] for name, nats in evidence.parts.items() if nats[at] > _WORTH_SAYING]
    differ = [_PARTS[name] for name, nats in evidence.parts.items() if nats[at] < -_WORTH_SAYING]
    clauses = []
    if agree:
        clauses.append(f"its {_listed(agree)} agree{_s(agree)}")
    if differ:
        clauses.append(f"its {_listed(differ)} differ{_s(differ)}")
    return "; ".join(clauses) or "nothing speaks for it or against it"


def _s(names: Sequence[str]) -> str:
    return "s" if len(names) == 1 and not names[0].endswith("words") else ""


def _named(one: Weighed) -> str:
    return f"{fingerprint_in_words(one.element.fingerprint)}: {one.why}"


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _doubt(over_gone: float, margin: float, best: Sequence[Weighed]) -> str:
    first = _named(best[0])
    if margin >= ENOUGH:
        return f"not sure enough for a commit; it is probably {first}"
    if over_gone < ENOUGH:
        return f"it may be gone; the closest is {first}"
    second = fingerprint_in_words(best[1].element.fingerprint)
    return f"too alike to choose: {first}; and {second}: {best[1].why}"


def _nothing_fits(recorded: Fingerprint, row: str | None, named: str | None) -> str:
    kind = kind_in_words(recorded.tag, recorded.type, recorded.role)
    named_so = f" named {named!r}" if named is not None else ""
    where = f" in the row of {row!r}" if row is not None else ""
    return f"no {kind}{named_so}{where} is on the page"

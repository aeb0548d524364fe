"""What is weak about a target that was found: what the next change of the console would break. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from clerkwork.selectors.equivalents import is_equivalent
from clerkwork.selectors.heal import Abstained, Healed
from clerkwork.selectors.seen import Seen
from clerkwork.selectors.standing import Standing
from clerkwork.selectors.survey import Survey
from clerkwork.selectors.words import candidate_in_words, fingerprint_in_words

CANDIDATES = ("candidates",)


@dataclass(frozen=True)
class Weakness:
    """`path` leads to the place below the target, as keys and indexes; `message` is one sentence."""

    path: tuple[str | int, ...]
    message: str


def weaknesses(
    name: str, standings: Sequence[Standing], healer: Healed | Abstained | None, found: Seen, *, healed: bool
) -> list[Weakness]:
    """`healer` is what the healer makes of the page if every candidate failed, None if it could not look;
    `found` is the element, and `healed` tells that no candidate found it."""
    if healed:
        what = fingerprint_in_words(found.fingerprint)
        message = f"{name!r} is found by healing only, as {what}: no candidate holds; accept the heal, or record it anew"
        return [Weakness(CANDIDATES, message), *_lost(standings)]
    return [
        *_lost(standings),
        *_alone(name, standings),
        *_generated(standings),
        *_mistakable(name, healer, found),
    ]


def _lost(standings: Sequence[Standing]) -> Iterator[Weakness]:
    for one in standings:
        if not one.holds:
            message = f"{candidate_in_words(one.candidate)} does not lead to it any more: {one.why}"
            yield Weakness((*CANDIDATES, one.at), message)


def _alone(name: str, standings: Sequence[Standing]) -> Iterator[Weakness]:
    holding = [one for one in standings if one.holds]
    if len(holding) == 1:
        only = candidate_in_words(holding[0].candidate)
        yield Weakness(CANDIDATES, f"{name!r} is found by one candidate only, {only}")


def _generated(standings: Sequence[Standing]) -> Iterator[Weakness]:
    for one in standings:
        if one.holds and one.generated:
            message = f"{one.generated!r} looks generated, so it may be another one tomorrow"
            yield Weakness((*CANDIDATES, one.at), message)


def _mistakable(name: str, healer: Healed | Abstained | None, found: Seen) -> Iterator[Weakness]:
    """Whether it could be told from the others of its page if its candidates failed."""
    if isinstance(healer, Abstained):
        yield Weakness(("fingerprint",), f"{name!r} could not be healed on this page: {healer.why}")
    elif isinstance(healer, Healed) and not _same(healer.element, found):
        rival = fingerprint_in_words(healer.element.fingerprint)
        message = f"{rival} fits what was recorded of {name!r} better than what is found (margin {healer.margin:.1f})"
        yield Weakness(("fingerprint",), message)


def _same(one: Seen, other: Seen) -> bool:
    """Whether they are one element, or as good as one: a link and the words in it."""
    first, second = Survey.of([one, other]).traits
    return one.token == other.token or is_equivalent(first, second)

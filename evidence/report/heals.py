"""Targets that a run healed: what they were, what they are now, and why the healer was sure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from clerkwork.evidence.chain import Entry
from clerkwork.evidence.report.fields import number, text
from clerkwork.evidence.report.pictures import Picture


@dataclass(frozen=True, slots=True)
class Side:
    """A target before or after: in words, how it is found, and its picture."""

    title: str
    words: str
    candidates: tuple[str, ...]
    picture: Picture | None


@dataclass(frozen=True, slots=True)
class Heal:
    """One target that was healed.

    Attributes:
        step: Number of its step.
        index: Of its step in the bot, by which `clerkwork review` accepts it.
        anchor: Its name within the page's addresses.
        asks: Whether the bot wants a person to review it.
        score: Probability, 0 to 1; None if it was not told.
        margin: Natural logarithm of the odds against the best rival; None if it was not told.
    """

    step: int
    index: int
    anchor: str
    name: str
    asks: bool
    score: float | None
    margin: float | None
    why: str
    before: Side
    after: Side


def heals_of(place: int, group: Sequence[Entry]) -> tuple[Heal, ...]:
    """The heals among a step's entries; of one target the last, since an earlier try was done anew."""
    last = {text(entry.data, "target"): entry for entry in group if entry.event == "healed"}
    return tuple(_heal(place, entry) for entry in last.values())


def _heal(place: int, entry: Entry) -> Heal:
    data = entry.data
    return Heal(
        step=place,
        index=int(number(data, "index") or 0),
        anchor=f"heal-{entry.seq}",
        name=text(data, "target"),
        asks=text(data, "mode") != "accept",
        score=number(data, "score"),
        margin=number(data, "margin"),
        why=text(data, "why"),
        before=_side("before", data.get("was"), text(data, "crop_before")),
        after=_side("after", data.get("is"), text(data, "crop_after")),
    )


def _side(title: str, told: object, crop: str) -> Side:
    data: Mapping[str, Any] = told if isinstance(told, Mapping) else {}
    found = data.get("candidates")
    candidates = tuple(map(str, found)) if isinstance(found, list) else ()
    return Side(title, text(data, "words"), candidates, Picture(crop) if crop else None)

"""Find a recorded picture on a screen again, for what has no element: a thing drawn on a canvas, a remote screen.

    crop with the pressed point -> its subject -> hints at several scales -> measured places -> verdict

The subject is searched by its structure (`structure.py`), so other colours, a dark theme and another backdrop do
not matter: coarse and quick first, at the recorded scale and only then at others. Each place found is then measured
in full: how alike it is, and how alike its weakest part is ("Save" and "Sage" differ in one letter). The best is
taken if it stands out from its best rival, by itself or by what is around it; else `find` abstains and says why.

Pure; needs OpenCV and numpy, so import it where it is used.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from clerkwork.selectors.image_hints import STEP, Hint, Levels, hints
from clerkwork.selectors.image_place import Place, closest, measure
from clerkwork.selectors.image_sample import Crop
from clerkwork.selectors.structure import Pixels

SCALES = tuple(STEP**power for power in sorted(range(-9, 10), key=abs) if power)
"""From 0.5 to 2, the likely ones first: browser zoom and device scales are 0.5 to 2 in practice."""

ENOUGH, ENOUGH_OF_WEAKEST = 0.72, 0.6
"""Likeness that a place's subject and its weakest part must have. Of 300 things on drawn consoles in other themes,
places and scales nine in ten had more; words that differ in a letter had less than 0.6 in their weakest part."""

ENOUGH_ALONE = 0.8
"""Likeness of a subject of a single part, such as a small icon: there is no second witness."""

SURE = 0.9
"""Likeness at the recorded scale from which no other scale is searched. Below, a like thing of another size may be
meant: an icon of 18 px in the row, one of 20 px in the toolbar, both drawn smaller today."""

MARGIN = 0.12
"""By how much the best place must be better than its best rival: row numbers that differ in one digit are 0.15
apart. What is drawn smaller shows less, so there it must be so much more."""

MARGIN_FOR_COMMIT = 0.2
"""The same for a step that cannot be taken back."""

SAME_AROUND, CLEARLY = 0.5, 0.25
"""Likeness of surroundings from which they speak for a place, and lead over a rival's that tells them apart."""

UNMOVED = 0.85
"""Likeness of the surroundings, at the place where the crop was recorded, at which nothing is searched."""

MOST_PLACES = 10
"""Places that are measured: more equal things change no verdict, but the true one must be among them."""


@dataclass(frozen=True)
class Sighting:
    """`place` is None if `find` abstained; `score` and `margin` are the best place's; `why` is a clause.

    `moved`: it is not where it was recorded, or that is not known.
    """

    place: Place | None
    score: float
    margin: float
    why: str
    moved: bool = True


def find(
    crop: Crop, screen: Pixels, *, at: tuple[float, float] | None = None, least_margin: float = MARGIN
) -> Sighting:
    """Where on the screen the crop's pressed point is now; `at` is where it was when it was recorded, px.

    Abstains when nothing is alike enough, or when two things are and nothing tells which was meant.
    """
    if crop.is_blank:
        return Sighting(None, 0.0, 0.0, "the recorded picture shows nothing that can be recognised")
    if at is not None and (unmoved := _unmoved(crop, screen, at)):
        return Sighting(unmoved, unmoved.score, 1.0, "it is where it was", moved=False)
    levels = Levels(screen)
    near = _places(crop, screen, hints(crop, levels, (1.0,)))
    verdict = _verdict(near, screen, least_margin)
    if verdict.place is not None and verdict.score >= SURE:
        return verdict
    far = _places(crop, screen, hints(crop, levels, SCALES))
    return _verdict(_apart([*near, *far]), screen, least_margin)


def _unmoved(crop: Crop, screen: Pixels, at: tuple[float, float]) -> Place | None:
    """The recorded place, if the whole crop is still there: one small comparison instead of a search."""
    sample = crop.sample(1.0)
    left, top = at[0] - sample.x + sample.subject.x, at[1] - sample.y + sample.subject.y
    place = measure(sample, screen, round(left), round(top))
    return place if place and _is_enough(place) and place.around(screen) >= UNMOVED else None


def _places(crop: Crop, screen: Pixels, found: Sequence[Hint]) -> list[Place]:
    places = (closest(crop, screen, hint) for hint in found[:MOST_PLACES])
    return _apart(place for place in places if place is not None)


def _apart(places: Iterable[Place]) -> list[Place]:
    """Each place once, at the scale at which it is most alike; best first."""
    kept: list[Place] = []
    for place in sorted(places, key=lambda one: -one.worth):
        if all(abs(place.x - one.x) > one.width / 2 or abs(place.y - one.y) > one.height / 2 for one in kept):
            kept.append(place)
    return kept


def _is_enough(place: Place) -> bool:
    enough = ENOUGH if place.parts > 1 else ENOUGH_ALONE
    return place.score >= enough and place.weakest >= ENOUGH_OF_WEAKEST


def _verdict(places: Sequence[Place], screen: Pixels, least_margin: float) -> Sighting:
    """The best of the places, given best first, if it is alike enough and stands out."""
    if not places:
        return Sighting(None, 0.0, 0.0, "nothing on the screen is like it")
    best = places[0]
    margin = best.worth - (places[1].worth if len(places) > 1 else 0.0)
    if not _is_enough(best):
        why = f"the most alike is {best.score:.2f} like it and {best.weakest:.2f} in its weakest part, too little"
        return Sighting(None, best.score, margin, why)
    least_margin /= min(1.0, best.scale)
    if margin >= least_margin:
        return Sighting(best, best.score, margin, "nothing else is like it")
    rivals = [place for place in places if best.worth - place.worth < least_margin]
    return _by_surroundings(rivals, margin, screen)


def _by_surroundings(equals: Sequence[Place], margin: float, screen: Pixels) -> Sighting:
    """Among equal things the one whose surroundings are those of the crop, if that is clear."""
    around = sorted(((place.around(screen), place) for place in equals), key=lambda pair: -pair[0])
    (first, place), (second, _) = around[:2]
    if _is_enough(place) and first >= SAME_AROUND and first - second >= CLEARLY:
        return Sighting(place, place.score, first - second, "what is around it tells it from its likes")
    why = f"{len(equals)} places are about equally like it, and what is around them does not tell which was meant"
    return Sighting(None, equals[0].score, margin, why)

"""Where in a found element to act, when what was meant is drawn in it and has no element of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from clerkwork.bots.actions.click import Position
from clerkwork.runner.deadline import Deadline
from clerkwork.runner.errors import TargetNotFound
from clerkwork.runner.reading import read_text
from clerkwork.runner.session import Session
from clerkwork.runner.view import View, view_of
from clerkwork.selectors.resolve import Found
from clerkwork.selectors.target import DRAWN, ByImage, ByScreenText
from clerkwork.selectors.words import candidate_in_words

if TYPE_CHECKING:
    from clerkwork.selectors.image_sample import Crop

FIRST_PAUSE, LONGEST_PAUSE = 0.05, 0.5
"""Seconds between two looks at the picture; a look costs more than one at the page."""

STEADY = 2.0
"""px of the screen by which two looks at something that moved may differ: else it is still moving."""


@dataclass(frozen=True)
class Spotted:
    """What one look made of a candidate: the point, px of the view, or None with `why`.

    `sure`: one look is enough, since it is where it was recorded, or nobody knows where that is.
    """

    candidate: ByImage | ByScreenText
    point: tuple[float, float] | None
    sure: bool
    score: float
    margin: float
    why: str

    def confirms(self, before: Spotted | None) -> bool:
        """Whether the look before found it at the same place."""
        if before is None or before.point is None or self.point is None:
            return False
        return all(abs(was - now) <= STEADY for was, now in zip(before.point, self.point, strict=True))

    def told(self) -> str:
        return f"{self.why} (score {self.score:.2f}, margin {self.margin:.2f})"


@dataclass
class Aim:
    """The point of the target to act on, as parts of its width and height: as recorded, until `look` found
    it elsewhere. `named` are the words that a drawn text has in this run; a `commit` wants to be surer."""

    session: Session
    name: str
    point: Position | None
    deadline: Deadline
    named: str | None = None
    commit: bool = False
    _crops: dict[str, Crop | None] = field(default_factory=dict, init=False)

    async def look(self, found: Found) -> None:
        """Aim at what the target shows, as soon as it is there and at rest.

        Raises TargetNotFound when the deadline passes first, StepUnusable when text cannot be read here, and
        PlaywrightError when the element is gone.
        """
        candidates = [one for one in map(self._for_this_run, self._drawn()) if self._is_usable(one)]
        recorded, pause = self.point, FIRST_PAUSE
        before: dict[str, Spotted] = {}
        while candidates:
            view = await view_of(self.session, found.locator, self.deadline.look_ms())
            spotted = [await self._spot(one, view, recorded) for one in candidates]
            for one in spotted:
                if one.point and (one.sure or one.confirms(before.get(one.candidate.by))):
                    self._take(one, view)
                    return
            if self.deadline.over:
                raise self._not_there(found, spotted)
            before = {one.candidate.by: one for one in spotted}
            await asyncio.sleep(min(pause, self.deadline.left()))
            pause = min(pause * 1.6, LONGEST_PAUSE)

    def _drawn(self) -> list[ByImage | ByScreenText]:
        return [one for one in self.session.recorded(self.name).candidates if isinstance(one, DRAWN)]

    def _for_this_run(self, candidate: ByImage | ByScreenText) -> ByImage | ByScreenText:
        if self.named is None or isinstance(candidate, ByImage):
            return candidate
        return candidate.model_copy(update={"text": self.named})

    def _is_usable(self, candidate: ByImage | ByScreenText) -> bool:
        """A picture that is lost leaves the recorded place, as before there were pictures."""
        if isinstance(candidate, ByScreenText):
            return True
        crop = self._crops[candidate.image] = _read_crop(self.session, candidate)
        if crop is None:
            self.session.note(f"{candidate.image} cannot be read, so the recorded place was taken")
        return crop is not None

    async def _spot(
        self, candidate: ByImage | ByScreenText, view: View, recorded: Position | None
    ) -> Spotted:
        if isinstance(candidate, ByScreenText):
            return await _spot_text(candidate, view)
        crop = self._crops[candidate.image]
        assert crop
        return await asyncio.to_thread(_spot_image, candidate, crop, view, recorded, self.commit)

    def _take(self, spotted: Spotted, view: View) -> None:
        assert spotted.point
        self.point = view.part(*spotted.point)
        by = spotted.candidate.by
        self.session.tell(
            "target.sighted",
            target=self.name,
            by=by,
            x=round(self.point.x, 4),
            y=round(self.point.y, 4),
            score=round(spotted.score, 3),
            margin=round(spotted.margin, 3),
            moved=not spotted.sure,
            why=spotted.why,
        )
        if not spotted.sure:
            self.session.note(f"{self.name} was found by its picture at another place: {spotted.told()}")

    def _not_there(self, found: Found, spotted: Sequence[Spotted]) -> TargetNotFound:
        reasons = "; ".join(f"not {candidate_in_words(one.candidate)}: {one.told()}" for one in spotted)
        return TargetNotFound(
            f"target {self.name!r} was not found on {found.locator.page.url}: {found.words} is there, but in it {reasons}",
            "compare the picture with the recorded one; if what is drawn changed, record this step anew",
        )


def _read_crop(session: Session, image: ByImage) -> Crop | None:
    """The recorded picture; None if it is not there any more, as in a bundle that was copied in part."""
    import cv2
    import numpy as np

    from clerkwork.selectors.image_sample import Crop

    try:
        raw = (session.bundle.folder / image.image).read_bytes()
    except OSError:
        return None
    pixels = cv2.imdecode(np.frombuffer(raw, np.uint8), cv2.IMREAD_COLOR) if raw else None
    return None if pixels is None else Crop(np.asarray(pixels, np.uint8), image.x, image.y)


def _spot_image(
    candidate: ByImage, crop: Crop, view: View, recorded: Position | None, commit: bool
) -> Spotted:
    from clerkwork.selectors.image_match import MARGIN, MARGIN_FOR_COMMIT, find

    at, least = view.px(recorded) if recorded else None, MARGIN_FOR_COMMIT if commit else MARGIN
    seen = find(crop.zoomed(view.scale / candidate.scale), view.pixels, at=at, least_margin=least)
    point = (seen.place.x, seen.place.y) if seen.place else None
    return Spotted(candidate, point, not seen.moved, seen.score, seen.margin, seen.why)


async def _spot_text(candidate: ByScreenText, view: View) -> Spotted:
    from clerkwork.selectors.screen_text import locate

    seen = locate(await read_text(view.pixels), candidate.text)
    return Spotted(candidate, seen.point, True, seen.score, seen.margin, seen.why)

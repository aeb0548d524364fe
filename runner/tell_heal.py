"""Tells a heal to the journal, with what a person needs to judge it: before and after, score and reasons."""

from __future__ import annotations

import asyncio
from typing import Any

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Locator, Page

from clerkwork.runner.errors import Nearest
from clerkwork.runner.healing import Heal
from clerkwork.runner.review import target_digest
from clerkwork.runner.session import Review, Session
from clerkwork.runner.sight import Wanted
from clerkwork.runner.visual.box import Box
from clerkwork.runner.visual.picture import crop
from clerkwork.runner.visual.png import PictureError
from clerkwork.selectors.collect import element
from clerkwork.selectors.heal import Abstained, Weighed
from clerkwork.selectors.target import Target
from clerkwork.selectors.words import candidate_in_words, fingerprint_in_words

SURROUNDINGS = 12
"""CSS px around a target that its crop shows, as the recorder cuts it."""

MOST_SIDE = 600
LOOK_MS = 1000.0


async def tell_heal(session: Session, wanted: Wanted, heal: Heal) -> None:
    """Journal the heal as `healed`, remember its candidates for the run, and ask for a review if the bot does.

    The event holds the target as it would be recorded now (`now`): `clerkwork review` accepts it.
    """
    recorded = session.recorded(wanted.name)
    after = None if recorded.redact else await _crop(session, heal.found.locator)
    session.tell(
        "healed",
        target=wanted.name,
        window=recorded.window,
        deed=wanted.deed,
        commit=wanted.commit,
        system=session.system_of(heal.found.locator.page.url),
        mode=recorded.healing,
        score=round(heal.verdict.score, 3),
        margin=round(heal.verdict.margin, 3),
        why=heal.verdict.why,
        best=[_told(one) for one in heal.verdict.best[:3]],
        was=_described(recorded),
        **{
            "is": _described(heal.now) | {"words": heal.found.words}
            if heal.now
            else {"words": heal.found.words}
        },
        recorded=target_digest(recorded),
        now=heal.now.model_dump(mode="json", exclude_none=True) if heal.now else None,
        crop_before=_recorded_crop(session, recorded),
        crop_after=session.folder.keep_shot(after) if after else None,
    )
    session.heals.count += 1
    if heal.now:
        session.heals.targets[wanted.name] = heal.now
    if recorded.healing == "ask":
        session.reviews.append(
            Review(
                session.index,
                f"target {wanted.name!r} was healed: it is now {heal.found.words}"
                f" (score {heal.verdict.score:.2f}, margin {heal.verdict.margin:.1f})",
                is_heal=True,
            )
        )


async def nearest(
    session: Session, page: Page, recorded: Target, abstained: Abstained
) -> tuple[Nearest, ...]:
    """The best three that were not taken, with their pictures where they can be shown."""
    close = []
    for one in abstained.best[:3]:
        shown = None if recorded.redact else await _rival_crop(session, page, one)
        shot = session.folder.keep_shot(shown) if shown else None
        close.append(Nearest(fingerprint_in_words(one.element.fingerprint), one.score, one.why, shot))
    return tuple(close)


def _told(one: Weighed) -> dict[str, Any]:
    words = fingerprint_in_words(one.element.fingerprint)
    return {"words": words, "score": round(one.score, 3), "why": one.why}


def _described(target: Target) -> dict[str, Any]:
    """A target in words: what it is, and how it is found."""
    return {
        "words": fingerprint_in_words(target.fingerprint),
        "candidates": [candidate_in_words(candidate) for candidate in target.candidates],
    }


def _recorded_crop(session: Session, recorded: Target) -> str | None:
    """The bot's own crop, kept in the run so that its report can be opened by itself."""
    file = session.bundle.folder / recorded.crop if recorded.crop else None
    return session.folder.keep_shot(file.read_bytes()) if file and file.is_file() else None


async def _rival_crop(session: Session, page: Page, one: Weighed) -> bytes | None:
    for frame in page.frames:
        locator = element(frame, one.element.token)
        try:
            if await locator.count():
                return await _crop(session, locator)
        except PlaywrightError:
            continue
    return None


async def _crop(session: Session, locator: Locator) -> bytes | None:
    """The element with some surroundings, secrets blacked out; None if it cannot be brought into view."""
    try:
        await locator.scroll_into_view_if_needed(timeout=LOOK_MS)
        place = await locator.bounding_box(timeout=LOOK_MS)
    except PlaywrightError:
        return None
    png = await session.camera.shoot(locator.page) if place else None
    if place is None or png is None:
        return None
    left, top = int(place["x"]) - SURROUNDINGS, int(place["y"]) - SURROUNDINGS
    right = round(place["x"] + min(place["width"], MOST_SIDE)) + SURROUNDINGS
    bottom = round(place["y"] + min(place["height"], MOST_SIDE)) + SURROUNDINGS
    visible = Box(max(0, left), max(0, top), right - max(0, left), bottom - max(0, top))
    try:
        return await asyncio.to_thread(crop, png, visible)
    except PictureError:
        return None

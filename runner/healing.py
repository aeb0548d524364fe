"""Finds a target that no candidate finds any more by what it was like, in all frames of its window.

    page at rest -> every element of every frame -> heal (pure) -> the same again a moment later -> new candidates

What may be healed, and when, is decided in `find.py` and `patience.py`; who the element is, in
`selectors/heal.py`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Frame, Page

from clerkwork.runner.icons import icon_likenesses
from clerkwork.runner.session import Session
from clerkwork.runner.sight import Wanted, look
from clerkwork.selectors.collect import collect, element, redescribe
from clerkwork.selectors.frames import find_frame, frame_in_words
from clerkwork.selectors.heal import Abstained, Healed, heal
from clerkwork.selectors.resolve import Found
from clerkwork.selectors.seen import Seen
from clerkwork.selectors.stays import Stays
from clerkwork.selectors.target import Fingerprint, Target
from clerkwork.selectors.words import fingerprint_in_words

Compare = Callable[[Sequence[Seen]], Awaitable[Mapping[str, float]]]

CONFIRM = 0.3
"""Seconds after which the page must still say the same; a list that is just being filled does not."""


@dataclass(frozen=True)
class Heal:
    """A target that was healed: `found` to act on, and what the healer said.

    `now` is the target as it would be recorded today. None when its new candidates do not lead back to the
    element: then there is nothing that a person could accept.
    """

    found: Found
    verdict: Healed
    frame: Frame
    now: Target | None


@dataclass(frozen=True)
class Choice:
    """What the healer chose, and the frame that it stands in."""

    verdict: Healed
    frame: Frame


@dataclass(frozen=True)
class Known:
    """What is known beside the page: `taken` are the tokens of elements that are other targets.

    `stays` is what was learned about the system, `beside` are the other targets of the page as they were
    recorded, and `compare` tells how alike the elements' pictures are to the recorded crop.
    """

    taken: Collection[str] = frozenset()
    stays: Stays | None = None
    beside: Sequence[Fingerprint] = ()
    compare: Compare | None = None


def known_of(session: Session, page: Page, name: str) -> Known:
    """What the run knows for the healing of the target `name`."""
    targets, recorded = session.bundle.targets.targets, session.recorded(name)
    return Known(
        session.heals.taken_from(name, targets),
        session.stays(page.url),
        recorded_beside(recorded, targets.values()),
        partial(icon_likenesses, session, page, recorded),
    )


async def try_to_heal(session: Session, page: Page, wanted: Wanted) -> Heal | Abstained | None:
    """The healed target, or why it is not; None when it is there but does not show, or the page moved on."""
    recorded = session.recorded(wanted.name)
    if not wanted.hidden and await _is_hidden(page, recorded, wanted):
        return None
    known = known_of(session, page, wanted.name)
    first = await choose(page, recorded, wanted, known)
    if not isinstance(first, Choice):
        return first
    await asyncio.sleep(CONFIRM)
    second = await choose(page, recorded, wanted, known)
    if not isinstance(second, Choice) or second.verdict.element.token != first.verdict.element.token:
        return None if isinstance(second, Choice) else second
    return await _healed(recorded, wanted, second)


async def _is_hidden(page: Page, recorded: Target, wanted: Wanted) -> bool:
    seen, _ = await look(page, recorded, replace(wanted, hidden=True))
    return seen is not None and seen.found is not None and not seen.found.visible


def recorded_beside(recorded: Target, targets: Iterable[Target]) -> tuple[Fingerprint, ...]:
    """The other targets of the same page, as they were recorded."""
    return tuple(
        other.fingerprint
        for other in targets
        if other is not recorded
        and (other.window, other.url, other.frame) == (recorded.window, recorded.url, recorded.frame)
    )


async def choose(page: Page, recorded: Target, wanted: Wanted, known: Known) -> Choice | Abstained | None:
    """The element to take as the page is now, without waiting; None when the page moves on meanwhile.

    Looks where the target was recorded first; a redesign may have renamed its frame, or done without it.
    """
    try:
        home = (await find_frame(page, recorded.frame)).frame
        frames = sorted(page.frames, key=lambda frame: frame is not home)
        seen = dict(
            zip(frames, await asyncio.gather(*(_collected(f, recorded, wanted) for f in frames)), strict=True)
        )
    except PlaywrightError:
        return None
    every = [one for some in seen.values() for one in some]
    pictures = await known.compare(every) if known.compare else {}
    verdict = await _decide(recorded, wanted, seen[home], known, pictures) if home else None
    if not isinstance(verdict, Healed) and (len(seen) > 1 or home is None):
        verdict = await _decide(recorded, wanted, every, known, pictures)
    if not isinstance(verdict, Healed):
        return verdict
    token = verdict.element.token
    return Choice(verdict, next(f for f, some in seen.items() if any(one.token == token for one in some)))


async def _collected(frame: Frame, recorded: Target, wanted: Wanted) -> tuple[Seen, ...]:
    """Nothing of a frame that does not answer, or goes away meanwhile."""
    try:
        return await collect(frame, recorded.fingerprint, wanted.deed)
    except PlaywrightError:
        return ()


async def _decide(
    recorded: Target, wanted: Wanted, seen: Sequence[Seen], known: Known, pictures: Mapping[str, float]
) -> Healed | Abstained:
    fingerprint = recorded.fingerprint
    if pictures:
        # Its icon is known: the text that stood beside it says less, and may stand beside another one now.
        fingerprint = fingerprint.model_copy(update={"label": None})
    return await asyncio.to_thread(
        heal,
        fingerprint,
        seen,
        deed=wanted.deed,
        commit=wanted.commit,
        row=wanted.row,
        named=wanted.named,
        taken=known.taken,
        stays=known.stays,
        pictures=pictures,
        beside=known.beside,
    )


async def _healed(recorded: Target, wanted: Wanted, choice: Choice) -> Heal | None:
    verdict, frame = choice.verdict, choice.frame
    seen = verdict.element
    try:
        now = await redescribe(frame, seen.token, recorded, (wanted.row,) if wanted.row else ())
    except PlaywrightError:
        return None
    if now is None:
        return None
    found = Found(
        token=seen.token,
        by="healed",
        words=f"{fingerprint_in_words(seen.fingerprint)}{frame_in_words(frame)}",
        box=seen.box,
        score=verdict.score,
        fingerprint=seen.fingerprint,
        visible=seen.visible,
        enabled=seen.enabled,
        frame=frame,
        locator=element(frame, seen.token),
    )
    again, _ = await look(frame.page, now, wanted)
    leads_back = again is not None and again.found is not None and again.found.token == seen.token
    return Heal(found, verdict, frame, now if leads_back else None)

"""Takes the pictures of a run: one after every step, with secrets blacked out before anything is stored."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from playwright.async_api import CDPSession, Frame, Page
from playwright.async_api import Error as PlaywrightError

from clerkwork.evidence.run_folder import RunFolder
from clerkwork.runner.confidential import Confidential, Exposed, Unsearchable
from clerkwork.runner.visual.box import Box
from clerkwork.runner.visual.picture import paint
from clerkwork.selectors.resolve import Found
from clerkwork.selectors.stayed import stayed
from clerkwork.selectors.target import Box as TargetBox

if TYPE_CHECKING:
    from clerkwork.runner.session import Session

Shots = Literal["every", "checks", "failure"]

PICTURE_LIMIT, STUCK_LIMIT = 5.0, 1.0
"""Seconds that one picture may take, and one of a window that did not let itself be pictured before."""


@dataclass(frozen=True)
class Taken:
    """A picture, and what must not show in it: blacked out before anything is stored."""

    png: bytes
    exposed: Exposed


@dataclass
class Ahead:
    """A picture that is being taken ahead. Until its frames have answered, it will show what comes next as well."""

    frames: frozenset[Frame]
    answered: bool = False
    taken: asyncio.Task[Taken | None] | None = None


@dataclass
class Camera:
    """Pictures the windows of one attempt.

    A picture costs some thirty milliseconds, most of them waiting for the browser. So it is taken ahead, while the
    step still waits for the page to come to rest, and counts if nothing has changed by then; and one that shows
    what is there already is not taken again. One question to the page tells both what must not show and what
    changes from then on.
    """

    folder: RunFolder
    mode: Shots
    confidential: Confidential = field(default_factory=Confidential)
    last: dict[Page, str] = field(default_factory=dict)
    _shown: dict[Page, Exposed] = field(default_factory=dict)
    _clients: dict[Page, CDPSession] = field(default_factory=dict)
    _stuck: set[Page] = field(default_factory=set)
    _ahead: dict[Page, Ahead] = field(default_factory=dict)

    def begin(self, page: Page | None) -> None:
        """Take the picture that `picture` will ask for now, if pictures are taken of every step."""
        if self.mode != "every" or page is None or page.is_closed():
            return
        frames, ahead = frozenset(page.frames), self._ahead.get(page)
        if ahead is not None and not ahead.answered and ahead.frames == frames:
            return
        self.forget(page)
        self._ahead[page] = ahead = Ahead(frames)
        ahead.taken = asyncio.create_task(self._within_limits(page, self._take(page, ahead)))

    def forget(self, page: Page) -> None:
        """What was taken ahead does not count."""
        if (ahead := self._ahead.pop(page, None)) and ahead.taken:
            ahead.taken.cancel()

    async def picture(self, page: Page, *, only_looked: bool = False) -> str | None:
        """Take and keep a picture of the window's viewport; its path in the run folder, or None.

        Args:
            only_looked: Nothing was done to the page since its last picture, which serves if it still looks so.
        """
        if (ahead := self._ahead.pop(page, None)) and ahead.taken:
            if (taken := await ahead.taken) is not None:
                png, holds = await asyncio.gather(
                    _redacted(taken.png, taken.exposed.boxes), self.confidential.holds(page, taken.exposed)
                )
                if holds:
                    return self._keep(page, Taken(png, taken.exposed))
        elif only_looked and page in self._shown and await self.confidential.holds(page, self._shown[page]):
            return self.last[page]
        if page.is_closed():
            return None
        shot = await self._within_limits(page, self._shoot(page))
        return None if shot is None else self._keep(page, shot)

    def close(self) -> None:
        """Drop what is being taken."""
        for page in list(self._ahead):
            self.forget(page)

    async def shoot(self, page: Page) -> bytes | None:
        """The window's viewport as a PNG, secrets blacked out.

        None when there is nothing to picture, or nobody may: the window is closed, the browser no longer answers,
        or the page could not be searched for what it must not show.
        """
        shot = await self._within_limits(page, self._shoot(page))
        return None if shot is None else shot.png

    def _keep(self, page: Page, shot: Taken) -> str:
        """Store a picture in which nothing shows that must not; its path in the run folder."""
        self.last[page], self._shown[page] = self.folder.keep_shot(shot.png), shot.exposed
        return self.last[page]

    async def _within_limits(self, page: Page, work: Coroutine[None, None, Taken]) -> Taken | None:
        """What the work gives; None when that takes too long or fails as `shoot` says."""
        limit = STUCK_LIMIT if page in self._stuck else PICTURE_LIMIT
        shooting = asyncio.ensure_future(work)

        def give_up(_page: Page) -> None:
            shooting.cancel()

        # A browser that is asked for a picture of a window that closes meanwhile never answers.
        page.once("close", give_up)
        try:
            done, _ = await asyncio.wait({shooting}, timeout=limit)
        finally:
            shooting.cancel()
            page.remove_listener("close", give_up)
        (self._stuck.discard if done else self._stuck.add)(page)
        if (
            not done
            or shooting.cancelled()
            or isinstance(shooting.exception(), PlaywrightError | Unsearchable)
        ):
            return None
        return shooting.result()

    async def before_act(self, session: Session, name: str, found: Found) -> None:
        """Journal which element was found, where it is in the picture taken before the act."""
        page = found.locator.page
        box = found.box
        if self.mode == "every" and not _in_view(page, found):
            box = await _scrolled(found)
            await self.picture(page)
        session.tell(
            "target.resolved",
            target=name,
            by=found.by,
            candidate=found.words,
            score=round(found.score, 3),
            box=box.model_dump(),
            stayed=stayed(session.recorded(name).fingerprint, found.fingerprint),
            system=session.system_of(page.url),
            window=session.last_window,
            before=self.last.get(page),
            viewport=page.viewport_size,
        )

    async def glimpse(self, page: Page) -> bytes:
        """The window's viewport as a PNG, as it is: to look at, never to be stored."""
        return await asyncio.wait_for(self._capture(page), PICTURE_LIMIT)

    async def _shoot(self, page: Page) -> Taken:
        """A picture in which nothing shows that must not."""
        taken = await self._take(page)
        boxes = taken.exposed.boxes
        if not await self.confidential.holds(page, taken.exposed):
            # What came or moved while the picture was taken must not show either.
            boxes += await self.confidential.boxes(page)
        return Taken(await _redacted(taken.png, boxes), taken.exposed)

    async def _take(self, page: Page, ahead: Ahead | None = None) -> Taken:
        """A picture as it is, and what must not show in it.

        The page has answered before the browser is asked to draw: what showed in the picture and went before a later
        answer would be missed, and a picture from before a change would count as one from after it.
        """
        exposed = await self.confidential.exposed(page)
        if ahead is not None:
            ahead.answered = True
        return Taken(await self._capture(page), exposed)

    async def _capture(self, page: Page) -> bytes:
        if page not in self._clients:
            self._clients[page] = await page.context.new_cdp_session(page)
        answer = await self._clients[page].send(
            "Page.captureScreenshot", {"format": "png", "optimizeForSpeed": True}
        )
        return base64.b64decode(answer["data"])


async def _redacted(png: bytes, boxes: Sequence[Box]) -> bytes:
    return await asyncio.to_thread(paint, png, boxes) if boxes else png


def _in_view(page: Page, found: Found) -> bool:
    size = page.viewport_size
    box = found.box
    if size is None:
        return True
    return (
        box.x >= 0
        and box.y >= 0
        and box.x + box.width <= size["width"]
        and box.y + box.height <= size["height"]
    )


async def _scrolled(found: Found) -> TargetBox:
    """Bring the element into view and say where it is now."""
    try:
        await found.locator.scroll_into_view_if_needed(timeout=1000)
        box = await found.locator.bounding_box(timeout=1000)
    except PlaywrightError:
        return found.box
    return TargetBox.model_validate(box) if box else found.box

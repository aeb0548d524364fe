"""Takes the pictures of a run: one after every step, with secrets blacked out before anything is stored."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from playwright.async_api import CDPSession, Frame, Page
from playwright.async_api import Error as PlaywrightError

from clerkwork.evidence.run_folder import RunFolder
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

CONFIDENTIAL = """secrets => {
  const boxes = [];
  const holds = text => secrets.some(secret => text.includes(secret));
  const add = rect => { if (rect.width && rect.height) boxes.push([rect.x, rect.y, rect.width, rect.height]); };
  for (const field of document.querySelectorAll('input, textarea')) {
    if (field.type === 'password' || holds(String(field.value))) add(field.getBoundingClientRect());
  }
  if (!secrets.length || !document.body) return boxes;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!holds(node.data)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const rect of range.getClientRects()) add(rect);
  }
  return boxes;
}"""
"""Boxes, in the frame's viewport, of password fields and of everything that shows one of the secrets."""


@dataclass
class Camera:
    """Pictures the windows of one attempt. `used` holds the secrets that a step has typed so far."""

    folder: RunFolder
    mode: Shots
    used: set[str] = field(default_factory=set)
    last: dict[Page, str] = field(default_factory=dict)
    _clients: dict[Page, CDPSession] = field(default_factory=dict)
    _stuck: set[Page] = field(default_factory=set)

    def hide(self, secrets: Iterable[str]) -> None:
        """From now on, black out whatever shows one of these values."""
        self.used.update(secret for secret in secrets if secret)

    async def picture(self, page: Page) -> str | None:
        """Take and keep a picture of the window's viewport; its path in the run folder, or None."""
        return self.keep(page, await self.shoot(page))

    def keep(self, page: Page, png: bytes | None) -> str | None:
        """Store what `shoot` gave; its path in the run folder."""
        if png is None:
            return None
        path = self.folder.keep_shot(png)
        self.last[page] = path
        return path

    async def shoot(self, page: Page) -> bytes | None:
        """The window's viewport as a PNG, secrets blacked out.

        None when there is nothing to picture: the window is closed, or the browser no longer answers.
        """
        limit = STUCK_LIMIT if page in self._stuck else PICTURE_LIMIT
        shooting = asyncio.ensure_future(self._shoot(page))

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
        if not done or shooting.cancelled() or isinstance(shooting.exception(), PlaywrightError):
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

    async def _shoot(self, page: Page) -> bytes:
        if not self.used:
            return await self._capture(page)
        shown, png = await asyncio.gather(self.confidential(page), self._capture(page))
        # What came or moved while the picture was taken must not show either.
        boxes = [*shown, *await self.confidential(page)]
        return await asyncio.to_thread(paint, png, boxes) if boxes else png

    async def _capture(self, page: Page) -> bytes:
        if page not in self._clients:
            self._clients[page] = await page.context.new_cdp_session(page)
        answer = await self._clients[page].send(
            "Page.captureScreenshot", {"format": "png", "optimizeForSpeed": True}
        )
        return base64.b64decode(answer["data"])

    async def confidential(self, page: Page) -> list[Box]:
        """Boxes, in the window's viewport, of everything that shows a secret; none before one was used."""
        if not self.used:
            return []
        found = await asyncio.gather(*map(self._confidential_in, page.frames))
        return [box for boxes in found for box in boxes]

    async def _confidential_in(self, frame: Frame) -> list[Box]:
        try:
            found: list[list[float]] = await frame.evaluate(CONFIDENTIAL, sorted(self.used))
            if not found:
                return []
            left, top = await _offset(frame)
        except PlaywrightError:
            return []
        return [_outward(x + left, y + top, width, height) for x, y, width, height in found]


def _outward(x: float, y: float, width: float, height: float) -> Box:
    """A box of whole pixels around, with a margin for what anti-aliasing paints outside."""
    left, top = max(0, int(x) - 1), max(0, int(y) - 1)
    return Box(left, top, max(1, int(x + width) + 2 - left), max(1, int(y + height) + 2 - top))


async def _offset(frame: Frame) -> tuple[float, float]:
    """Where the frame's viewport begins in the window's, CSS px."""
    if frame.parent_frame is None:
        return 0.0, 0.0
    element = await frame.frame_element()
    box = await element.bounding_box()
    border: list[float] = await element.evaluate("element => [element.clientLeft, element.clientTop]")
    return (box["x"] + border[0], box["y"] + border[1]) if box else (0.0, 0.0)


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

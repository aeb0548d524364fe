"""Takes the picture of a checkpoint once the page is ready and two shots in a row are equal."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import asdict

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Frame

from clerkwork.runner.confidential import Unsearchable
from clerkwork.runner.deadline import Deadline
from clerkwork.runner.errors import StepTimeout
from clerkwork.runner.scene import Scene
from clerkwork.runner.session import Session
from clerkwork.runner.visual.box import Box
from clerkwork.runner.visual.picture import paint

PAUSES = (0.0, 0.1, 0.25, 0.5, 1.0)
"""Seconds between two shots until two are equal, as Playwright's toHaveScreenshot waits."""

READY_LIMIT = 5.0
"""Seconds that fonts and pictures of the page may take."""

MASK_COLOUR = (128, 128, 128)

READY = """() => {
  const inScene = ({left, top, right, bottom}) => right > 0 && bottom > 0 && left < innerWidth && top < innerHeight;
  const awaited = [...document.images].filter(
    image => !image.complete && (image.loading !== 'lazy' || inScene(image.getBoundingClientRect())));
  const loaded = image => new Promise(done => {
    for (const event of ['load', 'error']) image.addEventListener(event, done, {once: true});
  });
  return Promise.all([document.fonts.ready, ...awaited.map(loaded)]).then(() => null);
}"""


async def steady(session: Session, scene: Scene, masks: Sequence[Box], deadline: Deadline) -> bytes:
    """Two equal shots in a row, without caret and animations; masked areas are grey in both.

    Raises StepTimeout when the page does not let itself be pictured.
    """
    await _ready(scene, deadline)
    before = b""
    for pause in PAUSES:
        await asyncio.sleep(min(pause, deadline.left()))
        shot = await _shot(scene, deadline)
        hidden = scene.on_picture(await _confidential(session, scene))
        if hidden:
            shot = await asyncio.to_thread(paint, shot, hidden)
        if masks:
            shot = await asyncio.to_thread(paint, shot, masks, MASK_COLOUR)
        if shot == before:
            return shot
        before = shot
    session.note("the page never came to rest: two pictures in a row were never equal")
    return before


async def _confidential(session: Session, scene: Scene) -> list[Box]:
    try:
        return await session.camera.confidential.boxes(scene.page)
    except Unsearchable as error:
        raise StepTimeout(f"no picture may be taken: {error}", "does the page answer?") from error


async def _ready(scene: Scene, deadline: Deadline) -> None:
    """Wait for fonts and pictures; a page on which one never comes is pictured without it."""
    await asyncio.gather(*(_frame_ready(frame, deadline) for frame in scene.page.frames))


async def _frame_ready(frame: Frame, deadline: Deadline) -> None:
    try:
        await asyncio.wait_for(frame.evaluate(READY), min(READY_LIMIT, deadline.left()))
    except (PlaywrightError, TimeoutError):
        return


async def _shot(scene: Scene, deadline: Deadline) -> bytes:
    try:
        return await scene.page.screenshot(
            animations="disabled",
            caret="hide",
            scale="css",
            timeout=deadline.left_ms(10_000),
            clip=None if scene.clip is None else asdict(scene.clip),  # type: ignore[arg-type]  # Playwright's TypedDict
            full_page=scene.full_page,
        )
    except PlaywrightError as error:
        raise StepTimeout(
            f"no picture of {scene.page.url} could be taken ({error.message.splitlines()[0]})",
            "does the page ever rest?",
        ) from error

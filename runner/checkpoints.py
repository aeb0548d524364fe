"""Compares a screenshot with its baseline, and keeps what an auditor needs to judge a difference."""

from __future__ import annotations

import asyncio
from dataclasses import asdict
from math import ceil, floor

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import FloatRect, Page

from clerkwork.bots.actions.checkpoint import Checkpoint, Region
from clerkwork.runner.baseline import Baseline
from clerkwork.runner.deadline import Deadline
from clerkwork.runner.errors import StepTimeout
from clerkwork.runner.find import find
from clerkwork.runner.session import Review, Session
from clerkwork.runner.sight import Wanted
from clerkwork.runner.visual.box import Box
from clerkwork.runner.visual.drawing import compare_and_draw
from clerkwork.runner.visual.picture import paint

PAUSES = (0.0, 0.1, 0.25, 0.5, 1.0)
"""Seconds between two shots until two are equal, as Playwright's toHaveScreenshot waits."""

MASK_COLOUR = (128, 128, 128)

SCROLLED = "() => [window.scrollX, window.scrollY]"


async def checkpoint(session: Session, step: Checkpoint, deadline: Deadline) -> None:
    """Compare; a difference or a missing baseline makes the run need a review, it does not stop it."""
    clip = await _box_of(session, step.of, deadline) if step.of else None
    window = session.target(step.of).window if step.of else step.window
    page = session.windows.get(window)
    session.last_window = window
    masks = [box for mask in step.mask if (box := await _mask(session, page, mask, deadline))]
    if clip:
        masks = [Box(box.x - clip.x, box.y - clip.y, box.width, box.height) for box in masks]
    actual = await _steady(session, page, clip, masks, deadline)
    baseline = Baseline(session.bundle.folder / "baselines" / session.browser.folder, step.checkpoint)
    if not baseline.exists:
        _record(session, step, baseline, actual, masks)
    else:
        await _compare(session, step, baseline, actual, masks)


async def _compare(
    session: Session, step: Checkpoint, baseline: Baseline, actual: bytes, own_masks: list[Box]
) -> None:
    expected, masks = baseline.picture(), [*own_masks, *baseline.masks()]
    comparison, drawn = await asyncio.to_thread(
        compare_and_draw, expected, actual, threshold=step.threshold, masks=masks, allow=step.allow
    )
    kept = session.folder.keep_shot
    session.tell(
        "checkpoint",
        name=step.checkpoint,
        baseline=baseline.path_in(session.bundle.folder),
        verdict="same" if comparison.same else "size" if comparison.size_differs else "different",
        differing=comparison.differing,
        ratio=round(comparison.ratio, 6),
        expected=kept(expected),
        actual=kept(actual),
        difference=kept(drawn) if drawn else None,
        regions=[asdict(box) for box in comparison.regions],
        masks=[asdict(box) for box in masks],
    )
    if not comparison.same:
        session.reviews.append(Review(session.index, f"checkpoint {step.checkpoint!r}: {comparison}"))


def _record(session: Session, step: Checkpoint, baseline: Baseline, actual: bytes, masks: list[Box]) -> None:
    """Keep the first picture as the baseline; a person must confirm that it is right."""
    baseline.keep(actual, masks)
    session.tell(
        "checkpoint",
        name=step.checkpoint,
        baseline=baseline.path_in(session.bundle.folder),
        verdict="new",
        differing=0,
        ratio=0.0,
        expected=None,
        actual=session.folder.keep_shot(actual),
        difference=None,
        regions=[],
        masks=[asdict(box) for box in masks],
    )
    session.reviews.append(
        Review(
            session.index, f"checkpoint {step.checkpoint!r} had no baseline; this picture is it from now on"
        )
    )


async def _steady(
    session: Session, page: Page, clip: Box | None, masks: list[Box], deadline: Deadline
) -> bytes:
    """Two equal shots in a row, without caret and animations; masked areas are grey in both."""
    before = b""
    for pause in PAUSES:
        await asyncio.sleep(min(pause, deadline.left()))
        try:
            shot = await page.screenshot(
                animations="disabled",
                caret="hide",
                scale="css",
                timeout=deadline.left_ms(10_000),
                clip=None if clip is None else asdict(clip),  # type: ignore[arg-type]  # Playwright's TypedDict
            )
        except PlaywrightError as error:
            raise StepTimeout(
                f"no picture of {page.url} could be taken ({error.message.splitlines()[0]})",
                "does the page ever rest?",
            ) from error
        hidden = await session.camera.confidential.boxes(page)
        if hidden and clip:
            hidden = [Box(box.x - clip.x, box.y - clip.y, box.width, box.height) for box in hidden]
        if hidden:
            shot = await asyncio.to_thread(paint, shot, hidden)
        if masks:
            shot = await asyncio.to_thread(paint, shot, masks, MASK_COLOUR)
        if shot == before:
            return shot
        before = shot
    session.note("the page never came to rest: two pictures in a row were never equal")
    return before


async def _mask(session: Session, page: Page, mask: str | Region, deadline: Deadline) -> Box | None:
    """What a mask covers of the window now; None when its target has no size."""
    if isinstance(mask, str):
        return await _box_of(session, mask, deadline)
    corner = await _corner(session, page, mask.on, deadline)
    return corner and _whole(corner[0] + mask.x, corner[1] + mask.y, mask.width, mask.height)


async def _corner(
    session: Session, page: Page, on: str | None, deadline: Deadline
) -> tuple[float, float] | None:
    """Where a target's left upper corner is in its window, or that of the page, however far it is scrolled."""
    if on is not None:
        box = await _place_of(session, on, deadline)
        return box and (box["x"], box["y"])
    try:
        left, top = await asyncio.wait_for(page.evaluate(SCROLLED), deadline.look_ms() / 1000)
    except (PlaywrightError, TimeoutError) as error:
        raise StepTimeout(
            f"{page.url} does not say how far it is scrolled", "does the page answer?"
        ) from error
    return -left, -top


async def _box_of(session: Session, name: str, deadline: Deadline) -> Box | None:
    """Where the target is now, in whole px of its window; None when it has no size."""
    box = await _place_of(session, name, deadline)
    return box and _whole(**box)


async def _place_of(session: Session, name: str, deadline: Deadline) -> FloatRect | None:
    found = await find(session, Wanted(name, deed="checkpoint"), deadline)
    return await found.locator.bounding_box(timeout=deadline.look_ms())


def _whole(x: float, y: float, width: float, height: float) -> Box:
    """The whole px that a rectangle touches."""
    left, top = floor(x), floor(y)
    return Box(left, top, ceil(x + width - 0.001) - left, ceil(y + height - 0.001) - top)

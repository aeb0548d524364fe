"""Drags a target with the mouse."""

from __future__ import annotations

from playwright.async_api import FloatRect, Locator
from playwright.async_api import TimeoutError as PlaywrightTimeout

from clerkwork.bots.actions.click import Position
from clerkwork.bots.actions.drag import Drag
from clerkwork.runner.act import act
from clerkwork.runner.aim import Aim
from clerkwork.runner.deadline import Deadline
from clerkwork.runner.find import find
from clerkwork.runner.session import Session
from clerkwork.runner.sight import Wanted

MIDDLE = Position(x=0.5, y=0.5)

MOVES = 10
"""Moves on the way: pages that follow the mouse want to see it come."""


async def drag(session: Session, step: Drag, deadline: Deadline) -> None:
    """Press, move in a straight line, release. Where to is looked for once the button is down, since some
    pages show only then where things can be put."""

    aim = Aim(session, step.drag, step.position or MIDDLE, deadline, commit=step.commit is not None)

    async def perform(locator: Locator, timeout: float) -> None:
        await locator.scroll_into_view_if_needed(timeout=timeout)
        mouse = locator.page.mouse
        x, y = point_in(await box_of(locator, timeout), aim.point)
        await mouse.move(x, y)
        await mouse.down()
        try:
            await mouse.move(*await _end(session, step, deadline, x, y), steps=MOVES)
        finally:
            await mouse.up()

    await act(session, step, step.drag, deadline, perform, aim=aim.look)


async def _end(session: Session, step: Drag, deadline: Deadline, x: float, y: float) -> tuple[float, float]:
    if not isinstance(step.to, str):
        return x + step.to.x, y + step.to.y
    found = await find(session, Wanted(step.to, deed="drag"), deadline)
    return point_in(await box_of(found.locator, deadline.left_ms()), step.at)


async def box_of(locator: Locator, timeout: float) -> FloatRect:
    """Where the element is. Raises PlaywrightTimeout when it is nowhere."""
    box = await locator.bounding_box(timeout=timeout)
    if box is None:
        raise PlaywrightTimeout("the element is not visible")
    return box


def point_in(box: FloatRect, position: Position | None) -> tuple[float, float]:
    """A point of the box, its middle unless told otherwise."""
    part = position or MIDDLE
    return box["x"] + box["width"] * part.x, box["y"] + box["height"] * part.y

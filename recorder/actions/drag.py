"""What was pressed, moved and let go elsewhere."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from clerkwork.bots.actions.click import Position
from clerkwork.bots.actions.drag import Drag, Offset
from clerkwork.recorder.actions.click import place_of_press
from clerkwork.recorder.events import Dragged, Point
from clerkwork.recorder.story import Draft, Story
from clerkwork.recorder.writer import Writer


def take(event: Dragged, story: Story) -> None:
    """The press becomes the drag; a click that some browsers tell of is none."""
    draft = story.draft("drag", event)
    place = place_of_press(event.press, story)
    if place is None:
        story.add(draft)
        return
    pressed = story.drafts[place]
    story.drafts[place] = replace(
        draft,
        at=pressed.at,
        ref=pressed.ref,
        subject=pressed.subject or draft.subject,
        picture=pressed.picture,
        spot=pressed.spot,
        effects=pressed.effects,
    )


def step(draft: Draft, writer: Writer) -> Drag:
    event = cast(Dragged, draft.event)
    name, place = writer.target(draft)
    to: str | Offset = Offset(x=round(event.by[0]), y=round(event.by[1]))
    if event.to and event.to.is_:
        to, _ = writer.target(replace(draft, ref=event.to.ref, subject=event.to.is_, picture=None, spot=None))
    return Drag(
        drag=name,
        to=to,
        position=_off_middle(event.position),
        at=_off_middle(event.place) if isinstance(to, str) else None,
        **place,
        **writer.effects(draft),
    )


def _off_middle(point: Point | None) -> Position | None:
    """A point that is not about the middle anyway."""
    if point is None or (abs(point.x - 0.5) < 0.1 and abs(point.y - 0.5) < 0.1):
        return None
    return Position(x=min(max(point.x, 0), 1), y=min(max(point.y, 0), 1))


def matters(draft: Draft, following: Draft | None) -> bool:
    return True

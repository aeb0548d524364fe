"""Pointing at something that shows what is pressed next; the page reports it only then."""

from __future__ import annotations

from clerkwork.bots.actions.hover import Hover
from clerkwork.recorder.events import Hovered
from clerkwork.recorder.story import Draft, Story
from clerkwork.recorder.writer import Writer


def take(event: Hovered, story: Story) -> None:
    story.add(story.draft("hover", event))


def step(draft: Draft, writer: Writer) -> Hover:
    name, place = writer.target(draft)
    return Hover(hover=name, **place, **writer.effects(draft))


def matters(draft: Draft, following: Draft | None) -> bool:
    """A press that came to nothing needed no preparation."""
    return following is not None and (following.sure or following.effects.matter)

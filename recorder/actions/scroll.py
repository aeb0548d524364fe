"""Scrolling that made the page show more; the page reports no other."""

from __future__ import annotations

from typing import cast

from clerkwork.bots.actions.scroll import Scroll
from clerkwork.recorder.events import Scrolled
from clerkwork.recorder.story import Draft, Story
from clerkwork.recorder.writer import Writer


def take(event: Scrolled, story: Story) -> None:
    story.add(story.draft("scroll", event))


def step(draft: Draft, writer: Writer) -> Scroll:
    event = cast(Scrolled, draft.event)
    name, place = writer.target(draft)
    return Scroll(scroll=name, to="end" if event.end else round(event.top), **place, **writer.effects(draft))


def matters(draft: Draft, following: Draft | None) -> bool:
    return True

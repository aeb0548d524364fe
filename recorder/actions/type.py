"""A secret spelled on a page where every key acts: one step however many keys."""

from __future__ import annotations

from typing import cast

from clerkwork.bots.actions.type import Type
from clerkwork.recorder.events import Spelled
from clerkwork.recorder.story import Draft, Story
from clerkwork.recorder.wording import part_of
from clerkwork.recorder.writer import Writer


def take(event: Spelled, story: Story) -> None:
    draft, last = story.draft("type", event), story.last
    if last and isinstance(last.event, Spelled) and _goes_on(last.event, event):
        told = {"first": last.event.first, "subject": last.event.subject}
        story.swap_last(last.grown(event.model_copy(update=told)))
    else:
        story.add(draft)


def _goes_on(last: Spelled, event: Spelled) -> bool:
    return (last.window, last.secret, last.last) == (event.window, event.secret, event.first)


def step(draft: Draft, writer: Writer) -> Type:
    event = cast(Spelled, draft.event)
    writer.need(event.secret)
    text = part_of(event.secret, event.first, None if event.end else event.last)
    if draft.subject is None:
        return Type(type=text, window=draft.window, **writer.effects(draft))
    name, place = writer.target(draft)
    return Type(type=text, on=name, window=draft.window, **place, **writer.effects(draft))


def matters(draft: Draft, following: Draft | None) -> bool:
    return True

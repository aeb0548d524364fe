"""Typing into a field: one step however long the pause, until something else is done."""

from __future__ import annotations

from typing import cast

from clerkwork.bots.actions.fill import Fill
from clerkwork.recorder.events import Typed
from clerkwork.recorder.story import Draft, Story, same_subject
from clerkwork.recorder.writer import Writer


def take(event: Typed, story: Story) -> None:
    draft = story.draft("fill", event)
    last = story.last
    if last and last.action == "fill" and same_subject(last, draft):
        story.swap_last(last.grown(event))
    elif last and last.action == "click" and same_subject(last, draft) and not last.effects.matter:
        story.absorb_last(draft)  # the click only put the caret there
    else:
        story.add(draft)


def step(draft: Draft, writer: Writer) -> Fill:
    event = cast(Typed, draft.event)
    name, place = writer.target(draft)
    text = writer.password_for(draft) if event.secret else writer.given(draft, event.value or "")
    return Fill(fill=name, with_=text, **place, **writer.effects(draft))


def matters(draft: Draft, following: Draft | None) -> bool:
    """The beginning of a secret is worth nothing without the rest."""
    return not cast(Typed, draft.event).partial

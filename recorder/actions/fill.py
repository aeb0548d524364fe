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
        _join_earlier(story)
    else:
        story.add(draft)


def _join_earlier(story: Story) -> None:
    """A click in the middle of typing only put the caret elsewhere, or was on the field's own small arrows."""
    last, before = story.drafts[-1], story.drafts[-2] if len(story.drafts) > 1 else None
    if before and before.action == "fill" and same_subject(before, last) and not before.effects.matter:
        story.drafts.pop()
        story.swap_last(before.grown(last.event))


def step(draft: Draft, writer: Writer) -> Fill:
    event = cast(Typed, draft.event)
    name, place = writer.target(draft)
    text = writer.password_for(draft) if event.secret else writer.given(draft, event.value or "")
    return Fill(fill=name, with_=text, **place, **writer.effects(draft))


def matters(draft: Draft, following: Draft | None) -> bool:
    return True

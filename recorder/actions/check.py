"""Ticking a checkbox or a radio button, by mouse, label or key."""

from __future__ import annotations

from typing import cast

from clerkwork.bots.actions.check import Check
from clerkwork.bots.actions.uncheck import Uncheck
from clerkwork.recorder.events import Ticked
from clerkwork.recorder.story import Draft, Story, same_subject
from clerkwork.recorder.writer import Writer


def take(event: Ticked, story: Story) -> None:
    draft = story.draft("check" if event.checked else "uncheck", event)
    last = story.last
    if last and last.action == "click" and same_subject(last, draft):
        story.absorb_last(draft)
    else:
        story.add(draft)


def step(draft: Draft, writer: Writer) -> Check | Uncheck:
    name, place = writer.target(draft)
    if cast(Ticked, draft.event).checked:
        return Check(check=name, **place, **writer.effects(draft))
    return Uncheck(uncheck=name, **place, **writer.effects(draft))


def matters(draft: Draft, following: Draft | None) -> bool:
    return True

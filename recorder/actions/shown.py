"""An element that the person said must be visible, or must be usable."""

from __future__ import annotations

from typing import cast

from clerkwork.bots.actions.shown import Enabled, Shown
from clerkwork.recorder.events import Checked
from clerkwork.recorder.story import Draft, Story
from clerkwork.recorder.writer import Writer


def take(event: Checked, story: Story) -> None:
    story.add(story.draft(event.check, event))


def step(draft: Draft, writer: Writer) -> Shown | Enabled:
    name, place = writer.target(draft)
    if cast(Checked, draft.event).check == "shown":
        return Shown(shown=name, **place)
    return Enabled(enabled=name, **place)


def matters(draft: Draft, following: Draft | None) -> bool:
    return True

"""A text that the person said must be there."""

from __future__ import annotations

from typing import cast

from clerkwork.bots.actions.see import See
from clerkwork.recorder.events import Checked
from clerkwork.recorder.story import Draft, Story
from clerkwork.recorder.writer import Writer


def take(event: Checked, story: Story) -> None:
    story.add(story.draft("see", event))


def step(draft: Draft, writer: Writer) -> See:
    return See(see=writer.text(cast(Checked, draft.event).expected))


def matters(draft: Draft, following: Draft | None) -> bool:
    return True

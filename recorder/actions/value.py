"""A field that the person said must hold a value."""

from __future__ import annotations

from typing import cast

from clerkwork.bots.actions.value import Value
from clerkwork.recorder.events import Checked
from clerkwork.recorder.story import Draft, Story
from clerkwork.recorder.writer import Writer


def take(event: Checked, story: Story) -> None:
    story.add(story.draft("value", event))


def step(draft: Draft, writer: Writer) -> Value:
    name, _ = writer.target(draft)
    return Value(value=name, is_=writer.text(cast(Checked, draft.event).expected))


def matters(draft: Draft, following: Draft | None) -> bool:
    return True

"""Keys and chords that do more than put letters into a field."""

from __future__ import annotations

from typing import cast

from clerkwork.bots.actions.press import Press
from clerkwork.recorder.events import Pressed
from clerkwork.recorder.story import Draft, Story
from clerkwork.recorder.writer import Writer

_WANDERING = ("Tab", "Shift+Tab")


def take(event: Pressed, story: Story) -> None:
    story.add(story.draft("press", event))


def step(draft: Draft, writer: Writer) -> Press:
    key = cast(Pressed, draft.event).key
    if draft.subject is None:
        return Press(press=key, window=draft.window, **writer.effects(draft))
    name, place = writer.target(draft)
    return Press(press=key, on=name, window=draft.window, **place, **writer.effects(draft))


def matters(draft: Draft, following: Draft | None) -> bool:
    """Tab only leads on to the next field, unless the page reacts to it."""
    return draft.effects.matter or cast(Pressed, draft.event).key not in _WANDERING

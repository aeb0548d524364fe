"""Keys and chords that do more than put letters into a field."""

from __future__ import annotations

from typing import cast

from clerkwork.bots.actions.press import Press
from clerkwork.recorder.events import Pressed
from clerkwork.recorder.story import LOOKING, Draft, Story, same_subject
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
    """Tab only leads on to the next field, unless the page reacts to it in a way that nothing later brings about."""
    effects = draft.effects
    if effects.matter or cast(Pressed, draft.event).key not in _WANDERING:
        return True
    if effects.requested or effects.reacted == "handled":
        return True
    return effects.reacted == "changed" and not _leaves_too(draft, following)


def _leaves_too(draft: Draft, following: Draft | None) -> bool:
    """Whether the next step takes the focus away as well."""
    return (
        following is not None
        and following.action not in LOOKING
        and following.subject is not None
        and not same_subject(draft, following)
    )

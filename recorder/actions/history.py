"""The browser's own buttons: back, forward, reload."""

from __future__ import annotations

from typing import cast

from clerkwork.bots.actions.history import Back, Forward, Reload
from clerkwork.bots.systems import origin_of
from clerkwork.recorder.events import Navigated, Pressed
from clerkwork.recorder.story import Draft, Story
from clerkwork.recorder.writer import Writer

_KEYS = frozenset(
    {"F5", "Control+F5", "Control+r", "Control+Shift+R", "Meta+r", "Alt+ArrowLeft", "Alt+ArrowRight"}
)
"""What the browser takes for its buttons when the page leaves them to it."""

_AT_ONCE = 1.0


def take(event: Navigated, story: Story) -> None:
    origin = origin_of(event.url)
    if event.main:
        story.urls[event.window] = event.url
        story.origins[event.window] = origin or story.origins.get(event.window, "")
    last = story.last
    if last and isinstance(last.event, Pressed) and last.event.key in _KEYS and event.at - last.at < _AT_ONCE:
        story.drafts.pop()
    story.add(Draft(action=event.how, event=event, at=event.at, until=event.at, origin=origin))


def step(draft: Draft, writer: Writer) -> Back | Forward | Reload:
    keys = writer.effects(draft)
    if cast(Navigated, draft.event).how == "reload":
        return Reload(reload=draft.window, **keys)
    if draft.action == "back":
        return Back(back=draft.window, **keys)
    return Forward(forward=draft.window, **keys)


def matters(draft: Draft, following: Draft | None) -> bool:
    return True

"""A window that the person closed; one that its page closed is only an effect."""

from __future__ import annotations

from clerkwork.bots.actions.close import Close
from clerkwork.recorder.events import WindowClosed
from clerkwork.recorder.story import Draft, Story
from clerkwork.recorder.writer import Writer


def take(event: WindowClosed, story: Story) -> None:
    story.add(Draft(action="close", event=event, at=event.at, until=event.at))


def step(draft: Draft, writer: Writer) -> Close:
    return Close(close=draft.window, **writer.effects(draft))


def matters(draft: Draft, following: Draft | None) -> bool:
    """The last thing one does is close the window; the bot's run does that anyway."""
    return following is not None and draft.window != "main"

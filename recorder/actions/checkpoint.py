"""Pictures that the person wants compared, and the parts that they leave out."""

from __future__ import annotations

from typing import cast

from clerkwork.bots.actions.checkpoint import Checkpoint, Region
from clerkwork.bots.naming import snake
from clerkwork.recorder.events import Asked, Checked
from clerkwork.recorder.story import Draft, Story
from clerkwork.recorder.writer import Writer

_MOST_LETTERS = 60


def take(event: Asked | Checked, story: Story) -> None:
    """Masks are pointed at or drawn first; the checkpoint takes all that were since the last one."""
    if isinstance(event, Checked):
        story.masks.append(story.draft("checkpoint", event))
    else:
        story.add(story.checkpoint(event))


def step(draft: Draft, writer: Writer) -> Checkpoint:
    title = cast(Asked, draft.event).title
    name = snake(title)[:_MOST_LETTERS].strip("_").replace("_", "-") or "page"
    masks = tuple(dict.fromkeys(mask for one in draft.masks if (mask := _mask(one, writer))))
    return Checkpoint(checkpoint=writer.checkpoint_name(name), window=draft.window, mask=masks)


def _mask(draft: Draft, writer: Writer) -> str | Region | None:
    """The target that was pointed at, or the rectangle that was drawn on it."""
    on = writer.target(draft)[0] if draft.subject else None
    drawn = cast(Checked, draft.event).region
    return Region(on=on, **drawn.model_dump()) if drawn else on


def matters(draft: Draft, following: Draft | None) -> bool:
    return True

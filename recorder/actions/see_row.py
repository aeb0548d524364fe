"""A table row that the person said must be there."""

from __future__ import annotations

from typing import cast

from clerkwork.bots.actions.see_row import SeeRow
from clerkwork.recorder.actions.see import lasting
from clerkwork.recorder.events import Checked
from clerkwork.recorder.story import Draft, Story
from clerkwork.recorder.writer import Writer


def take(event: Checked, story: Story) -> None:
    if event.cells:
        story.add(story.draft("see_row", event))


def step(draft: Draft, writer: Writer) -> SeeRow:
    """Where an input tells the row, other identifiers in it may be new in every run; else they tell it."""
    cells = cast(Checked, draft.event).cells
    if any("{{ inputs." in writer.text(cell) for cell in cells):
        cells = tuple(lasting(cell, writer.wording.inputs.values()) for cell in cells)
    return SeeRow(see_row=tuple(writer.text(cell) for cell in cells))


def matters(draft: Draft, following: Draft | None) -> bool:
    return True

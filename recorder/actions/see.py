"""A text that the person said must be there."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import cast

from clerkwork.bots.actions.see import See
from clerkwork.recorder.events import Checked
from clerkwork.recorder.story import Draft, Story
from clerkwork.recorder.writer import Writer

_IDENTIFIER = re.compile(r"\b([A-Za-z]{1,6}[-_/#]?)\d{3,}\b")


def take(event: Checked, story: Story) -> None:
    story.add(story.draft("see", event))


def step(draft: Draft, writer: Writer) -> See:
    return See(see=writer.text(lasting(cast(Checked, draft.event).expected, writer.wording.inputs.values())))


def lasting(text: str, inputs: Iterable[str]) -> str:
    """The text without what is new in every run: the number of an identifier such as L-1001 becomes *,
    unless it is one of the inputs."""
    known = " ".join(inputs)
    return _IDENTIFIER.sub(lambda found: found[0] if found[0] in known else f"{found[1]}*", text)


def matters(draft: Draft, following: Draft | None) -> bool:
    return True

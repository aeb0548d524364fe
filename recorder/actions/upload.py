"""Giving files to a file input, or dropping them on a place of the page. The press that opened the file dialog is no step of its own."""

from __future__ import annotations

from typing import cast

from clerkwork.bots.actions.upload import Upload
from clerkwork.recorder.events import Uploaded
from clerkwork.recorder.story import Draft, Story, same_subject
from clerkwork.recorder.writer import Writer


def take(event: Uploaded, story: Story) -> None:
    draft = story.draft("upload", event)
    last = story.last
    if last and last.action == "upload" and same_subject(last, draft) and not last.effects.matter:
        story.swap_last(last.grown(event))
    elif last and last.action == "click" and same_subject(last, draft) and not last.effects.matter:
        story.absorb_last(draft)
    else:
        story.add(draft)


def step(draft: Draft, writer: Writer) -> Upload:
    name, place = writer.target(draft)
    files = tuple(one.kept or one.name for one in cast(Uploaded, draft.event).files)
    writer.uploads += files
    return Upload(upload=name, files=tuple(map(writer.text, files)), **place, **writer.effects(draft))


def matters(draft: Draft, following: Draft | None) -> bool:
    return True

"""Choosing in a list, by its open list or by typing: one step with what was chosen last."""

from __future__ import annotations

from typing import Literal, cast

from clerkwork.bots.actions.select import Select
from clerkwork.recorder.events import Chosen
from clerkwork.recorder.story import Draft, Story, same_subject
from clerkwork.recorder.writer import Writer


def take(event: Chosen, story: Story) -> None:
    draft = story.draft("select", event)
    last = story.last
    if last and last.action == "select" and last.ref == draft.ref and not last.effects.matter:
        story.swap_last(last.grown(event))
    elif last and last.action == "click" and same_subject(last, draft) and not last.effects.matter:
        story.absorb_last(draft)
        _join_earlier(story)
    else:
        story.add(draft)


def _join_earlier(story: Story) -> None:
    """Each click in a list of several choices tells all that is chosen by then."""
    last, before = story.drafts[-1], story.drafts[-2] if len(story.drafts) > 1 else None
    if before and before.action == "select" and same_subject(before, last) and not before.effects.matter:
        story.drafts.pop()
        story.swap_last(before.grown(last.event))


def step(draft: Draft, writer: Writer) -> Select:
    event = cast(Chosen, draft.event)
    name, place = writer.target(draft)
    texts = tuple(writer.given(draft, text) for text in event.values or event.labels)
    choose = texts[0] if len(texts) == 1 and not event.multiple else texts
    match: Literal["label", "value"] = "value" if event.values else "label"
    return Select(select=name, choose=choose, match=match, **place, **writer.effects(draft))


def matters(draft: Draft, following: Draft | None) -> bool:
    return True

"""What the person says about the steps themselves: undo, commit, and that a value is an input."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from clerkwork.bots.naming import MOST_LETTERS
from clerkwork.recorder.events import Asked, Chosen, Typed
from clerkwork.recorder.naming import tellings
from clerkwork.recorder.story import Draft, Story


def note(event: Asked, story: Story, kept: Sequence[Draft]) -> None:
    """`kept` are the drafts that would be steps if recording ended here."""
    if event.what == "commit":
        story.commits.append(event.at)
    elif event.what == "undo":
        _undo(story, kept)
    elif event.what == "input":
        filled = last_filled(kept)
        if filled:
            _change(story, filled, replace(filled, input=event.title))


def _undo(story: Story, kept: Sequence[Draft]) -> None:
    """Takes back what was said or done last: a mask that no checkpoint has yet, a mark, or a step."""
    last = kept[-1].until if kept else 0.0
    mask = story.masks[-1].at if story.masks else 0.0
    mark = story.commits[-1] if story.commits else 0.0
    if mask > max(last, mark):
        story.masks.pop()
    elif mark > last:
        story.commits.pop()
    elif kept:
        _change(story, kept[-1], replace(kept[-1], undone=True))


def _change(story: Story, old: Draft, new: Draft) -> None:
    """An undone draft stays in its place, so that what the page still does is not laid to the one before."""
    place = next(place for place, draft in enumerate(story.drafts) if draft.event is old.event)
    story.drafts[place] = new


def last_filled(kept: Sequence[Draft]) -> Draft | None:
    """The newest draft that gave a field a value which may become an input."""
    return next((draft for draft in reversed(kept) if draft.input is None and value_of(draft)), None)


def value_of(draft: Draft) -> str | None:
    """What a field was given, if it is one text and no secret."""
    event = draft.event
    if isinstance(event, Typed):
        return None if event.secret or "«secret:" in (event.value or "") else event.value
    if isinstance(event, Chosen) and len(event.labels) == 1 and not event.multiple:
        return event.labels[0]
    return None


def inputs_named(kept: Sequence[Draft]) -> dict[str, str]:
    """The inputs that the person named, with the values that they have in this recording."""
    return {draft.input: value_of(draft) or "" for draft in kept if draft.input}


def offer(kept: Sequence[Draft], taken: Collection[str]) -> str | None:
    """A name for an input of what was filled last; none if nothing was."""
    draft = last_filled(kept)
    if draft is None or draft.subject is None:
        return None
    wanted = tellings(draft.subject)[0][:MOST_LETTERS]
    name, number = wanted, 2
    while name in taken:
        name, number = f"{wanted}_{number}", number + 1
    return name

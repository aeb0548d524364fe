"""Presses of a mouse button, and clicks that a key did."""

from __future__ import annotations

from typing import Literal, cast

from clerkwork.bots.actions.click import Click, Position
from clerkwork.recorder.events import Clicked, Down, Up
from clerkwork.recorder.story import Draft, Story, same_subject
from clerkwork.recorder.writer import Writer

_MOST_CLICKS = 3


def take(event: Down | Up | Clicked, story: Story) -> None:
    if isinstance(event, Down):
        story.add(story.draft("click", event, sure=False))
        if event.window == "main" and event.viewport:
            story.viewport = event.viewport
    elif isinstance(event, Up):
        _released(event, story)
    elif event.press is None:
        story.add(story.draft("click", event))
    else:
        _clicked(event, story)


def _released(up: Up, story: Story) -> None:
    """A press whose element the page took away at once was a click, though none was reported."""
    place = place_of_press(up.press, story)
    if place is not None and up.gone:
        story.drafts[place] = story.drafts[place].grown(story.drafts[place].event, sure=True)


def _clicked(event: Clicked, story: Story) -> None:
    place = place_of_press(event.press, story)
    if place is None:
        return
    draft = story.drafts[place]
    pressed = draft.event
    if isinstance(pressed, Down):
        told = {"button": pressed.button, "modifiers": pressed.modifiers, "position": pressed.position}
        event = event.model_copy(update=told | {"subject": pressed.subject})
    story.drafts[place] = draft.grown(event, sure=True)
    if event.count > 1:
        _join(place, story)


def _join(place: int, story: Story) -> None:
    """The second click of a double click belongs to the first, if both hit the same thing."""
    draft = story.drafts[place]
    before = story.drafts[place - 1] if place else None
    count = min(cast(Clicked, draft.event).count, _MOST_CLICKS)
    if (
        before
        and isinstance(before.event, Clicked)
        and same_subject(before, draft)
        and before.event.count == count - 1
    ):
        joined = draft.grown(draft.event.model_copy(update={"count": count}))
        story.drafts[place - 1 : place + 1] = [before]
        story.drafts[place - 1] = _with_effects_of(before, joined)
    else:
        story.drafts[place] = draft.grown(draft.event.model_copy(update={"count": 1}))


def _with_effects_of(first: Draft, last: Draft) -> Draft:
    grown = first.grown(last.event)
    return type(grown)(**{**vars(grown), "effects": first.effects.and_(last.effects)})


def place_of_press(press: str | None, story: Story) -> int | None:
    """Where the draft of a press is; only the last few can be meant."""
    for place in range(len(story.drafts) - 1, max(-1, len(story.drafts) - 6), -1):
        event = story.drafts[place].event
        if isinstance(event, Down) and event.press == press:
            return place
    return None


def step(draft: Draft, writer: Writer) -> Click:
    event = cast(Clicked | Down, draft.event)
    name, place = writer.target(draft)
    count = cast(Literal[1, 2, 3], event.count if isinstance(event, Clicked) else 1)
    position = Position(x=event.position.x, y=event.position.y) if event.position else None
    return Click(
        click=name,
        button=event.button,
        count=count,
        modifiers=event.modifiers,
        position=position,
        **place,
        **writer.effects(draft),
    )


def matters(draft: Draft, following: Draft | None) -> bool:
    """A press on a list only opens it; what is chosen there is a step of its own."""
    tag = draft.subject.fingerprint.tag if draft.subject else ""
    is_list = tag in ("select", "option", "optgroup")
    return draft.effects.matter or not is_list or getattr(draft.event, "button", "left") != "left"

"""Addresses that the person typed, also the page that was open when recording began."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from clerkwork.bots.actions.open import Open
from clerkwork.bots.systems import origin_of
from clerkwork.recorder.events import Navigated, WindowOpened
from clerkwork.recorder.story import Draft, Story
from clerkwork.recorder.writer import Writer

_NOTES = {"history": "went back or forward"}


def take(event: Navigated | WindowOpened, story: Story) -> None:
    origin = origin_of(event.url)
    if origin is None or (story.urls.get(event.window) == event.url and isinstance(event, WindowOpened)):
        return
    before = story.urls.get(event.window, "")
    story.urls[event.window] = (event.landed if isinstance(event, Navigated) else None) or event.url
    story.origins[event.window] = origin
    landed = origin_of(story.urls[event.window])
    if landed and landed != origin:
        story.led_to.append((origin, landed))
        story.origins[event.window] = landed
    if story.goes_on and isinstance(event, WindowOpened):
        return  # steps of the bot that are kept have led there
    last = story.last
    draft = Draft(action="open", event=event, at=event.at, until=event.at, origin=origin)
    same = event.url != before and event.url.partition("#")[0] == before.partition("#")[0]
    on_the_way = last and last.action == "open" and last.window == event.window and _is_plain(event)
    if story.resumed:
        draft, story.resumed = replace(draft, by_recorder=True), False
        if on_the_way and event.url == before:
            return  # it was open, and nothing done there
    elif on_the_way and not same:
        passed = story.drafts.pop()  # on the way to this address: nothing was done there
        draft = replace(draft, by_recorder=passed.by_recorder and event.url == before)
    story.add(draft)


def _is_plain(event: Navigated | WindowOpened) -> bool:
    return isinstance(event, Navigated) and event.how == "address"


def step(draft: Draft, writer: Writer) -> Open:
    event = cast(Navigated | WindowOpened, draft.event)
    note = _NOTES.get(event.how) if isinstance(event, Navigated) else None
    place = writer.systems.place(event.url) or event.url
    return Open(open=writer.text(place), window=draft.window, note=note, **writer.effects(draft))


def matters(draft: Draft, following: Draft | None) -> bool:
    """What the recorder opens in a new browser to go on from is no step before somebody does."""
    return following is not None or not draft.by_recorder

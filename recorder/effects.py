"""Ties what the browser did to the step that caused it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Literal

from clerkwork.bots.systems import origin_of
from clerkwork.recorder.events import (
    Answered,
    AnyEvent,
    Downloaded,
    Navigated,
    Pressed,
    Reacted,
    Requested,
    SignedIn,
    Started,
    WindowClosed,
    WindowOpened,
)
from clerkwork.recorder.story import CLOCKS, LOOKING, Draft, Effects, Story

PATIENCE = 3.0
"""Seconds after an act in which a navigation or a request still counts as its effect."""

_ANY_TIME = 3600.0


def note(event: AnyEvent, story: Story) -> None:
    """Takes an event that is no act."""
    rule = _RULES.get(event.kind)
    if rule:
        rule(event, story)


def _answered(event: Answered, story: Story) -> None:
    _attach(story, event.at, Effects(dialogs=(event,)), _ANY_TIME)


def _downloaded(event: Downloaded, story: Story) -> None:
    _attach(story, event.at, Effects(download=event), _ANY_TIME)


def _reacted(event: Reacted, story: Story) -> None:
    for place in range(len(story.drafts) - 1, -1, -1):
        draft = story.drafts[place]
        if isinstance(draft.event, Pressed) and draft.event.press == event.press:
            told: Literal["handled", "changed"] = "handled" if event.handled else "changed"
            story.drafts[place] = replace(draft, effects=draft.effects.and_(Effects(reacted=told)))
            return


def _requested(event: Requested, story: Story) -> None:
    _attach(story, event.at, Effects(requested=True), PATIENCE)


def _window_opened(event: WindowOpened, story: Story) -> None:
    if event.opener:
        story.urls[event.window] = event.url
        story.origins.setdefault(event.window, story.origins.get(event.opener, ""))
        _attach(story, event.at, Effects(opens=event.window), _ANY_TIME)


def _window_closed(event: WindowClosed, story: Story) -> None:
    if event.by == "page":
        _attach(story, event.at, Effects(closed=True), PATIENCE)


def _navigated(event: Navigated, story: Story) -> None:
    """A page went on by itself or because of the last step."""
    if event.how not in ("page", "timer"):
        return
    origin = origin_of(event.url)
    if event.main:
        story.urls[event.window] = event.url
    if origin:
        story.led_to.append((story.origins.get(event.window, ""), origin))
    if origin and event.main:
        story.origins[event.window] = origin
    last = story.last
    if event.how == "page" and (last is None or last.action != "open"):
        _attach(story, event.at, Effects(navigated=True), PATIENCE)


def _signed_in(event: SignedIn, story: Story) -> None:
    if event.origin not in story.basic:
        story.basic.append(event.origin)


def _started(event: Started, story: Story) -> None:
    story.viewport = event.viewport or story.viewport
    story.resumed = event.resumed and event.viewport is not None


def _attach(story: Story, at: float, effects: Effects, patience: float) -> None:
    """The cause is the last step that had begun by then."""
    for place in range(len(story.drafts) - 1, -1, -1):
        draft = story.drafts[place]
        if draft.at <= at + CLOCKS:
            if at - draft.until <= patience and _can_cause(draft):
                story.drafts[place] = replace(draft, effects=draft.effects.and_(effects))
            return


def _can_cause(draft: Draft) -> bool:
    return draft.action not in LOOKING


_RULES: dict[str, Callable[[Any, Story], None]] = {
    "answered": _answered,
    "downloaded": _downloaded,
    "reacted": _reacted,
    "requested": _requested,
    "window_opened": _window_opened,
    "window_closed": _window_closed,
    "navigated": _navigated,
    "signed_in": _signed_in,
    "started": _started,
}

"""The drafts of steps while events are read one after another; nothing in here knows a browser."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Literal

from clerkwork.recorder.events import Act, Answered, AnyEvent, Description, Downloaded, Spot
from clerkwork.selectors.target import Candidate

LOOKING = frozenset({"see", "see_row", "shown", "enabled", "value", "checkpoint"})
"""Actions that only look; nothing that the browser does comes of them."""

CLOCKS = 0.05
"""Seconds by which the clocks of the page and of the recorder may seem to differ."""


@dataclass(frozen=True)
class Effects:
    """What the browser did because of a step."""

    dialogs: tuple[Answered, ...] = ()
    opens: str | None = None
    download: Downloaded | None = None
    navigated: bool = False
    requested: bool = False
    closed: bool = False
    reacted: Literal["handled", "changed"] | None = None

    @property
    def matter(self) -> bool:
        """Whether the step cannot be left out."""
        return bool(self.dialogs or self.opens or self.download or self.navigated or self.closed)

    def and_(self, other: Effects) -> Effects:
        return Effects(
            dialogs=self.dialogs + other.dialogs,
            opens=self.opens or other.opens,
            download=self.download or other.download,
            navigated=self.navigated or other.navigated,
            requested=self.requested or other.requested,
            closed=self.closed or other.closed,
            reacted=self.reacted or other.reacted,
        )


@dataclass(frozen=True)
class Draft:
    """A step that may still grow. `event` is the newest of its events; `at` is when it began.

    A draft that is not `sure` becomes a step only if the browser did something because of it; one
    `by_recorder` only if something was done after it.
    """

    action: str
    event: AnyEvent
    at: float
    until: float
    ref: str | None = None
    subject: Description | None = None
    picture: str | None = None
    spot: Spot | None = None
    origin: str | None = None
    sure: bool = True
    effects: Effects = Effects()
    masks: tuple[Draft, ...] = ()
    commit: bool = False
    input: str | None = None
    undone: bool = False
    by_recorder: bool = False

    @property
    def window(self) -> str:
        return self.event.window

    def grown(self, event: AnyEvent, *, sure: bool | None = None) -> Draft:
        """The same step after one more event of it."""
        sure = self.sure if sure is None else sure
        return replace(self, event=event, until=max(self.until, event.at), sure=sure)


@dataclass
class Story:
    """What happened so far. Only `recorder/actions/` and `recorder/effects.py` write in it."""

    drafts: list[Draft] = field(default_factory=list)
    urls: dict[str, str] = field(default_factory=dict)
    origins: dict[str, str] = field(default_factory=dict)
    basic: list[str] = field(default_factory=list)
    led_to: list[tuple[str, str]] = field(default_factory=list)
    viewport: tuple[int, int] | None = None
    goes_on: bool = False
    resumed: bool = False
    masks: list[Draft] = field(default_factory=list)
    commits: list[float] = field(default_factory=list)
    _seen: dict[str, Description] = field(default_factory=dict)

    @property
    def last(self) -> Draft | None:
        """What may still grow."""
        return self.drafts[-1] if self.drafts and not self.drafts[-1].undone else None

    def draft(self, action: str, event: Act, *, sure: bool = True) -> Draft:
        """A new draft of an act, with the description that its element had first or has now."""
        subject = event.subject
        if subject and subject.is_:
            self._seen[subject.ref] = subject.is_
        origin = event.origin or self.origins.get(event.window)
        if origin:
            self.origins[event.window] = origin
        return Draft(
            action=action,
            event=event,  # type: ignore[arg-type]  # every Act but the class itself is an AnyEvent
            at=event.at,
            until=event.at,
            ref=subject.ref if subject else None,
            subject=self._seen.get(subject.ref) if subject else None,
            picture=event.picture,
            spot=event.spot,
            origin=origin,
            sure=sure,
        )

    def checkpoint(self, event: Act) -> Draft:
        """A new draft of a checkpoint, which takes the masks that were pointed at before it."""
        masks, self.masks = tuple(self.masks), []
        return replace(self.draft("checkpoint", event), masks=masks)

    def add(self, draft: Draft) -> None:
        self.drafts.append(draft)

    def swap_last(self, draft: Draft) -> None:
        self.drafts[-1] = draft

    def absorb_last(self, draft: Draft) -> None:
        """`draft` takes the place of the last one and keeps what that one was and caused."""
        last = self.drafts.pop()
        self.drafts.append(
            replace(
                draft,
                at=last.at,
                subject=last.subject or draft.subject,
                picture=last.picture or draft.picture,
                spot=last.spot if last.picture else draft.spot,
                effects=last.effects.and_(draft.effects),
            )
        )


def same_subject(one: Draft, other: Draft) -> bool:
    """Whether both are about one element, also if the page put a new one in its place meanwhile."""
    if one.ref is None or other.ref is None:
        return one.ref is other.ref and one.window == other.window
    return one.ref == other.ref or (one.window == other.window and same_place(one.subject, other.subject))


def same_place(one: Description | None, other: Description | None) -> bool:
    """Whether two descriptions lead to the same place."""
    return one is not None and other is not None and place_of(one) == place_of(other)


def place_of(description: Description) -> tuple[str | None, object, tuple[Candidate, ...]]:
    return description.url, description.frame, description.candidates


def in_order(events: Iterable[AnyEvent]) -> list[AnyEvent]:
    """Acts are reported by pages, effects by the browser: an act that came late goes before its effects."""
    ordered: list[AnyEvent] = []
    for event in events:
        place = len(ordered)
        if isinstance(event, Act):
            while place and _came_early(ordered[place - 1], event):
                place -= 1
        ordered.insert(place, event)
    return ordered


def _came_early(earlier: AnyEvent, act: Act) -> bool:
    if isinstance(earlier, Act) or earlier.kind in ("started", "signed_in"):
        return False
    cause = earlier.opener if earlier.kind == "window_opened" else earlier.window
    return cause == act.window and earlier.at > act.at + CLOCKS

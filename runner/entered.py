"""What a run has put into fields since it last pressed anything, and whether it is still there.

Some pages draw a panel anew by a timer, some time after a choice and without asking their server. A person
sees that and waits; a run may have filled by then what is about to be replaced, and would send empty fields.
So the fields are looked at right before a press, when nothing but the page itself can have changed them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Frame

from clerkwork.bots.actions.acting import Action
from clerkwork.bots.actions.check import Check
from clerkwork.bots.actions.click import Click
from clerkwork.bots.actions.drag import Drag
from clerkwork.bots.actions.fill import Fill
from clerkwork.bots.actions.press import Press
from clerkwork.bots.actions.select import Select
from clerkwork.bots.actions.uncheck import Uncheck
from clerkwork.bots.actions.upload import Upload
from clerkwork.runner.deadline import Deadline
from clerkwork.runner.errors import FieldEmptied
from clerkwork.runner.settle import TURN, settle
from clerkwork.runner.sight import Wanted, look
from clerkwork.selectors.holdings import Guarded, guard, holdings
from clerkwork.selectors.resolve import Found

if TYPE_CHECKING:
    from clerkwork.runner.session import Session

ENTERING = (Fill, Select, Check, Uncheck)
"""Actions that put something into a field."""

PRESSING = (Click, Press, Drag, Upload)
"""Actions after which a page may do with its fields what it likes."""

ROUNDS = 2
"""How often fields are filled again before a press; a page that empties them a third time wants it so."""


@dataclass(frozen=True)
class Held:
    """What a field holds, and the mark of the document that it is in."""

    text: str
    document: str


@dataclass(frozen=True)
class Entry:
    """One field: what it held `before` the step, was given by it (`put`, if that can be told), and `held` once
    the page had settled, unless it was `redrawn` without it by then. `traffic` counts what the pages had asked for before; `again` does the step once more.
    """

    step: Action
    wanted: Wanted
    found: Found
    before: Held
    put: str | None
    traffic: tuple[int, int]
    again: Callable[[Deadline], Awaitable[object]]
    held: Held | None = None
    redrawn: bool = False


@dataclass(frozen=True)
class Look:
    """An entry's field now. `anew`: another element stands in its place; `alone`: without the server's doing."""

    before: str
    held: str
    now: str
    anew: bool
    alone: bool
    is_list: bool

    @property
    def is_lost(self) -> bool:
        """Whether it is back at what it held before, or empty. A list that sets itself back is a menu."""
        back = self.now != self.held and self.now in (self.before, "")
        return back and (self.anew or not self.is_list)


def lost(fields: Sequence[Look]) -> list[int]:
    """Which fields, in the order in which they were entered, must be entered again. Pure.

    What a page reformats is not lost. Who took the rest? The last one entered lost it to the page alone, and so
    did the others then. Where the last one still holds, an earlier one may depend on it (a city on its country),
    unless it was drawn anew while no server was asked.
    """
    every = bool(fields) and fields[-1].is_lost
    return [at for at, one in enumerate(fields) if one.is_lost and (every or (one.anew and one.alone))]


async def held_by(*fields: Found) -> list[Held | None]:
    """What each holds; None for one that is gone, or whose frame does not answer. One round trip per frame."""
    frames = list(dict.fromkeys(field.frame for field in fields))
    parts = await asyncio.gather(*(_held_in(frame, fields) for frame in frames))
    held = {token: one for part in parts for token, one in part.items()}
    return [held.get(field.token) for field in fields]


async def _held_in(frame: Frame, fields: Sequence[Found]) -> dict[str, Held]:
    tokens = [field.token for field in fields if field.frame is frame]
    try:
        document, texts = await holdings(frame, tokens)
    except PlaywrightError:
        return {}
    return {
        token: Held(text, document) for token, text in zip(tokens, texts, strict=True) if text is not None
    }


def given(session: Session, step: Action) -> str | None:
    """What the step puts into its field, as the field will hold it; None where only the page can tell."""
    if isinstance(step, Fill):
        return session.text(step.with_)
    return "true" if isinstance(step, Check) else "false" if isinstance(step, Uncheck) else None


def is_watched(step: Action) -> bool:
    """Whether it only enters something: what may act by itself, or must not be done twice, is not entered again."""
    acts = (
        step.commit or step.after in ("navigation", "requests") or step.opens or step.dialogs or step.download
    )
    return isinstance(step, ENTERING) and not acts


def note_entry(session: Session, entry: Entry) -> None:
    """A step has entered something; what its field got before is no more."""
    session.entered = [one for one in session.entered if one.wanted != entry.wanted]
    session.entered.append(entry)


async def note_settled(session: Session) -> None:
    """The page has settled after an entering step: note what its field holds now. A field that was drawn anew
    by then, as it was before, shall hold what was put into it."""
    if not session.entered or session.entered[-1].held is not None:
        return
    entry = session.entered.pop()
    if entry.traffic != session.traffic.counts:
        return
    [seen] = await _see(session, [entry])
    if seen:
        found, now = seen
        is_lost = found.token != entry.found.token and now.text == entry.before.text
        held = now if entry.put is None or not is_lost else replace(now, text=entry.put)
        session.entered.append(replace(entry, found=found, held=held, redrawn=is_lost))


async def still_there(session: Session, deadline: Deadline) -> bool:
    """Whether every field holds what it was given; one that does not is filled again, and it is False.

    Raises FieldEmptied when the page takes it away once more, and what filling raises.
    """
    for attempt in range(ROUNDS + 1):
        again = await _lost(session)
        if not again:
            return attempt == 0
        if attempt == ROUNDS:
            break
        for entry in again:
            session.note(f"the page had emptied {entry.wanted.name!r} after it was filled; filled again")
            await entry.again(deadline)
            if session.entered[-1].wanted == entry.wanted:
                session.entered[-1] = replace(session.entered[-1], held=entry.held)
        await settle(session.page(), session.traffic, session.traffic.counts, None, deadline, TURN)
    raise FieldEmptied(
        f"the page empties {again[0].wanted.name!r} whenever it is filled",
        "add a check of what the page shows when it is ready for it, or fill it in another order",
    )


async def guard_press(session: Session) -> list[Frame]:
    """Stop the press to come if a field loses what it holds until then; the frames where that is watched."""
    frames = list(dict.fromkeys(entry.found.frame for entry in session.entered))
    await asyncio.gather(
        *(_guard(frame, [one for one in session.entered if one.found.frame is frame]) for frame in frames)
    )
    return frames


async def was_stopped(frames: Sequence[Frame]) -> bool:
    """Whether the press was kept from the page, which has not heard of it."""
    return any(await asyncio.gather(*(_guard(frame, ()) for frame in frames)))


async def _guard(frame: Frame, entries: Sequence[Entry]) -> bool:
    fields = [
        Guarded(one.found.token, _held(one), one.before.text, isinstance(one.step, Select)) for one in entries
    ]
    try:
        return await guard(frame, fields)
    except PlaywrightError:
        return False  # the press has taken the frame away, so it was not stopped


def _held(entry: Entry) -> str:
    return (entry.held or entry.before).text


async def _lost(session: Session) -> list[Entry]:
    """The entries to be entered again; what is to stay lost is watched no longer."""
    seen = await _see(session, session.entered)
    there = [(entry, one) for entry, one in zip(session.entered, seen, strict=True) if one]
    looks = [_compared(session, entry, *one) for entry, one in there]
    again = [there[at][0] for at in lost(looks)]
    held = [
        replace(entry, found=one[0]) for (entry, one), at in zip(there, looks, strict=True) if not at.is_lost
    ]
    session.entered = [*held, *again]
    return again


def _compared(session: Session, entry: Entry, found: Found, now: Held) -> Look:
    return Look(
        before=entry.before.text,
        held=_held(entry),
        now=now.text,
        anew=entry.redrawn or found.token != entry.found.token,
        alone=entry.traffic == session.traffic.counts,
        is_list=isinstance(entry.step, Select),
    )


async def _see(session: Session, entries: Sequence[Entry]) -> list[tuple[Found, Held] | None]:
    """Each entry's field, or what stands in its place in the same document; None when neither is there."""
    held = await held_by(*(entry.found for entry in entries))
    return [
        (entry.found, now) if now else await _see_anew(session, entry)
        for entry, now in zip(entries, held, strict=True)
    ]


async def _see_anew(session: Session, entry: Entry) -> tuple[Found, Held] | None:
    page = entry.found.frame.page
    resolution = (
        None if page.is_closed() else (await look(page, session.target(entry.wanted.name), entry.wanted))[0]
    )
    if resolution is None or resolution.found is None:
        return None
    [now] = await held_by(resolution.found)
    known = entry.before.document
    return (resolution.found, now) if now and now.document == known else None

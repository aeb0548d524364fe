"""What a recording knows only half of, because recorder or browser died in the middle of it. Pure but for file sizes.

An act is whole when all of it is in the journal: of an upload the copies of its files, of a press that raised a
dialog the answer that the person gave.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from clerkwork.recorder.events import Act, Answered, AnyEvent, KeptFile, Raised, Uploaded


def whole(events: Sequence[AnyEvent], bundle: Path) -> list[AnyEvent]:
    """The events without acts that were still on their way when the journal broke off."""
    return with_whole_files(without_open_dialog(events), bundle)


def without_open_dialog(events: Sequence[AnyEvent]) -> list[AnyEvent]:
    """Without the last act, if the dialog that it raised was never answered."""
    talk = [place for place, event in enumerate(events) if isinstance(event, Raised | Answered)]
    if not talk or isinstance(events[talk[-1]], Answered):
        return list(events)
    opened = events[talk[-1]].at
    acts = [place for place, event in enumerate(events) if isinstance(event, Act) and event.at <= opened]
    later = any(isinstance(event, Act) and event.at > opened for event in events)
    if not acts or later:  # the browser answers some by itself, and the person goes on
        return list(events)
    return [event for place, event in enumerate(events) if place != acts[-1]]


def with_whole_files(events: Sequence[AnyEvent], bundle: Path) -> list[AnyEvent]:
    """The events without copies that broke off, because the page went away, the browser died, or it could not be read.

    Files of which only a part is there are named, as those too large to be copied are: the bot says that they are
    missing. If nothing was done after them, the act itself was still on its way, and is left out.
    """
    last_act = max((place for place, event in enumerate(events) if isinstance(event, Act)), default=-1)
    settled: list[AnyEvent] = []
    for place, event in enumerate(events):
        if isinstance(event, Uploaded) and (
            broken := [one for one in event.files if not _is_whole(one, bundle)]
        ):
            if place == last_act:
                continue
            files = tuple(
                one.model_copy(update={"kept": None}) if one in broken else one for one in event.files
            )
            settled.append(event.model_copy(update={"files": files}))
        else:
            settled.append(event)
    return settled


def _is_whole(file: KeptFile, bundle: Path) -> bool:
    if file.kept is None:
        return True
    try:
        return (bundle / file.kept).stat().st_size == file.size
    except OSError:
        return False

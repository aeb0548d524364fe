"""The journal of a recording, `.recording/events.jsonl`: every event is in it before anything is made of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import ValidationError

from clerkwork.evidence.errors import EvidenceError
from clerkwork.evidence.journal import Journal, read_journal
from clerkwork.evidence.redact import Redactor
from clerkwork.recorder.errors import BotExists, NothingToResume, TrailBroken
from clerkwork.recorder.events import EVENT, AnyEvent

FOLDER = ".recording"
FILE = "events.jsonl"


class Trail:
    """An open journal of events; `events` holds all of them, also those of earlier sittings."""

    def __init__(self, journal: Journal, redactor: Redactor, events: list[AnyEvent]) -> None:
        self.events = events
        self._journal = journal
        self._redactor = redactor

    @classmethod
    def begin(cls, bundle: Path, redactor: Redactor) -> Trail:
        """Starts anew; see `look_first`."""
        path = bundle / FOLDER / FILE
        path.parent.mkdir(parents=True, exist_ok=True)
        return cls(Journal.create(path, redactor), redactor, [])

    @classmethod
    def resume(cls, bundle: Path, redactor: Redactor) -> Trail:
        """Goes on where an earlier sitting ended, however it ended."""
        events = read_trail(bundle)
        try:
            return cls(Journal.resume(bundle / FOLDER / FILE, redactor), redactor, events)
        except EvidenceError as error:
            raise TrailBroken(str(error)) from error

    def append(self, shape: dict[str, Any]) -> AnyEvent:
        """Takes an event in its JSON shape, without secrets from here on.

        Raises pydantic's ValidationError for what is no event, and StorageError when the disk is full.
        """
        event = EVENT.validate_python(self._redactor.value(self._unspoken(shape)))
        told = event.model_dump(mode="json", by_alias=True, exclude_none=True)
        self._journal.append("event.seen", **told)
        self.events.append(event)
        return event

    def _unspoken(self, shape: dict[str, Any]) -> dict[str, Any]:
        """While a secret is being typed, a plain field holds its beginning."""
        value = shape.get("value")
        if isinstance(value, str) and self._redactor.prefix_of(value):
            return {**shape, "value": None, "partial": True}
        return shape

    def close(self) -> None:
        self._journal.close()


def look_first(bundle: Path, resume: bool, splice: bool = False) -> None:
    """Refuses before a browser is touched. Raises BotExists, NothingToResume."""
    is_there = (bundle / FOLDER / FILE).exists()
    if resume and not is_there:
        raise NothingToResume(
            f"there is no recording to go on with in '{bundle}'", "leave --resume out to start a new one"
        )
    if resume or splice:
        return
    if (bundle / "bot.yaml").exists():
        raise BotExists(
            f"'{bundle}' holds a bot already", "choose another name or folder, or go on with it by --resume"
        )
    if is_there:
        raise BotExists(
            f"'{bundle}' holds a recording that was not finished",
            "go on with it by --resume, or remove that folder",
        )


def read_trail(bundle: Path) -> list[AnyEvent]:
    """All events of a recording. Raises TrailBroken."""
    path = bundle / FOLDER / FILE
    try:
        entries = read_journal(path)
    except EvidenceError as error:
        raise TrailBroken(str(error)) from error
    return [_event(entry.seq, entry.data, path) for entry in entries if entry.event == "event.seen"]


def _event(seq: int, data: Any, path: Path) -> AnyEvent:
    try:
        return EVENT.validate_python(data)
    except ValidationError as error:
        first = error.errors()[0]
        raise TrailBroken(f"{path}: entry {seq} is no event of a recording: {first['msg']}") from error

"""The journal of a recording, `.recording/events.jsonl`: every event is in it before anything is made of it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from clerkwork.evidence.errors import EvidenceError
from clerkwork.evidence.journal import Journal, read_journal
from clerkwork.evidence.redact import Redactor
from clerkwork.recorder.errors import BotExists, NothingToResume, TrailBroken
from clerkwork.recorder.events import EVENT, AnyEvent
from clerkwork.recorder.spelling import Spelling
from clerkwork.recorder.wording import beginning

FOLDER = ".recording"
FILE = "events.jsonl"


class Trail:
    """An open journal of events; `events` holds all of them, also those of earlier sittings."""

    def __init__(self, journal: Journal, secrets: Mapping[str, str], events: list[AnyEvent]) -> None:
        self.events = events
        self._journal = journal
        self._redactor = journal.redactor
        self._spelling = Spelling(secrets)

    @classmethod
    def begin(cls, bundle: Path, secrets: Mapping[str, str]) -> Trail:
        """Starts anew; see `look_first`. `secrets` are values by name."""
        path = bundle / FOLDER / FILE
        path.parent.mkdir(parents=True, exist_ok=True)
        return cls(Journal.create(path, Redactor(secrets)), secrets, [])

    @classmethod
    def resume(cls, bundle: Path, secrets: Mapping[str, str]) -> Trail:
        """Goes on where an earlier sitting ended, however it ended."""
        events = read_trail(bundle)
        try:
            return cls(Journal.resume(bundle / FOLDER / FILE, Redactor(secrets)), secrets, events)
        except EvidenceError as error:
            raise TrailBroken(str(error)) from error

    def append(self, shape: dict[str, Any]) -> AnyEvent | None:
        """Takes an event in its JSON shape, without secrets from here on; returns it as it was kept. None: it may
        be the beginning of a secret, and is kept once that is known.

        Raises pydantic's ValidationError for what is no event, and StorageError when the disk is full.
        """
        event = EVENT.validate_python(self._redactor.value(self._unspoken(shape)))
        kept = [self._keep(one) for one in self._spelling.take(event)]
        return kept[-1] if kept else None

    def settle(self) -> None:
        """Nothing more comes: what was held back was no secret. Raises StorageError."""
        for event in self._spelling.let_go():
            self._keep(event)

    def _keep(self, event: AnyEvent) -> AnyEvent:
        told = event.model_dump(mode="json", by_alias=True, exclude_none=True)
        self._journal.append("event.seen", **told)
        self.events.append(event)
        return event

    def _unspoken(self, shape: dict[str, Any]) -> dict[str, Any]:
        """While a secret is being typed, a plain field holds its beginning; that is told by how much of it."""
        value = shape.get("value")
        name = self._redactor.prefix_of(value) if isinstance(value, str) else None
        return {**shape, "value": beginning(name, len(value))} if name and value else shape

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

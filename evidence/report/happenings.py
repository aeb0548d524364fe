"""Says in words what came up during a step: dialogs, downloads, windows, further tries, ..."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from clerkwork.evidence.chain import Entry
from clerkwork.evidence.report.fields import number, text

Data = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Note:
    """One thing that came up.

    Attributes:
        kind: One word for it.
        words: The rest of the sentence.
        sha256: Of a downloaded file, hex; else empty.
        path: Of a downloaded file; else empty.
        trouble: Whether it was not what should have come up.
    """

    kind: str
    words: str
    sha256: str = ""
    path: str = ""
    trouble: bool = False


def notes_of(group: Sequence[Entry]) -> Iterator[Note]:
    """The notes of a step's entries, in their order; entries without a note are passed over."""
    for entry in group:
        if entry.event == "step.finished":
            notes = entry.data.get("notes")
            yield from (Note("note", str(words)) for words in (notes if isinstance(notes, list) else []))
        elif entry.event in _WORDS:
            yield _WORDS[entry.event](entry.data)


def _dialog(data: Data) -> Note:
    answer = "accepted" if data.get("accepted") else "dismissed"
    typed = f" with “{text(data, 'text')}”" if text(data, "text") else ""
    return Note("dialog", f"{text(data, 'type') or 'dialog'} “{text(data, 'message')}” was {answer}{typed}")


def _download(data: Data) -> Note:
    size = number(data, "size")
    told = f"{text(data, 'name')}, {size:,.0f} bytes" if size is not None else text(data, "name")
    return Note("download", told, sha256=text(data, "sha256"), path=text(data, "path"))


def _opened(data: Data) -> Note:
    return Note("window", f"“{text(data, 'name')}” opened at {text(data, 'url')}")


def _closed(data: Data) -> Note:
    return Note("window", f"“{text(data, 'name')}” closed")


def _expect(data: Data) -> Note:
    if data.get("held"):
        return Note("expected", f"{text(data, 'words')}: it held")
    return Note("expected", f"{text(data, 'words')}: it did not hold", trouble=True)


def _retry(data: Data) -> Note:
    wait = number(data, "wait_s")
    waited = f", after {wait:g} s" if wait else ""
    return Note("again", f"try {text(data, 'attempt')}{waited}: {text(data, 'why')}", trouble=True)


def _read(data: Data) -> Note:
    return Note("read", f"{text(data, 'output')} = {text(data, 'value')}")


def _asked(data: Data) -> Note:
    return Note("asked", f"“{text(data, 'question')}”")


def _answered(data: Data) -> Note:
    note = f" ({text(data, 'note')})" if text(data, "note") else ""
    return Note("answered", f"{text(data, 'by')}: {text(data, 'choice')}{note}")


def _commit(sentence: str, *, trouble: bool = False) -> Callable[[Data], Note]:
    def say(data: Data) -> Note:
        return Note("commit", f"{text(data, 'key')}: {sentence}", trouble=trouble)

    return say


_WORDS: Mapping[str, Callable[[Data], Note]] = {
    "dialog": _dialog,
    "download": _download,
    "window.opened": _opened,
    "window.closed": _closed,
    "expect": _expect,
    "retry": _retry,
    "read": _read,
    "asked": _asked,
    "answered": _answered,
    "commit.intended": _commit("written down before the act"),
    "commit.confirmed": _commit("confirmed, it happened once"),
    "commit.doubt": _commit("in doubt, nobody can tell whether it happened", trouble=True),
}

"""What came of the cases, counted by kind of gesture: plain data in, a table for the documentation out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

Ending = Literal["right", "wrong", "stopped", "disturbed"]

KINDS: Mapping[str, tuple[str, ...]] = {
    "clicks": ("click",),
    "text and values": ("fill",),
    "keys": ("keys",),
    "lists": ("select",),
    "boxes and radio buttons": ("checkbox", "radio"),
    "drag and drop": ("drag",),
    "pointing and scrolling": ("hover", "scroll"),
    "uploads and downloads": ("upload", "download"),
    "dialogs": ("dialog",),
    "windows": ("window",),
    "addresses and history": ("address", "history"),
    "frames": ("frame", "frames"),
    "shadow roots and top layer": ("shadow", "popover", "full"),
    "targets that move or are replaced": ("target", "table"),
    "hostile and odd pages": ("hostile", "page", "policy"),
}
"""Kind of gesture -> first words of the cases' folders."""


@dataclass(frozen=True)
class Verdict:
    """What came of a case with Playwright's recorder.

    `right`: the replay had the expected effect. `wrong`: it ended without an error and had another.
    `stopped`: it ended with an error. `disturbed`: while the recorder was on, the person's own work did not
    have its effect.
    """

    case: str
    ending: Ending
    why: str = ""


def keep_verdict(file: Path | None, verdict: Verdict) -> None:
    """Adds a line of JSON to the file, if there is one."""
    if file:
        with file.open("a", encoding="utf-8") as lines:
            lines.write(json.dumps(asdict(verdict), ensure_ascii=False) + "\n")


def read_verdicts(file: Path) -> list[Verdict]:
    """What `keep_verdict` has written; nothing where there is no file yet."""
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    return [Verdict(**json.loads(line)) for line in lines]


def kind_of(case: str) -> str:
    """The kind of gesture that a case is about. Raises KeyError for a folder that no kind names."""
    first = case.partition("_")[0]
    for kind, words in KINDS.items():
        if first in words:
            return kind
    raise KeyError(f"{case}: no kind of gesture names it; add it to KINDS")


def table(verdicts: Sequence[Verdict], ours: Iterable[str]) -> str:
    """Markdown: cases right for each, by kind; `ours` are the cases right with Clerkwork."""
    right = set(ours)
    lines = [
        "| gesture | cases | Clerkwork right | Playwright right | wrong | stopped | disturbed |",
        "|---|---|---|---|---|---|---|",
    ]
    rows = [(kind, [one for one in verdicts if kind_of(one.case) == kind]) for kind in KINDS]
    for kind, own in [*((kind, own) for kind, own in rows if own), ("**all**", list(verdicts))]:
        endings = [
            sum(one.ending == ending for one in own) for ending in ("right", "wrong", "stopped", "disturbed")
        ]
        numbers = [len(own), sum(one.case in right for one in own), *endings]
        lines.append(f"| {kind} | {' | '.join(map(str, numbers))} |")
    return "\n".join(lines)

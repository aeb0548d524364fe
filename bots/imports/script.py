"""What every foreign recording is read into: drafts of steps, and remarks on what needs a person.

file of a tool -> (one reader per format) -> Script -> (assemble) -> bot and targets
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from clerkwork.selectors.identity import ANY_TAG
from clerkwork.selectors.target import Candidate, Fingerprint, FrameStep


@dataclass(frozen=True)
class Aim:
    """What a foreign step works on: the candidates that its selectors become, and what they tell of it."""

    candidates: tuple[Candidate, ...]
    tag: str = ANY_TAG
    type: str | None = None
    role: str | None = None
    name: str | None = None
    label: str | None = None
    text: str | None = None
    attributes: Mapping[str, str] = field(default_factory=dict)
    called: tuple[str, ...] = ()
    """Words that it may be named by, best first."""
    frame: tuple[FrameStep, ...] = ()

    def fingerprint(self) -> Fingerprint:
        return Fingerprint(
            tag=self.tag,
            partial=True,
            type=self.type,
            role=self.role,
            name=self.name,
            label=self.label,
            text=self.text,
            attributes=dict(self.attributes),
        )

    def within(self, frame: tuple[FrameStep, ...]) -> Aim:
        return replace(self, frame=frame)


@dataclass
class Draft:
    """A step before its target, system and secrets have names. `keys` are the step's further keys;
    `open` has the address under `url`."""

    line: int
    action: str
    window: str = "main"
    aim: Aim | None = None
    keys: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, order=True)
class Remark:
    """Something in the foreign file that became no step (`left`), or one to look at (`doubt`)."""

    line: int
    what: str
    why: str
    kind: Literal["left", "doubt"] = "left"


@dataclass
class Script:
    """A foreign recording as read."""

    title: str = ""
    viewport: tuple[int, int] | None = None
    drafts: list[Draft] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    def add(
        self, line: int, action: str, aim: Aim | None = None, *, window: str = "main", **keys: Any
    ) -> Draft:
        """`with_` and `is_` stand for the keys that Python reserves."""
        named = {key.rstrip("_"): value for key, value in keys.items()}
        draft = Draft(line, action, window, aim, named)
        self.drafts.append(draft)
        return draft

    def leave(self, line: int, what: str, why: str) -> None:
        self.remarks.append(Remark(line, what, why))

    def doubt(self, line: int, what: str, why: str) -> None:
        self.remarks.append(Remark(line, what, why, "doubt"))

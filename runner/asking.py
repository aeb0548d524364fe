"""Who is asked when a bot asks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Question:
    """What a step asks. `picture` is a path in the run's folder; `wait_s` how long it may wait."""

    run: str
    step: str
    words: str
    choices: tuple[str, ...]
    role: str
    picture: str | None
    wait_s: float


@dataclass(frozen=True)
class Answer:
    """What somebody said."""

    choice: str
    by: str
    note: str = ""


class Asker(Protocol):
    """Someone who may know."""

    async def ask(self, question: Question) -> Answer | None:
        """The answer, waited for; None when there was none in time."""

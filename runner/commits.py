"""What is remembered of commits: what was intended, and what is known to have happened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

CommitState = Literal["intended", "confirmed", "absent", "doubt"]


@dataclass(frozen=True)
class CommitRecord:
    """What is known about one commit. `absent`: intended, and then proved not to have happened.

    `age_s` seconds have passed since it was written; for `held_s` more, whoever intended it may be about to act.
    """

    bot: str
    key: str
    state: CommitState
    run: str
    attempt: int
    at: str
    age_s: float = 0.0
    held_s: float = 0.0


class Commits(Protocol):
    """The commits of all runs: a key is unique per bot, so that no two runs can hold the same commit at once."""

    async def intend(self, bot: str, key: str, run: str, attempt: int, hold_s: float) -> CommitRecord | None:
        """Take the commit, durably, for so many seconds in which it must be acted upon.

        None: it is ours now. A record: somebody holds or has done it. A commit that is known to be absent may
        be taken again.
        """

    async def take_over(self, seen: CommitRecord, run: str, attempt: int, hold_s: float) -> bool:
        """Intend it in place of what was `seen`; False when that is not what is there any more."""

    async def settle(self, bot: str, key: str, run: str, attempt: int, state: CommitState) -> None:
        """Write down what became of a commit."""

    async def find(self, bot: str, key: str) -> CommitRecord | None: ...

    async def open_keys(self, bot: str, run: str) -> list[str]:
        """Keys that the run intended and of which nobody knows what became."""

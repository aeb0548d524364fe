"""What the requests are answered from."""

from __future__ import annotations

from dataclasses import dataclass

from clerkwork.control_room.room import Room
from clerkwork.control_room.runs import Runs
from clerkwork.control_room.scheduler import Scheduler
from clerkwork.control_room.tokens import Tokens


@dataclass(frozen=True)
class Desk:
    """The room, its scheduler, its tokens, and the runs on this machine."""

    room: Room
    scheduler: Scheduler
    tokens: Tokens
    runs: Runs

    @classmethod
    def of(cls, room: Room, scheduler: Scheduler) -> Desk:
        return cls(room, scheduler, Tokens(room.store), Runs(room.runs))

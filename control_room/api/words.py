"""What requests may say, and how answers look. Texts hold no NUL, which Postgres cannot keep."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from fastapi import Path, Query
from pydantic import BaseModel, ConfigDict, Field, FiniteFloat, StringConstraints

from clerkwork.control_room.jobs import MOST_HANDS, Job
from clerkwork.evidence.moments import utc
from clerkwork.evidence.picture_store import digest_in_name
from clerkwork.runner.state import RunState
from clerkwork.runner.store.items import Item
from clerkwork.runner.store.questions import Asked

Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$", max_length=100)]
Text = Annotated[str, StringConstraints(pattern=r"^[^\x00]*$", max_length=10_000)]
Value = Text | Annotated[int, Field(ge=-(2**53), le=2**53)] | FiniteFloat | bool | None
Inputs = Annotated[dict[Name, Value], Field(max_length=200)]

NamePath = Annotated[Name, Path()]
NumberPath = Annotated[int, Path(ge=1, le=2**31 - 1)]
Limit = Annotated[int, Query(ge=1, le=1000)]

MOST_ITEMS = 10_000


class Said(BaseModel):
    """Something in a request; what it must not hold is refused."""

    model_config = ConfigDict(extra="forbid")


class JobWish(Said):
    """A job to be done: `inputs` for a plain run, or `items`, each with its inputs."""

    bot: Name
    inputs: Inputs | None = None
    items: Annotated[list[Inputs], Field(min_length=1, max_length=MOST_ITEMS)] | None = None
    priority: Annotated[int, Field(ge=1, le=9, description="1 is the most urgent")] = 5
    hands: Annotated[int, Field(ge=1, le=MOST_HANDS, description="items at once, over all workers")] = 1

    def rows(self) -> list[dict[str, Any]]:
        return [dict(one) for one in self.items] if self.items else [dict(self.inputs or {})]


class TriggerWish(Said):
    """What an outside system gives a bot."""

    inputs: Inputs = {}


class SettleWish(Said):
    """A person's word about an item in doubt."""

    choice: Literal["done", "again"]
    note: Annotated[Text, Field(max_length=1000)] = ""


class AnswerWish(Said):
    """What a person answers a bot."""

    choice: Annotated[Text, Field(min_length=1, max_length=80)]
    note: Annotated[Text, Field(max_length=1000)] = ""


class JobAnswer(BaseModel):
    id: str
    bot: str
    state: RunState
    why: str
    hint: str
    priority: int
    hands: int
    asked_by: str
    because: str
    asked: str
    started: str | None
    ended: str | None
    cancelled_by: str

    @classmethod
    def of(cls, job: Job) -> JobAnswer:
        same = (
            "id",
            "bot",
            "state",
            "why",
            "hint",
            "priority",
            "hands",
            "asked_by",
            "because",
            "cancelled_by",
        )
        times = {name: moment(getattr(job, name)) for name in ("started", "ended")}
        return cls(**{name: getattr(job, name) for name in same}, asked=moment(job.asked) or "", **times)


class ItemAnswer(BaseModel):
    batch: str
    number: int
    state: RunState
    inputs: dict[str, Any]
    outputs: dict[str, Any]
    why: str
    hint: str
    attempts: int
    runs: list[str]
    ended: str
    settled: dict[str, Any]

    @classmethod
    def of(cls, item: Item) -> ItemAnswer:
        return cls(**{name: getattr(item, name) for name in cls.model_fields} | {"runs": list(item.runs)})


class QuestionAnswer(BaseModel):
    id: str
    bot: str
    batch: str
    number: int
    run: str
    words: str
    choices: list[str]
    role: str
    picture: str = Field(description="SHA-256 of a picture of the run, or nothing")
    asked: str | None
    until: str | None
    choice: str
    by: str
    note: str

    @classmethod
    def of(cls, asked: Asked) -> QuestionAnswer:
        same = ("id", "bot", "batch", "number", "run", "words", "role", "choice", "by", "note")
        return cls(
            **{name: getattr(asked, name) for name in same},
            choices=list(asked.choices),
            picture=digest_in_name(asked.picture) or "",
            asked=moment(asked.asked),
            until=moment(asked.until),
        )


class BotAnswer(BaseModel):
    name: str
    title: str
    owner: str
    inputs: list[str]


class WorkerAnswer(BaseModel):
    id: str
    version: str
    hands: int
    alive: bool
    draining: bool
    silent_s: float


class HealthAnswer(BaseModel):
    status: Literal["ok", "not well"]
    workers: int
    scheduler_silent_s: float | None = Field(description="seconds since the scheduler last looked")
    undelivered: int = Field(description="notices that were tried in vain")
    faults: list[str] = Field(description="what is not well; told to those who have a token")
    version: str


class Trouble(BaseModel):
    """Why a request was not done, and what to do."""

    detail: Any = Field(description="why, or what does not fit")
    hint: str = ""


def moment(seconds: float) -> str | None:
    """UTC, ISO 8601 with Z; None for never."""
    if not seconds:
        return None
    return utc(datetime.fromtimestamp(seconds, UTC), "milliseconds")

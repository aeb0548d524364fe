"""Questions of work items in the store: asked once, however often the item is begun, and answered once."""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import dataclass
from typing import Any

from sqlalchemy import JSON, Column, Connection, Double, Integer, Row, String, Table, select, update

from clerkwork.runner.asking import Answer, Question
from clerkwork.runner.store.database import METADATA, Store, insert_if_new

QUESTIONS = Table(
    "questions",
    METADATA,
    Column("id", String, primary_key=True),
    Column("bot", String, nullable=False),
    Column("batch", String, nullable=False, index=True),
    Column("number", Integer, nullable=False),
    Column("run", String, nullable=False),
    Column("step", String, nullable=False),
    Column("words", String, nullable=False),
    Column("choices", JSON, nullable=False),
    Column("role", String, nullable=False),
    Column("picture", String, nullable=False),
    Column("asked", Double, nullable=False),
    Column("until", Double, nullable=False),
    Column("choice", String, nullable=False, default=""),
    Column("by", String, nullable=False, default=""),
    Column("note", String, nullable=False, default=""),
    Column("answered", Double, nullable=False, default=0.0),
)

LOOK = 0.5
"""Seconds between two looks for an answer."""


@dataclass(frozen=True)
class Asked:
    """A question as the store has it; times are seconds since the epoch, 0 for not yet."""

    id: str
    bot: str
    batch: str
    number: int
    run: str
    step: str
    words: str
    choices: tuple[str, ...]
    role: str
    picture: str
    asked: float
    until: float
    choice: str
    by: str
    note: str
    answered: float


class Questions:
    """The questions of a store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def put(self, bot: str, batch: str, number: int, question: Question) -> Asked:
        """Ask, or find the same question of the same item: asked before a crash, it may be answered by now."""
        told = f"{batch}\0{number}\0{question.step}\0{question.words}"
        identity = hashlib.sha256(told.encode()).hexdigest()[:12]

        def work(connection: Connection) -> Asked:
            row = connection.execute(select(QUESTIONS).where(QUESTIONS.c.id == identity)).first()
            if row is None:
                now = self._store.now(connection)
                values = {
                    "id": identity,
                    "bot": bot,
                    "batch": batch,
                    "number": number,
                    "run": question.run,
                    "step": question.step,
                    "words": question.words,
                    "choices": list(question.choices),
                    "role": question.role,
                    "picture": question.picture or "",
                    "asked": now,
                    "until": now + question.wait_s,
                }
                insert_if_new(connection, QUESTIONS, **values)
                row = connection.execute(select(QUESTIONS).where(QUESTIONS.c.id == identity)).one()
            return _asked(row)

        return await self._store.run(work)

    async def find(self, identity: str) -> Asked | None:
        wanted = select(QUESTIONS).where(QUESTIONS.c.id == identity)
        row = await self._store.run(lambda connection: connection.execute(wanted).first())
        return _asked(row) if row else None

    async def open(self) -> list[Asked]:
        """Those that wait for an answer, the oldest first."""

        def work(connection: Connection) -> list[Asked]:
            waits = (QUESTIONS.c.answered == 0.0) & (QUESTIONS.c.until > self._store.now(connection))
            rows = connection.execute(select(QUESTIONS).where(waits).order_by(QUESTIONS.c.asked))
            return [_asked(row) for row in rows]

        return await self._store.run(work)

    async def answer(self, identity: str, answer: Answer) -> Asked | None:
        """Write an answer down; None when the question does not wait for one any more, or not for this one."""

        def work(connection: Connection) -> Asked | None:
            row = connection.execute(select(QUESTIONS).where(QUESTIONS.c.id == identity)).first()
            if row is None or answer.choice not in row.choices:
                return None
            now = self._store.now(connection)
            waits = update(QUESTIONS).where(
                QUESTIONS.c.id == identity, QUESTIONS.c.answered == 0.0, QUESTIONS.c.until > now
            )
            said = {"choice": answer.choice, "by": answer.by, "note": answer.note, "answered": now}
            if not connection.execute(waits.values(**said)).rowcount:
                return None
            return _asked(connection.execute(select(QUESTIONS).where(QUESTIONS.c.id == identity)).one())

        return await self._store.run(work)

    async def is_over(self, identity: str) -> bool:
        """Whether its time is up."""

        def work(connection: Connection) -> bool:
            until = connection.scalar(select(QUESTIONS.c.until).where(QUESTIONS.c.id == identity))
            return until is None or self._store.now(connection) >= until

        return await self._store.run(work)


@dataclass(frozen=True)
class AskInStore:
    """Asks whoever looks into the store: `clerkwork items`, the control room."""

    store: Store
    bot: str
    batch: str
    number: int

    async def ask(self, question: Question) -> Answer | None:
        """As `runner.asking.Asker`."""
        questions = Questions(self.store)
        asked: Asked | None = await questions.put(self.bot, self.batch, self.number, question)
        while asked is not None and not asked.answered:
            if await questions.is_over(asked.id):
                return None
            await asyncio.sleep(LOOK)
            asked = await questions.find(asked.id)
        return Answer(asked.choice, asked.by, asked.note) if asked else None


def _asked(row: Row[Any]) -> Asked:
    fields = {name: getattr(row, name) for name in Asked.__dataclass_fields__}
    return Asked(**fields | {"choices": tuple(row.choices)})

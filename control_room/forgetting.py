"""Takes jobs that ended long ago out of the store, with all that belongs to them but what they committed."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import partial

from sqlalchemy import ColumnElement, Connection, and_, delete, exists, select

from clerkwork.control_room.endings import MEASURES
from clerkwork.control_room.hands import HANDS, Hand
from clerkwork.control_room.jobs import JOBS, UNFINISHED
from clerkwork.control_room.queue import Queue
from clerkwork.runner.state import RunState
from clerkwork.runner.store.database import Store
from clerkwork.runner.store.items import BATCHES, ITEMS
from clerkwork.runner.store.questions import QUESTIONS
from clerkwork.runner.store.reconciled import RECONCILED

AT_ONCE = 100
"""Jobs that are taken out in one transaction."""

_BELONGS = (ITEMS.c.batch, BATCHES.c.id, QUESTIONS.c.batch, RECONCILED.c.batch, HANDS.c.job, JOBS.c.id)


async def forget_jobs(store: Store, queue: Queue, before: float) -> int:
    """Forget the jobs that ended before a moment, unless one of their items waits for a person's word; returns how
    many. Raises ApplicationException."""
    count = 0
    while hands := await store.run(partial(_old, before=before)):
        await asyncio.to_thread(queue.forget, hands)
        names = list({hand.job for hand in hands})
        count += await store.run(partial(_take_out, names=names, before=before))
    old = delete(MEASURES).where(MEASURES.c.noted < before)
    await store.run(lambda connection: connection.execute(old))
    return count


def _old(connection: Connection, before: float) -> list[Hand]:
    """The hands of the oldest jobs."""
    wanted = select(JOBS.c.id, JOBS.c.hands).where(_is_over(before)).order_by(JOBS.c.ended).limit(AT_ONCE)
    return [Hand(row.id, number + 1) for row in connection.execute(wanted) for number in range(row.hands)]


def _take_out(connection: Connection, names: Sequence[str], before: float) -> int:
    """Unless a job was taken up again meanwhile."""
    old = select(JOBS.c.id).where(JOBS.c.id.in_(names), _is_over(before))
    gone = list(connection.scalars(old.with_for_update()))
    for column in _BELONGS:
        connection.execute(delete(column.table).where(column.in_(gone)))
    return len(gone)


def _is_over(before: float) -> ColumnElement[bool]:
    waits = and_(ITEMS.c.batch == JOBS.c.id, ITEMS.c.state == RunState.IN_DOUBT.value)
    unfinished = JOBS.c.state.in_([state.value for state in UNFINISHED])
    return and_(~unfinished, JOBS.c.ended > 0.0, JOBS.c.ended < before, ~exists().where(waits))

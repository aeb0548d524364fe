"""What ended long ago is taken out of the store; what somebody must still look at, and what was committed, stays."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

from sqlalchemy import insert, select, update

from clerkwork.control_room.endings import MEASURES
from clerkwork.control_room.engine import Engine, Task
from clerkwork.control_room.hands import HANDS
from clerkwork.control_room.jobs import JOBS, Ending, Job, Request
from clerkwork.control_room.tokens import Role
from clerkwork.runner.asking import Question
from clerkwork.runner.state import RunState
from clerkwork.runner.store.commits import COMMITS, StoredCommits
from clerkwork.runner.store.database import Store
from clerkwork.runner.store.items import BATCHES, ITEMS, Batch, Items
from clerkwork.runner.store.questions import QUESTIONS, Questions
from tests.control_room.conftest import BOTH, until, working
from tests.control_room.night import LIBRARY
from tests.control_room.served import control_room

DAY = 24 * 3600.0
OF_JOBS = (JOBS.c.id, HANDS.c.job, BATCHES.c.id, ITEMS.c.batch, QUESTIONS.c.batch)


async def ended(engine: Engine, bot: str, state: RunState, days_ago: float) -> Job:
    """A job with all that a job may have, done by a worker, and ended so long ago."""
    job, store = await engine.submit(Request(bot, key=bot)), engine.store
    items = Items(store)

    async def perform(task: Task) -> Ending:
        await items.add(Batch(job.id, bot, "", "", ""), [{}])
        claim = await items.claim(job.id, "me", 30.0)
        assert claim is not None
        await Questions(store).put(
            bot, job.id, 1, Question("run", "ask", "Order?", ("yes",), "operator", None, 60.0)
        )
        await items.end(claim, state)
        return Ending(state)

    async def over() -> bool:
        return (await engine.jobs.job(job.id)).ended > 0

    async with working(engine, perform, worker=f"worker of {bot}"):
        await until(over)
    await StoredCommits(store).settle(bot, "LT-1", "run", 1, "confirmed")
    back = update(JOBS).where(JOBS.c.id == job.id).values(ended=JOBS.c.ended - days_ago * DAY)
    await store.run(lambda connection: connection.execute(back))
    measure = {"run": bot, "bot": bot, "ended": "", "ms": 1, "noted": time.time() - days_ago * DAY}
    await store.run(lambda connection: connection.execute(insert(MEASURES).values(**measure)))
    return job


async def what_there_was(address: str) -> tuple[Job, Job, Job]:
    """A job that is old enough, one that is not, and one that is in doubt."""
    store = Store(address)
    engine = Engine(store)
    try:
        return (
            await ended(engine, "old", RunState.DONE, 41),
            await ended(engine, "recent", RunState.DONE, 39),
            await ended(engine, "doubted", RunState.IN_DOUBT, 400),
        )
    finally:
        await engine.close()
        store.close()


async def what_is_left(address: str) -> dict[str, set[str]]:
    """Whose rows lie in each table, and the hands in the queue."""
    store = Store(address)
    engine = Engine(store)
    try:
        columns = (*OF_JOBS, MEASURES.c.run, COMMITS.c.bot)
        found = {
            column.table.name: await store.run(
                lambda connection, column=column: set(connection.scalars(select(column)))  # type: ignore[misc]
            )
            for column in columns
        }
        return found | {"queue": {one.workflow_id for one in engine._queue._opened().list_workflows()}}
    finally:
        await engine.close()
        store.close()


@BOTH
def test_the_scheduler_forgets_jobs_that_ended_longer_ago_than_the_file_says(
    address: str, tmp_path: Path
) -> None:
    old, recent, doubted = asyncio.run(what_there_was(address))
    config = tmp_path / "control-room.yaml"
    config.write_text("retention: {jobs: 40 days}\n", encoding="utf-8")
    with control_room(tmp_path, LIBRARY, "--config", str(config), "--hands", "0", store=address) as room:
        admin, deadline = room.client(Role.admin), time.monotonic() + 30
        while admin.get(f"/api/jobs/{old.id}").status_code != 404:
            assert time.monotonic() < deadline, room.log.read_text(encoding="utf-8")
            time.sleep(0.1)
        assert [admin.get(f"/api/jobs/{job.id}").status_code for job in (recent, doubted)] == [200, 200]
        assert admin.get(f"/api/jobs/{doubted.id}/items").json()[0]["state"] == "in_doubt"
    assert "1 jobs that ended more than 40 days ago were forgotten" in room.log.read_text(encoding="utf-8")
    left = asyncio.run(what_is_left(address))
    assert left.pop("measures") == {"recent"}
    assert left.pop("commits") == {"old", "recent", "doubted"}
    assert left.pop("queue") == {f"{recent.id}.1", f"{doubted.id}.1"}
    assert left == {column.table.name: {recent.id, doubted.id} for column in OF_JOBS}

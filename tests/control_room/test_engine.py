"""Jobs are done once each, whatever happens to workers and database."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import update

from clerkwork.control_room.engine import Engine, Task
from clerkwork.control_room.errors import KeyUsed
from clerkwork.control_room.hands import MOST_TAKEOVERS, Hand, Hands, Release
from clerkwork.control_room.jobs import Ending, Job, Request
from clerkwork.control_room.workers import WORKERS
from clerkwork.runner.state import RunState
from clerkwork.runner.store.database import Store
from tests.control_room.conftest import BOTH, until, working
from tests.postgres import PostgresServer

WORKER_THAT_NEVER_ENDS = """
import asyncio, sys
from clerkwork.control_room.engine import Engine
from clerkwork.runner.store.database import Store

async def perform(task):
    print(task.job.id, flush=True)
    await asyncio.Event().wait()

asyncio.run(Engine(Store(sys.argv[1])).work(sys.argv[2], 4, perform))
"""


class Bench:
    """Does what it is given, notes what that was, and may be held up."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.begun: list[str] = []
        self.may_end = asyncio.Event()
        self.may_end.set()

    async def __call__(self, task: Task) -> Ending:
        self.begun.append(task.job.bot)
        await self.may_end.wait()
        self.done.append(task.job.bot)
        return Ending(RunState.DONE)


def ended(engine: Engine, job: Job) -> Callable[[], asyncio.Future[bool]]:
    async def look() -> bool:
        return (await engine.jobs.job(job.id)).ended > 0

    return lambda: asyncio.ensure_future(look())


def begun(bench: Bench, count: int) -> Callable[[], asyncio.Future[bool]]:
    async def look() -> bool:
        return len(bench.begun) >= count

    return lambda: asyncio.ensure_future(look())


@BOTH
async def test_a_request_with_the_same_key_is_one_job_and_another_request_may_not_use_it(
    engine: Engine,
) -> None:
    first = await engine.submit(Request("rent", rows=[{"device": "LT-1"}], key="order 1"))
    again = await engine.submit(Request("rent", rows=[{"device": "LT-1"}], key="order 1"))
    assert again.id == first.id
    with pytest.raises(KeyUsed):
        await engine.submit(Request("rent", rows=[{"device": "LT-2"}], key="order 1"))
    bench = Bench()
    async with working(engine, bench):
        await until(ended(engine, first))
    assert bench.done == ["rent"]


async def test_the_most_urgent_is_done_first_and_no_more_at_once_than_the_worker_has_hands(
    engine: Engine,
) -> None:
    for bot, priority in (("late", 9), ("usual", 5), ("urgent", 1), ("also usual", 5)):
        last = await engine.submit(Request(bot, priority=priority))
    bench = Bench()
    bench.may_end.clear()
    async with working(engine, bench, hands=1):
        await until(begun(bench, 1))
        assert bench.begun == ["urgent"]
        bench.may_end.set()
        await until(begun(bench, 4))
        await until(ended(engine, last))
    assert bench.done == ["urgent", "usual", "also usual", "late"]


async def test_the_hands_of_a_job_work_side_by_side_and_the_job_ends_with_the_last(engine: Engine) -> None:
    job = await engine.submit(Request("batch", rows=[{}, {}, {}], hands=3))
    bench = Bench()
    bench.may_end.clear()
    async with working(engine, bench, hands=3):
        await until(begun(bench, 3))
        assert (await engine.jobs.job(job.id)).state is RunState.RUNNING
        bench.may_end.set()
        await until(ended(engine, job))
    assert (await engine.jobs.job(job.id)).state is RunState.DONE


async def test_a_cancelled_job_ends_whether_it_waits_or_runs(engine: Engine) -> None:
    bench = Bench()
    bench.may_end.clear()
    running, waiting = await engine.submit(Request("running")), await engine.submit(Request("waiting"))
    async with working(engine, bench):
        await until(begun(bench, 1))
        assert (await engine.cancel(waiting.id, "Ada")).state is RunState.INTERRUPTED
        await engine.cancel(running.id, "Ada")
        await until(ended(engine, running))
        stopped = await engine.jobs.job(running.id)
    assert (stopped.state, stopped.why) == (RunState.INTERRUPTED, "cancelled by Ada")
    assert bench.begun == ["running"]
    assert bench.done == []


async def test_a_worker_that_is_told_to_go_gives_back_what_it_cannot_end(engine: Engine) -> None:
    job = await engine.submit(Request("long"))
    held, free = Bench(), Bench()
    held.may_end.clear()
    async with working(engine, held, grace=0.1):
        await until(begun(held, 1))
    assert await engine.workers.workers() == []
    async with working(engine, free, worker="worker-2"):
        await until(ended(engine, job))
    assert (held.done, free.done) == ([], ["long"])


@pytest.fixture
def killed_worker(address: str) -> Callable[[str], None]:
    """Starts a worker, waits until it has begun its job, and kills it."""

    def start_and_kill(name: str) -> None:
        words = [sys.executable, "-c", WORKER_THAT_NEVER_ENDS, address, name]
        with subprocess.Popen(words, stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            process.stdout.readline()
            os.kill(process.pid, signal.SIGKILL)

    return start_and_kill


@BOTH
async def test_the_job_of_a_killed_worker_is_done_by_another_that_finds_it_silent(
    engine: Engine, killed_worker: Callable[[str], None]
) -> None:
    job = await engine.submit(Request("long"))
    await asyncio.to_thread(killed_worker, "killed")
    bench = Bench()
    async with working(engine, bench):
        assert (await engine.jobs.job(job.id)).state is RunState.RUNNING
        an_hour_ago = update(WORKERS).where(WORKERS.c.id == "killed").values(seen=WORKERS.c.seen - 3000)
        await engine.store.run(lambda connection: connection.execute(an_hour_ago))
        await until(ended(engine, job))
    assert bench.done == ["long"]


@BOTH
async def test_a_job_over_which_one_worker_after_another_dies_is_given_up_with_its_reason(
    engine: Engine,
) -> None:
    deadly, hands = await engine.submit(Request("deadly")), Hands(engine.store)
    hand = Hand(deadly.id, 1)
    for number in range(MOST_TAKEOVERS):
        await hands.take(hand, f"victim-{number}")
        assert await hands.release(hand, f"victim-{number}") is Release.QUEUE
        assert await hands.release(hand, f"victim-{number}") is Release.NOTHING
    await hands.take(hand, "last")
    assert await hands.release(hand, "last") is Release.GIVE_UP
    end = await engine.jobs.job(deadly.id)
    assert end.state is RunState.APPLICATION_EXCEPTION
    assert end.why == f"{MOST_TAKEOVERS + 1} workers died over it, the last one was last"
    assert await hands.take(hand, "another") is None


async def test_workers_go_on_when_the_database_was_away(postgres: PostgresServer, database: str) -> None:
    store = Store(database)
    engine = Engine(store)
    bench = Bench()
    bench.may_end.clear()
    before = await engine.submit(Request("before"))
    async with working(engine, bench):
        await until(begun(bench, 1))
        with postgres.away():
            bench.may_end.set()
            meanwhile = asyncio.ensure_future(engine.submit(Request("meanwhile")))
        await until(ended(engine, before))
        await until(ended(engine, await meanwhile))
    await engine.close()
    store.close()
    assert sorted(bench.done) == ["before", "meanwhile"]


def test_no_part_of_the_control_room_is_loaded_before_a_command_needs_it(tmp_path: Path) -> None:
    code = "import sys, clerkwork.cli.main; sys.exit(any(n.startswith(('dbos', 'sqlalchemy')) for n in sys.modules))"
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, check=True)

"""Work items on a bad night: each is done once, or named with its reason; none is lost.

CLERKWORK_CHAOS_ITEMS and CLERKWORK_CHAOS_KILLS make it longer; `python -m tests.chaos.night` is the whole night.
"""

from __future__ import annotations

import asyncio
import os
import signal
import time
from pathlib import Path

import pytest

from clerkwork.fixtures_sites.server import SiteServer
from clerkwork.runner.state import RunState
from tests.chaos.night import WEATHER, Night, make_bot
from tests.postgres import PostgresServer

COUNT = int(os.environ.get("CLERKWORK_CHAOS_ITEMS", "16"))
KILLS = int(os.environ.get("CLERKWORK_CHAOS_KILLS", "3"))
PATIENCE = 60 + 5 * COUNT
LEASE = 4.0

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def bots(service_desk: SiteServer, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two bots that differ in nothing but the commit: `guarded` and `bare`."""
    folder = tmp_path_factory.mktemp("bots")
    asyncio.run(make_bot(folder / "guarded", service_desk.url))
    asyncio.run(make_bot(folder / "bare", service_desk.url, guarded=False))
    return folder


@pytest.fixture
def night(service_desk: SiteServer, bots: Path, tmp_path: Path) -> Night:
    service_desk.reset()
    return Night(tmp_path, service_desk, COUNT, bot=bots / "guarded", jobs=3)


def test_every_item_is_done_once_though_site_and_processes_fail(night: Night) -> None:
    night.site.faults(weather=WEATHER | {"seed": 7})
    night.finish(night.ill_treated(KILLS, longest=5.0), PATIENCE)
    tally = night.tally()
    assert tally.faults() == []
    assert night.kills.total() >= min(KILLS, 2), night.kills
    assert tally.counts["done"] >= COUNT * 0.7, tally.counts


@pytest.mark.parametrize("guard", ["guarded", "bare"])
def test_only_the_guard_keeps_lost_answers_from_becoming_second_tickets(
    night: Night, bots: Path, guard: str
) -> None:
    """The same faults, most of them lost answers; what failed is put back, as a person would who sees it."""
    night.bot, night.count = bots / guard, 8
    night.site.faults(weather=WEATHER | {"lose": 0.5, "seed": 3})
    night.finish(night.ill_treated(1, longest=4.0), PATIENCE)
    night.site.faults(weather=None)
    night.put_back()
    night.finish([night.start()], PATIENCE)
    tally = night.tally()
    if guard == "guarded":
        assert tally.faults() == []
    else:
        assert tally.duplicates, "a test that cannot see duplicates proves nothing"


def test_a_worker_that_was_only_asleep_does_nothing_twice(night: Night, database: str) -> None:
    night.store, night.lease = database, LEASE
    night.site.faults(weather=WEATHER | {"seed": 11})
    sleeper = night.begun()
    night.until_done(1)
    os.killpg(sleeper.pid, signal.SIGSTOP)
    try:
        held = [item.number for item in night.tally().items if item.state is RunState.RUNNING]
        night.finish([night.start()], PATIENCE)
    finally:
        os.killpg(sleeper.pid, signal.SIGCONT)
    sleeper.wait(PATIENCE)
    tally = night.tally()
    assert tally.faults() == []
    assert held, "the sleeper held nothing, so nothing was tried"
    for number in held:
        assert f"item {number} was taken over by another worker" in night.said_in_all()


def test_two_workers_go_on_when_postgres_was_away(
    night: Night, database: str, postgres: PostgresServer
) -> None:
    night.store = database
    workers = [night.begun(), night.start()]
    night.until_done(1)
    with postgres.away():
        time.sleep(float(os.environ.get("CLERKWORK_CHAOS_AWAY", "4")))
    night.finish(workers, PATIENCE)
    tally = night.tally()
    assert tally.faults() == []
    assert tally.counts == {"done": COUNT}

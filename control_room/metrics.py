"""What there is to measure, as Prometheus reads it. Counted from the store, so every machine tells the same."""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from clerkwork.control_room.engine import Engine
from clerkwork.control_room.jobs import JOBS
from clerkwork.runner.state import RunState
from clerkwork.runner.store.items import ITEMS


async def measured(engine: Engine) -> str:
    """The metrics in Prometheus' text format."""
    from prometheus_client import CollectorRegistry, Gauge, generate_latest

    registry = CollectorRegistry()
    jobs = Gauge("clerkwork_jobs", "Jobs by bot and state", ["bot", "state"], registry=registry)
    items = Gauge("clerkwork_items", "Work items by state", ["state"], registry=registry)
    waiting = Gauge("clerkwork_oldest_waiting_seconds", "Age of the oldest job that waits", registry=registry)
    workers = Gauge("clerkwork_workers", "Workers by whether they are alive", ["alive"], registry=registry)
    hands = Gauge("clerkwork_hands", "Items that the workers alive can do at once", registry=registry)

    def count(connection: Connection) -> None:
        for bot, state, number in connection.execute(
            select(JOBS.c.bot, JOBS.c.state, func.count()).group_by(JOBS.c.bot, JOBS.c.state)
        ):
            jobs.labels(bot, state).set(number)
        for state, number in connection.execute(select(ITEMS.c.state, func.count()).group_by(ITEMS.c.state)):
            items.labels(state).set(number)
        oldest = connection.scalar(
            select(func.min(JOBS.c.asked)).where(JOBS.c.state == RunState.QUEUED.value)
        )
        waiting.set(engine.store.now(connection) - oldest if oldest else 0.0)

    await engine.store.run(count)
    known = await engine.workers.workers()
    for alive in (True, False):
        workers.labels(str(alive).lower()).set(sum(one.is_alive is alive for one in known))
    hands.set(sum(one.hands for one in known if one.is_alive))
    return generate_latest(registry).decode()

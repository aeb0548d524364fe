"""Looks at how jobs ended: tells what went wrong, a sign-in that changed, and a bot that drifts from its own history."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sqlalchemy import Column, Connection, Double, Integer, String, Table, select

from clerkwork.bots.bot import Bundle
from clerkwork.bots.errors import BotInvalid
from clerkwork.control_room.advice import Advice
from clerkwork.control_room.agenda import Agenda
from clerkwork.control_room.config import Settings, WatchPart
from clerkwork.control_room.drift import drift
from clerkwork.control_room.errors import BotUnknown
from clerkwork.control_room.jobs import Job, Jobs
from clerkwork.control_room.notices import Notice, Notices
from clerkwork.control_room.scheduler import OVERLAP
from clerkwork.evidence.chain import Entry, read_chain
from clerkwork.runner.state import RunState
from clerkwork.runner.store.database import METADATA, Store, insert_if_new
from clerkwork.runner.store.items import Item, Items
from clerkwork.selectors.frames import url_pattern

MEASURES = Table(
    "measures",
    METADATA,
    Column("run", String, primary_key=True),
    Column("bot", String, nullable=False, index=True),
    Column("ended", String, nullable=False),
    Column("ms", Integer, nullable=False),
    Column("heals", Integer),
    Column("noted", Double, nullable=False),
)
"""Run time and heals of runs that came to their end; heals are unknown where the run lies on another machine."""

REMEMBERED = 200
"""Runs of a bot that make up its history."""

_LEAST_MS_PART, _LEAST_HEALS = 0.1, 0.15
"""Deviations that are taken for granted: a tenth of the usual run time, and so few heals that one more counts."""

_GOOD = (RunState.DONE, RunState.NEEDS_REVIEW)


@dataclass
class Endings:
    """Looks at the jobs that ended, after each look of the scheduler."""

    settings: Callable[[], Settings]
    store: Store
    agenda: Agenda
    jobs: Jobs
    notices: Notices
    advice: Advice
    _known: set[tuple[str, float]] = field(default_factory=set)

    async def __call__(self, now: datetime) -> None:
        settings = self.settings()
        seen = await self.agenda.looked("endings", now)
        start = max(seen.since, seen.until - OVERLAP).timestamp()
        ended = {(job.id, job.ended): job for job in await self.jobs.ended_since(start, limit=100_000)}
        bots: set[str] = set()
        for job in (job for key, job in ended.items() if key not in self._known):
            items = await Items(self.store).items(job.id)
            if job.state in settings.config.notices.on:
                await self._tell(settings, job, items)
            if await self._measure(settings, job, items):
                bots.add(job.bot)
        for bot in bots:
            await self._compare(settings.config.watch, bot, now)
        await self.agenda.look("endings", now)
        self._known = set(ended)

    async def _tell(self, settings: Settings, job: Job, items: list[Item]) -> None:
        bad = next((item for item in items if item.state is job.state and item.runs), None)
        run = bad.runs[-1] if bad else ""
        reason, why = job.state.value.replace("_", " "), job.why or (bad.why if bad else "")
        if run and (changed := await asyncio.to_thread(self._sign_in, settings, job.bot, run)):
            reason, why = "sign-in changed", f"{changed}; {why}"
        path = f"/api/runs/{run}/report" if run else f"/api/jobs/{job.id}"
        notice = await self.advice.notice(job.bot, reason, why, exit_code=job.state.exit_code, path=path)
        await self.notices.raise_once(f"job/{job.id}/{job.ended}", notice)

    def _sign_in(self, settings: Settings, bot: str, run: str) -> str:
        try:
            bundle = self.advice.catalogue.bundle(bot)
        except (BotUnknown, BotInvalid):
            return ""
        return first_page_changed(bundle, journal_of(settings.runs / run))

    async def _measure(self, settings: Settings, job: Job, items: list[Item]) -> bool:
        """Remember the measures of a job's runs; whether there are new ones."""
        good = [item for item in items if item.state in _GOOD and item.runs and item.ms]
        heals = {
            item.number: await asyncio.to_thread(heals_in, settings.runs / item.runs[-1]) for item in good
        }

        def work(connection: Connection) -> bool:
            known = set(connection.scalars(select(MEASURES.c.run).where(MEASURES.c.bot == job.bot)))
            new = [item for item in good if item.runs[-1] not in known]
            for item in new:
                facts = {"run": item.runs[-1], "bot": job.bot, "ended": item.ended, "ms": item.ms}
                values = {**facts, "heals": heals[item.number], "noted": self.store.now(connection)}
                insert_if_new(connection, MEASURES, **values)
            return bool(new)

        return await self.store.run(work)

    async def _compare(self, watch: WatchPart, bot: str, now: datetime) -> None:
        wanted = select(MEASURES.c.ms, MEASURES.c.heals).where(MEASURES.c.bot == bot)
        newest = wanted.order_by(MEASURES.c.ended.desc(), MEASURES.c.run).limit(REMEMBERED)
        rows = await self.store.run(lambda connection: connection.execute(newest).all())
        times = [row.ms / 1000 for row in reversed(rows)]
        heals = [float(row.heals) for row in reversed(rows) if row.heals is not None]
        usual = sorted(times)[len(times) // 2] if times else 0.0
        slower = drift(times, watch.history, watch.strength, max(_LEAST_MS_PART * usual, 0.05))
        healing = drift(heals, watch.history, watch.strength, _LEAST_HEALS)
        if slower:
            why = f"its latest runs took {slower.latest:.1f} s, usual are {slower.usual:.1f} s"
            await self._warn(bot, "slower than usual", why, now)
        if healing:
            why = f"its latest runs healed {healing.latest:g} targets each, usual are {healing.usual:g}; is the console new?"
            await self._warn(bot, "heals more than usual", why, now)

    async def _warn(self, bot: str, reason: str, why: str, now: datetime) -> None:
        """Once a day, as long as it lasts."""
        notice: Notice = await self.advice.notice(bot, reason, why)
        await self.notices.raise_once(f"drift/{bot}/{reason}/{now:%Y-%m-%d}", notice)


def first_page_changed(bundle: Bundle, journal: list[Entry]) -> str:
    """What is new about the first page, where a run failed on it; nothing where it failed later."""
    failed = next((entry for entry in reversed(journal) if entry.event == "step.failed"), None)
    index = failed.data.get("index") if failed else None
    if failed is None or not isinstance(index, int) or failed.data.get("kind") != "abstain":
        return ""
    targets = bundle.targets.targets
    pages = [
        targets[name].url if (name := next(iter(step.targets()), None)) in targets else None
        for step in bundle.bot.steps
    ]
    recorded = next(filter(None, pages), None)
    first = next((at for at, page in enumerate(pages) if page not in (None, recorded)), len(pages))
    if recorded is None or not 0 < index <= first:
        return ""
    shown = url_pattern(str(failed.data.get("page_url") or ""))
    if shown != recorded:
        return f"the first page is {shown or 'none'}, recorded was {recorded}"
    return f"the first page, {recorded}, is not as it was recorded"


def journal_of(run: Path) -> list[Entry]:
    """A run's journal; nothing where the run lies on another machine."""
    try:
        return list(read_chain((run / "journal.jsonl").read_bytes()).entries)
    except OSError:
        return []


def heals_in(run: Path) -> int | None:
    """How many targets a run healed; None where it lies on another machine."""
    journal = journal_of(run)
    return sum(entry.event == "healed" for entry in journal) if journal else None

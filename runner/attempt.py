"""One attempt at a run: a fresh browser context, every step in order, and what became of each."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from playwright.async_api import Browser, BrowserContext, HttpCredentials
from playwright.async_api import Error as PlaywrightError

from clerkwork.bots.bot import Bundle
from clerkwork.bots.learned import Learned
from clerkwork.bots.step import Step
from clerkwork.browser.launch import browser_facts
from clerkwork.evidence.patterns import patterns_of
from clerkwork.evidence.run_folder import RunFolder
from clerkwork.runner.commit_step import DryRunEnds, done_before
from clerkwork.runner.commits import Commits
from clerkwork.runner.confidential import SHORTEST, Confidential
from clerkwork.runner.dialogs import Dialogs
from clerkwork.runner.downloads import watch_downloads
from clerkwork.runner.earlier import Earlier
from clerkwork.runner.errors import BrowserGone, RunFault, TargetNotFound
from clerkwork.runner.lease import Alone, Lease
from clerkwork.runner.listener import Listener
from clerkwork.runner.options import RunOptions
from clerkwork.runner.outcome import StepOutcome
from clerkwork.runner.places import Place, limits_of, places
from clerkwork.runner.session import Session, origin_of, origins_of
from clerkwork.runner.shots import Camera
from clerkwork.runner.steps import run_step
from clerkwork.runner.traffic import Traffic
from clerkwork.runner.windows import Windows
from clerkwork.selectors.page_script import closed_roots_script

if TYPE_CHECKING:
    from clerkwork.runner.store.database import Store


@dataclass(frozen=True)
class Plan:
    """What is the same in every attempt of a run."""

    bundle: Bundle
    inputs: Mapping[str, Any]
    secrets: Mapping[str, str]
    systems: Mapping[str, str]
    options: RunOptions
    folder: RunFolder
    today: date
    earlier: Earlier
    commits: Commits | None = None
    store: Store | None = None
    learned: Learned = field(default_factory=Learned)
    lease: Lease = field(default_factory=Alone)
    item: Mapping[str, Any] = field(default_factory=dict)

    def scope(self, number: int) -> dict[str, Any]:
        """What expressions see in attempt `number`."""
        return {
            "inputs": dict(self.inputs),
            "secrets": dict(self.secrets),
            "outputs": {},
            "item": dict(self.item),
            "run": {"id": self.folder.info.run, "attempt": number},
            "today": self.today,
        }


@dataclass
class Attempt:
    """What one attempt has done so far."""

    number: int
    steps: list[StepOutcome] = field(default_factory=list)
    outputs: dict[str, Any] = field(default_factory=dict)
    reviews: list[str] = field(default_factory=list)
    heals: int = 0
    differences: int = 0
    fault: RunFault | None = None
    may_retry: bool = False
    dry_end: str | None = None


CLOSING_LIMIT = 5.0
"""Seconds that a browser may take to close a context; one that hangs is ended with its process."""


async def attempt(browser: Browser, plan: Plan, listener: Listener, result: Attempt) -> None:
    """Do every step once. What was done, and the fault that ended it, is in `result`; cancelling passes
    through."""
    commits = any(getattr(step, "commit", None) for step in plan.bundle.bot.steps)
    result.may_retry = True
    try:
        async with (
            _place(plan, listener, result.number) as place,
            open_session(browser, plan, result.number, place) as session,
        ):
            result.may_retry = commits
            result.outputs = session.scope["outputs"]
            try:
                await _every_step(session, plan.bundle.bot.steps, listener, result)
            except DryRunEnds as end:
                result.dry_end = str(end)
            result.reviews = [f"step {review.index}: {review.what}" for review in session.reviews]
            result.heals = session.heals.count
            result.differences = sum(not review.is_heal for review in session.reviews)
            result.may_retry = commits or not session.traffic.changed_something
    except PlaywrightError as error:
        line = (error.message.splitlines() or ["unknown fault"])[0]
        result.fault = result.fault or BrowserGone(f"the browser gave up: {line}", "start the run again")


def _place(plan: Plan, listener: Listener, number: int) -> AbstractAsyncContextManager[Place]:
    """Nobody opens a second session for an account that has one."""
    assert plan.store is not None
    limits = limits_of(plan.bundle.bot, plan.systems, plan.scope(number), plan.options.at_most)
    return places(limits, plan.store, plan.options, listener)


@asynccontextmanager
async def open_session(browser: Browser, plan: Plan, number: int, place: Place) -> AsyncIterator[Session]:
    """A fresh context of the browser with everything that watches it."""
    context = await browser.new_context(
        viewport={"width": plan.bundle.bot.viewport.width, "height": plan.bundle.bot.viewport.height},
        http_credentials=_credentials(plan),
        accept_downloads=True,
    )
    session = _watched(browser, context, plan, number)
    session.place = place
    try:
        await session.dialogs.watch(context)
        await context.add_init_script(closed_roots_script())
        await session.windows.open("main")
        yield session
    finally:
        session.ending = True
        session.camera.close()
        await _close(browser, context, plan, place)


async def _close(browser: Browser, context: BrowserContext, plan: Plan, place: Place) -> None:
    """The place goes to others only when nobody is signed in there any more, as far as one can see."""
    closed = False
    try:
        await asyncio.wait_for(context.close(), CLOSING_LIMIT)
        closed = True
    except (PlaywrightError, TimeoutError) as error:
        closed = not browser.is_connected()
        plan.folder.journal.append("browser.lost", why=(str(error) or "no answer").splitlines()[0])
    finally:
        if not closed:
            place.keep()


def _watched(browser: Browser, context: BrowserContext, plan: Plan, number: int) -> Session:
    assert plan.commits, "a run remembers its commits"
    allowed = origins_of(plan.bundle, plan.systems)
    camera = Camera(plan.folder, plan.options.shots, _confidential(plan))

    def tell(event: str, **data: Any) -> None:
        session.overhear(event, **data)

    session = Session(
        bundle=plan.bundle,
        systems=plan.systems,
        scope=plan.scope(number),
        folder=plan.folder,
        context=context,
        windows=Windows(context, tell),
        traffic=Traffic(lambda url: not url.startswith("http") or origin_of(url) in allowed),
        dialogs=Dialogs(tell),
        camera=camera,
        browser=browser_facts(browser, headless=not plan.options.headed),
        store=plan.commits,
        lease=plan.lease,
        learned=plan.learned,
        attempt=number,
        dry_run=plan.options.dry_run,
        inspection=plan.options.inspection,
        asker=plan.options.asker,
    )
    session.traffic.watch(context)
    watch_downloads(context, session.downloads)
    return session


def _confidential(plan: Plan) -> Confidential:
    """Secrets that a page may show before a step types them, what the bot names, and what it knows by shape."""
    return Confidential(
        patterns=patterns_of(plan.bundle.bot.redact),
        targets=tuple(target for target in plan.bundle.targets.targets.values() if target.redact),
        secrets={value for value in plan.secrets.values() if len(value) >= SHORTEST},
    )


def _credentials(plan: Plan) -> HttpCredentials | None:
    """User and password for the system that uses HTTP basic authentication."""
    for name, system in plan.bundle.bot.systems.items():
        if system.sign_in == "basic":
            return {
                "username": plan.secrets[f"{name}_user"],
                "password": plan.secrets[f"{name}_password"],
                "origin": origin_of(plan.systems[name]),
            }
    return None


async def _every_step(session: Session, steps: tuple[Step, ...], listener: Listener, result: Attempt) -> None:
    for index, step in enumerate(steps, start=1):
        listener.step_started(index, session.told(step))
        began = time.monotonic()
        state, why = "failed", ""
        try:
            state = await run_step(session, step, index, steps[index] if index < len(steps) else None)
        except RunFault as fault:
            state, result.fault = await _after_fault(session, steps, fault)
            why = result.fault.why if result.fault else ""
        except asyncio.CancelledError:
            why = "someone stopped the run during this step"
            session.tell("step.failed", id=step.id, kind="interrupted", why=why, hint="")
            raise
        except DryRunEnds:
            state = "skipped"
            session.tell(
                "step.finished",
                id=step.id,
                state="skipped",
                ms=0,
                notes=["the dry run ends before this commit"],
            )
            raise
        finally:
            ms = round((time.monotonic() - began) * 1000)
            notes = tuple(session.notes)
            result.steps.append(StepOutcome(index, step.id, step.words(), state, ms, why, notes))
            listener.step_finished(index, state, ms, list(notes))
        if result.fault:
            return


async def _after_fault(
    session: Session, steps: tuple[Step, ...], fault: RunFault
) -> tuple[str, RunFault | None]:
    """How the step ended: failed, or not needed since the commit that it leads to was done before."""
    step = steps[session.index - 1]
    try:
        if await done_before(session, steps, fault):
            notes = [f"{fault.why}; not needed", *session.notes]
            session.tell("step.finished", id=step.id, state="skipped", ms=0, notes=notes)
            return "skipped", None
    except RunFault as doubt:
        fault = doubt
    await _tell_failed(session, step, fault)
    return "failed", fault


async def _tell_failed(session: Session, step: Step, fault: RunFault) -> None:
    page = session.page()
    shot = await session.camera.picture(page) if page is not None else None
    best = fault.nearest[:3] if isinstance(fault, TargetNotFound) else ()
    session.tell(
        "step.failed",
        id=step.id,
        kind=fault.kind,
        why=fault.why,
        hint=fault.hint,
        candidates=[
            {"words": one.words, "score": round(one.score, 3), "why": one.why, "shot": one.shot}
            for one in best
        ],
        shot=shot,
        page_url=page.url if page else None,
        notes=list(session.notes),
    )

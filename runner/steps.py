"""Runs one step: condition, act, settle, what must hold, picture; with retries where they are safe."""

from __future__ import annotations

import asyncio
import time

from playwright.async_api import Download as BrowserDownload
from playwright.async_api import Error as PlaywrightError

from clerkwork.bots.actions.acting import Action
from clerkwork.bots.actions.open import Open
from clerkwork.bots.actions.registry import action_of
from clerkwork.bots.errors import BotError
from clerkwork.bots.step import Download, Retry, Step
from clerkwork.runner.actions.registry import EXECUTORS
from clerkwork.runner.ahead import look_ahead
from clerkwork.runner.commit_step import commit
from clerkwork.runner.deadline import Deadline
from clerkwork.runner.downloads import keep
from clerkwork.runner.entered import ENTERING, note_settled
from clerkwork.runner.errors import (
    ActUncertain,
    ApplicationException,
    BrowserGone,
    ExpectationFailed,
    RunFault,
    StepUnusable,
)
from clerkwork.runner.refusals import raise_if_refused
from clerkwork.runner.session import Session
from clerkwork.runner.settle import BRIEF_TURN, TURN, settle
from clerkwork.runner.signed_out import raise_if_signed_out

OPENING = Retry(attempts=3, on=("timeout", "http_5xx"), wait=0.5)
"""Opening an address changes nothing, so it is always tried again."""

LAST_RESORT = 20.0
"""Seconds beyond its own limits after which a step is given up: every wait has a limit, but a browser may
hang where Playwright knows none."""

SETTLE_LIMIT = 10.0
"""Seconds for a page to come to rest; one that never does is worked on as it is."""


async def run_step(session: Session, step: Step, index: int, following: Step | None = None) -> str:
    """Run the step and journal it; returns "done" or "skipped". Raises RunFault.

    While it is pictured, the target of the `following` step is looked for.
    """
    session.index, session.refusals = index, step.business
    session.notes.clear()
    action = action_of(step)
    session.tell("step.started", id=step.id, action=action, words=session.told(step), attempt=session.attempt)
    began = time.monotonic()
    try:
        if reason := _reason_to_skip(session, step):
            session.tell("step.finished", id=step.id, state="skipped", ms=0, notes=[reason])
            return "skipped"
        await _with_retries(session, step)
    except BotError as error:
        raise StepUnusable(f"{step.words()}: {error}", "correct the step's expression") from error
    await _tell_finished(session, step, began, following)
    return "done"


def _reason_to_skip(session: Session, step: Step) -> str | None:
    """Why the step is not to be done now."""
    if session.index <= session.done_up_to:
        return "the commit that it leads to was done before"
    if session.commit_found and not isinstance(step, Action):
        return "the commit was found done, so the page that this step looks at was never shown"
    if isinstance(step, Open):
        session.commit_found = False
    if step.when is not None and not session.holds(step.when):
        return f"not so: {step.when}"
    return None


async def _tell_finished(session: Session, step: Step, began: float, following: Step | None) -> None:
    page = session.page()
    spent = round((time.monotonic() - began) * 1000)
    shot = None
    if page is not None and (
        session.camera.mode == "every" or (session.camera.mode == "checks" and not isinstance(step, Action))
    ):
        shot, _ = await asyncio.gather(
            session.camera.picture(page, only_looked=not isinstance(step, Action)),
            look_ahead(session, following),
        )
    session.tell(
        "step.finished",
        id=step.id,
        state="done",
        ms=spent,
        shot=shot,
        viewport=page.viewport_size if page else None,
        page_url=page.url if page else None,
        notes=list(session.notes),
    )


async def _with_retries(session: Session, step: Step) -> None:
    retry = step.retry or (OPENING if isinstance(step, Open) else Retry(attempts=1))
    for attempt in range(1, retry.attempts + 1):
        try:
            if isinstance(step, Action) and step.commit:
                await commit(session, step, step.commit, perform)
            else:
                await perform(session, step)
            return
        except RunFault as fault:
            if (
                fault.cause not in retry.on
                or attempt == retry.attempts
                or (isinstance(step, Action) and step.commit)
            ):
                raise
            wait = retry.wait * 2 ** (attempt - 1)
            session.tell("retry", attempt=attempt + 1, why=fault.why, wait_s=wait)
            await asyncio.sleep(wait)


async def perform(session: Session, step: Step) -> None:
    """Act once (or look), wait for the page to settle, and check what must hold. Raises RunFault."""
    await session.check_right()
    deadline = session.deadline(step)
    expected = sum(check.timeout or 0 for check in step.expect) if isinstance(step, Action) else 0
    try:
        async with asyncio.timeout(deadline.seconds + expected + LAST_RESORT):
            if isinstance(step, Action):
                await _act(session, step, deadline)
            else:
                await EXECUTORS[type(step)](session, step, deadline)
                session.check_alive()
    except ExpectationFailed:
        await raise_if_signed_out(session, session.view())
        raise
    except PlaywrightError as error:
        raise fault_of(session, step, error) from error
    except TimeoutError as error:
        raise ActUncertain(
            f"the browser stopped answering during {step.words()!r}", "look at the console, then start again"
        ) from error


async def _act(session: Session, step: Action, deadline: Deadline) -> None:
    session.traffic.forget_faults()
    session.dialogs.expect(session.answers(step))
    while not session.downloads.empty():
        session.downloads.get_nowait()
    before, session.acted = session.traffic.counts, True
    await EXECUTORS[type(step)](session, step, deadline)
    if step.opens:
        opened = await session.windows.wait_new(step.opens, deadline)
        if not opened.is_closed():
            session.last_window = step.opens
    if not await settle(
        session.page(),
        session.traffic,
        before,
        step.after,
        Deadline.after(min(SETTLE_LIMIT, deadline.left())),
        BRIEF_TURN if isinstance(step, ENTERING) and step.after is None else TURN,
        lambda: session.camera.begin(session.page()),
    ):
        session.note("the page did not come to rest; the bot went on")
    await note_settled(session)
    if strays := session.windows.take_strays():
        session.note(f"opened without being declared: {', '.join(strays)}")
    session.check_faults()
    if step.download:
        await _download(session, step.download, deadline)
    await raise_if_refused(session)
    if unanswered := session.dialogs.expected:
        session.note(f"the dialog {unanswered[0].message or unanswered[0].type!r} did not appear")
    for check in step.expect:
        await _expect(session, check, deadline)


async def _expect(session: Session, check: Step, deadline: Deadline) -> None:
    own = Deadline.after(check.timeout) if check.timeout else deadline
    try:
        await EXECUTORS[type(check)](session, check, own)
    except RunFault:
        session.tell("expect", words=session.told(check), held=False)
        raise
    session.tell("expect", words=session.told(check), held=True)


async def _download(session: Session, declared: Download, deadline: Deadline) -> None:
    try:
        file: BrowserDownload = await asyncio.wait_for(session.downloads.get(), max(deadline.left(), 0.001))
    except TimeoutError:
        raise ApplicationException(
            f"the step should download a file, but none came within {deadline.seconds:g} s",
            "look at the picture: the console may show it as a page, or refuse it",
        ) from None
    await keep(session, declared, file, deadline)


def fault_of(session: Session, step: Step, error: PlaywrightError) -> RunFault:
    """A Playwright error that nobody expected, as a fault of ours. Its call log may quote what was
    typed, so only its first line is told."""
    line = (error.message.splitlines() or ["unknown fault"])[0]
    browser = session.context.browser
    if "crashed" in line or (browser is not None and not browser.is_connected()):
        return BrowserGone(
            f"the browser crashed or was closed during {step.words()!r}", "start the run again"
        )
    if "has been closed" in line:
        return BrowserGone(f"the window was closed during {step.words()!r}", "start the run again")
    return ApplicationException(f"{step.words()} failed: {line}", "look at the picture")

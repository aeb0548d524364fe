"""Runs a bot once, from its inputs to a sealed run folder: the state machine of a single run."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from playwright.async_api import Browser
from playwright.async_api import Error as PlaywrightError

from clerkwork.bots.bot import Bundle
from clerkwork.bots.learned import load_learned
from clerkwork.bots.save import digest, file_digests
from clerkwork.browser.errors import BrowserError
from clerkwork.browser.launch import browser_facts
from clerkwork.evidence.errors import EvidenceError
from clerkwork.evidence.redact import Redactor
from clerkwork.evidence.run_folder import RunFolder
from clerkwork.runner.attempt import Attempt, Plan, attempt
from clerkwork.runner.browsers import NextBrowser, browsers
from clerkwork.runner.commits import Commits
from clerkwork.runner.earlier import Earlier, earlier
from clerkwork.runner.errors import ApplicationException, BrowserGone, Fenced, InDoubt, Interrupted, RunFault
from clerkwork.runner.lease import Alone
from clerkwork.runner.listener import Listener, Silent
from clerkwork.runner.options import RunOptions
from clerkwork.runner.outcome import Outcome, StepOutcome
from clerkwork.runner.redaction import redactor_of
from clerkwork.runner.state import RunState, check_transition, state_of_exit
from clerkwork.runner.work_item import WorkItem

if TYPE_CHECKING:
    from clerkwork.runner.store.database import Store

WAIT_BETWEEN_ATTEMPTS = 1.0
"""Seconds before the second attempt; doubles."""


async def run_bot(
    bundle: Bundle,
    inputs: Mapping[str, Any],
    secrets: Mapping[str, str],
    options: RunOptions | None = None,
    listener: Listener | None = None,
    *,
    browser: Browser | NextBrowser | None = None,
    item: WorkItem | None = None,
    store: Store | None = None,
) -> Outcome:
    """Run the bot with bound inputs and looked-up secrets, in a browser of its own unless one is given; for a
    work item, under its lease. Without an item the `store` is that of the options, unless one is open already.

    Whatever happens, the run folder is complete and sealed, and the outcome says how it ended; only
    ResumeRefused, EvidenceError (no folder could be made, or not be sealed) and what nobody expected are
    raised. Cancelling the task ends the run as interrupted.
    """
    options, listener = options or RunOptions(), listener or Silent()
    plan = _plan(bundle, inputs, secrets, options, item)
    listener.run_started(bundle.bot.title or bundle.bot.name, len(bundle.bot.steps), plan.folder.path)
    began, tries = time.monotonic(), [Attempt(plan.earlier.attempts)]
    unexpected: Exception | None = None
    try:
        async with browsers(options, browser) as next_browser:
            (commits, known), _ = await asyncio.gather(_remembered(plan, item, store), next_browser())
            plan = replace(plan, commits=commits, store=known)
            if item is not None:
                await item.begin(plan.folder.info.run)
            await _attempts(next_browser, plan, listener, tries)
        fault = tries[-1].fault
    except (asyncio.CancelledError, PlaywrightError) as error:
        fault = _stopped(error)
    except (BrowserError, EvidenceError, RunFault) as error:
        fault = ApplicationException(str(error), getattr(error, "hint", None) or "")
    except Exception as error:  # noqa: BLE001  (it is raised again below)
        # Evidence first: the run folder must be complete before the command line says what went wrong.
        fault, unexpected = ApplicationException(f"internal fault: {type(error).__name__}"), error
    outcome = _outcome(plan, tries[-1], await _with_open_commits(plan, fault), began)
    _finish(plan.folder, outcome)
    if unexpected is not None:
        raise unexpected
    listener.run_finished(outcome)
    return outcome


def _stopped(error: BaseException) -> RunFault:
    """What a cancelled task, or a driver that went away, means."""
    task = asyncio.current_task()
    if isinstance(error, asyncio.CancelledError) or (task and task.cancelling()):
        return Interrupted("someone stopped the run", "start it again")
    return BrowserGone(f"the browser gave up: {str(error).splitlines()[0]}", "start the run again")


async def _remembered(plan: Plan, item: WorkItem | None, store: Store | None) -> tuple[Commits, Store]:
    """What is known of all runs, and where; the library for it is loaded while the browser starts."""
    if item is not None:
        return item.commits, item.store

    def opened() -> tuple[Commits, Store]:
        from clerkwork.runner.store.commits import StoredCommits
        from clerkwork.runner.store.database import Store

        known = store or Store.of(plan.options.store, plan.folder.path.parent)
        return StoredCommits(known), known

    return await asyncio.to_thread(opened)


async def _with_open_commits(plan: Plan, fault: RunFault | None) -> RunFault | None:
    """A fault that left a commit of this run open is more than a fault: somebody must look."""
    if fault is None or isinstance(fault, InDoubt | Fenced) or plan.commits is None:
        return fault
    try:
        open_keys = await plan.commits.open_keys(plan.bundle.bot.name, plan.folder.info.run)
    except ApplicationException as unknown:
        return ApplicationException(f"{fault.why}; {unknown.why}", unknown.hint)
    if not open_keys:
        return fault
    keys = ", ".join(map(repr, open_keys))
    if isinstance(fault, Interrupted):
        return Interrupted(
            f"{fault.why} while {keys} was being committed",
            "look in the console, or start it again: it asks the console before it does anything",
        )
    return InDoubt(f"nobody can tell whether {keys} was committed: {fault.why}", "look in the console")


def _plan(
    bundle: Bundle,
    inputs: Mapping[str, Any],
    secrets: Mapping[str, str],
    options: RunOptions,
    item: WorkItem | None,
) -> Plan:
    before, learned = (
        earlier(bundle, options.resume) if options.resume else Earlier(),
        load_learned(bundle.folder),
    )
    urls = {name: system.url for name, system in bundle.bot.systems.items()}
    systems = urls | dict(before.systems) | dict(options.systems)
    options = replace(options, dry_run=options.dry_run or before.dry_run)
    folder = _open_folder(bundle, inputs, secrets, systems, options, item)
    return Plan(
        bundle=bundle,
        inputs=inputs,
        secrets=secrets,
        systems=systems,
        options=options,
        folder=folder,
        today=date.today(),
        earlier=before,
        learned=learned,
        lease=item.lease if item else Alone(),
        item=item.values if item else {},
    )


def _open_folder(
    bundle: Bundle,
    inputs: Mapping[str, Any],
    secrets: Mapping[str, str],
    systems: Mapping[str, str],
    options: RunOptions,
    item: WorkItem | None,
) -> RunFolder:
    redactor = redactor_of(bundle.bot, secrets)
    if options.resume:
        return options.folder.resume(options.resume, redactor)
    return options.folder.create(
        options.runs,
        bundle.bot.name,
        redactor=redactor,
        title=bundle.bot.title or bundle.bot.name,
        bot_digest=digest(bundle.folder),
        inputs=plain(inputs),
        systems=systems,
        encrypted=bundle.bot.evidence.encrypt,
        keep=bundle.bot.evidence.keep.model_dump(exclude_none=True),
        batch=item.batch if item else "",
        item=item.number if item else 0,
    )


def plain(inputs: Mapping[str, Any]) -> dict[str, Any]:
    """Inputs as JSON holds them: a date or a path becomes its text, from which it can be read again."""
    return {
        name: value if value is None or isinstance(value, str | int | float) else str(value)
        for name, value in inputs.items()
    }


def _tell_started(plan: Plan, browser: Browser) -> None:
    bot = plan.bundle.bot
    facts = browser_facts(browser, headless=not plan.options.headed)
    words = f"{facts.name} {facts.version} ({facts.platform}, {'headless' if facts.headless else 'headed'})"
    plan.folder.describe(browser=words)
    check_transition(RunState.QUEUED, RunState.RUNNING)
    plan.folder.journal.append(
        "run.started",
        bot=bot.name,
        title=bot.title,
        purpose=bot.purpose,
        inputs=plain(plan.inputs),
        systems=dict(plan.systems),
        bot_folder=str(plan.bundle.folder.resolve()),
        bot_files=file_digests(plan.bundle.folder),
        browser=words,
        viewport=bot.viewport.model_dump(),
        dry_run=plan.options.dry_run,
        resumed=plan.options.resume is not None,
    )


async def _attempts(next_browser: NextBrowser, plan: Plan, listener: Listener, tries: list[Attempt]) -> None:
    """Try until done, refused, or out of attempts. Only faults of the machinery are tried again, and only
    where nothing can be done twice by it. The last of `tries` is the running one."""
    _tell_started(plan, await next_browser())
    for left in reversed(range(plan.options.attempts)):
        number = tries[-1].number + 1
        tries.append(Attempt(number))
        await attempt(await next_browser(), plan, listener, tries[-1])
        fault = tries[-1].fault
        if fault is None or not fault.transient or not tries[-1].may_retry or not left:
            return
        wait = WAIT_BETWEEN_ATTEMPTS * 2 ** (plan.options.attempts - left - 1)
        plan.folder.journal.append("attempt.failed", attempt=number, why=fault.why, wait_s=wait)
        listener.attempt_failed(number, plan.folder.journal.redactor.text(fault.why))
        await asyncio.sleep(wait)


def _outcome(plan: Plan, last: Attempt, fault: RunFault | None, began: float) -> Outcome:
    redact = plan.folder.journal.redactor
    state = RunState.DONE
    if fault is not None:
        state = state_of_exit(fault.exit_code)
    elif last.reviews:
        state = RunState.NEEDS_REVIEW
    why = fault.why if fault else f"the dry run ended before: {last.dry_end}" if last.dry_end else ""
    return Outcome(
        run=plan.folder.info.run,
        bot=plan.bundle.bot.name,
        state=check_transition(RunState.RUNNING, state),
        folder=plan.folder.path,
        why=redact.text(why),
        hint=redact.text(fault.hint) if fault else "",
        outputs=redact.value(last.outputs),
        steps=tuple(_redacted(step, redact) for step in last.steps),
        reviews=tuple(map(redact.text, last.reviews)),
        heals=last.heals,
        differences=last.differences,
        attempts=max(last.number, 1),
        ms=round((time.monotonic() - began) * 1000),
    )


def _redacted(step: StepOutcome, redact: Redactor) -> StepOutcome:
    return replace(step, why=redact.text(step.why), notes=tuple(map(redact.text, step.notes)))


def _finish(folder: RunFolder, outcome: Outcome) -> None:
    folder.finish(
        outcome.state.value,
        exit=outcome.exit_code,
        why=outcome.why,
        hint=outcome.hint,
        outputs=outcome.outputs,
        ms=outcome.ms,
        differences=outcome.differences,
        heals=outcome.heals,
    )

"""Runs a bot once, from its inputs to a sealed run folder: the state machine of a single run."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date
from typing import Any

from playwright.async_api import Browser, async_playwright
from playwright.async_api import Error as PlaywrightError

from clerkwork.bots.bot import Bundle
from clerkwork.bots.save import digest
from clerkwork.browser.launch import browser_facts, launch
from clerkwork.evidence.errors import EvidenceError
from clerkwork.evidence.redact import Redactor
from clerkwork.evidence.run_folder import RunFolder
from clerkwork.runner.attempt import Attempt, Plan, attempt
from clerkwork.runner.commits import CommitStore
from clerkwork.runner.errors import ApplicationException, BrowserGone, InDoubt, Interrupted, RunFault
from clerkwork.runner.listener import Listener, Silent
from clerkwork.runner.options import RunOptions
from clerkwork.runner.outcome import Outcome, StepOutcome
from clerkwork.runner.state import RunState, check_transition, state_of_exit
from clerkwork.selectors.engine import register

WAIT_BETWEEN_ATTEMPTS = 1.0
"""Seconds before the second attempt; doubles."""


async def run_bot(
    bundle: Bundle,
    inputs: Mapping[str, Any],
    secrets: Mapping[str, str],
    options: RunOptions | None = None,
    listener: Listener | None = None,
) -> Outcome:
    """Run the bot with bound inputs and looked-up secrets.

    Whatever happens, the run folder is complete and sealed, and the outcome says how it ended; only
    BotError, BrowserError and EvidenceError (before there is a folder) are raised. Cancelling the task
    ends the run as interrupted.
    """
    options, listener = options or RunOptions(), listener or Silent()
    systems = {name: system.url for name, system in bundle.bot.systems.items()} | dict(options.systems)
    folder = _open_folder(bundle, inputs, secrets, systems, options)
    listener.run_started(bundle.bot.title or bundle.bot.name, len(bundle.bot.steps), folder.path)
    began = time.monotonic()
    last = Attempt(0)
    try:
        async with _browser(options) as browser:
            plan = _plan(bundle, inputs, secrets, systems, options, folder, browser)
            _tell_started(plan)
            last = await _attempts(browser, plan, listener)
            fault = _in_doubt(plan, last.fault)
    except (asyncio.CancelledError, PlaywrightError) as error:
        fault = _stopped(error)
    except EvidenceError as error:
        fault = ApplicationException(str(error), "the run stopped, since it could no longer be proved")
    except Exception as error:
        # Evidence first: the run folder must be complete before the command line says what went wrong.
        fault = ApplicationException(f"{type(error).__name__}: {error}", getattr(error, "hint", None) or "")
        _finish(folder, _outcome(folder, bundle, last, fault, began))
        raise
    outcome = _outcome(folder, bundle, last, fault, began)
    _finish(folder, outcome)
    listener.run_finished(outcome)
    return outcome


def _stopped(error: BaseException) -> RunFault:
    """What a cancelled task, or a driver that went away, means."""
    task = asyncio.current_task()
    if isinstance(error, asyncio.CancelledError) or (task and task.cancelling()):
        return Interrupted("someone stopped the run", "start it again, or go on with --resume")
    return BrowserGone(f"the browser gave up: {str(error).splitlines()[0]}", "start the run again")


def _in_doubt(plan: Plan, fault: RunFault | None) -> RunFault | None:
    """A fault that left a commit of this run open is more than a fault: somebody must look."""
    open_keys = plan.store.open_keys(plan.bundle.bot.name, plan.folder.info.run)
    if fault is None or not open_keys or isinstance(fault, InDoubt):
        return fault
    return InDoubt(
        f"nobody can tell whether {', '.join(map(repr, open_keys))} was committed: {fault.why}",
        "look in the console",
    )


def _open_folder(
    bundle: Bundle,
    inputs: Mapping[str, Any],
    secrets: Mapping[str, str],
    systems: Mapping[str, str],
    options: RunOptions,
) -> RunFolder:
    redactor = Redactor(secrets)
    if options.resume:
        return RunFolder.resume(options.resume, redactor)
    return RunFolder.create(
        options.runs,
        bundle.bot.name,
        redactor=redactor,
        title=bundle.bot.title or bundle.bot.name,
        bot_digest=digest(bundle.folder),
        inputs=dict(inputs),
        systems=systems,
    )


@asynccontextmanager
async def _browser(options: RunOptions) -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        await register(playwright)
        async with launch(playwright, headless=not options.headed, setting=options.browser) as browser:
            yield browser


def _plan(
    bundle: Bundle,
    inputs: Mapping[str, Any],
    secrets: Mapping[str, str],
    systems: Mapping[str, str],
    options: RunOptions,
    folder: RunFolder,
    browser: Browser,
) -> Plan:
    facts = browser_facts(browser, headless=not options.headed)
    folder.describe(browser=f"{facts.name} {facts.version} ({facts.platform})")
    return Plan(
        bundle=bundle,
        inputs=inputs,
        secrets=secrets,
        systems=systems,
        options=options,
        folder=folder,
        store=CommitStore(folder.path.parent / "commits.sqlite"),
        today=date.today(),
        browser=facts,
    )


def _tell_started(plan: Plan) -> None:
    bot = plan.bundle.bot
    check_transition(RunState.QUEUED, RunState.RUNNING)
    plan.folder.journal.append(
        "run.started",
        bot=bot.name,
        title=bot.title,
        purpose=bot.purpose,
        inputs=dict(plan.inputs),
        systems=dict(plan.systems),
        browser=plan.browser.as_dict(),
        viewport=bot.viewport.model_dump(),
        dry_run=plan.options.dry_run,
        resumed=plan.options.resume is not None,
    )


async def _attempts(browser: Browser, plan: Plan, listener: Listener) -> Attempt:
    """Try until done, refused, or out of attempts. Only faults of the machinery are tried again, and only
    where nothing can be done twice by it."""
    number = 0
    while True:
        number += 1
        last = await attempt(browser, plan, listener, number)
        fault = last.fault
        if fault is None or not fault.transient or not last.may_retry or number == plan.options.attempts:
            return last
        if not browser.is_connected():
            return last
        wait = WAIT_BETWEEN_ATTEMPTS * 2 ** (number - 1)
        plan.folder.journal.append("attempt.failed", attempt=number, why=fault.why, wait_s=wait)
        listener.attempt_failed(number, fault.why)
        await asyncio.sleep(wait)


def _outcome(
    folder: RunFolder, bundle: Bundle, last: Attempt, fault: RunFault | None, began: float
) -> Outcome:
    redact = folder.journal.redactor
    state = RunState.DONE
    if fault is not None:
        state = state_of_exit(fault.exit_code)
    elif last.reviews:
        state = RunState.NEEDS_REVIEW
    why = fault.why if fault else f"the dry run ended before: {last.dry_end}" if last.dry_end else ""
    return Outcome(
        run=folder.info.run,
        bot=bundle.bot.name,
        state=check_transition(RunState.RUNNING, state),
        folder=folder.path,
        why=redact.text(why),
        hint=redact.text(fault.hint) if fault else "",
        outputs=redact.value(last.outputs),
        steps=tuple(_redacted(step, redact) for step in last.steps),
        reviews=tuple(last.reviews),
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
        differences=len(outcome.reviews),
        heals=0,
    )

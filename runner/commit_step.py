"""Commit steps: intend, act, confirm; and when that was cut short, ask the console before anything else.

The order is that of a write-ahead log: the intent is durable before the act, so whoever comes later
(another attempt, a resumed run, another worker) knows that it may have happened. Nobody repeats it
without its probe; one without a probe is never repeated.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Literal

from playwright.async_api import Error as PlaywrightError

from clerkwork.bots.actions.acting import Action, Commit
from clerkwork.bots.actions.open import Open
from clerkwork.bots.errors import BotError
from clerkwork.bots.step import Step
from clerkwork.runner.actions.registry import EXECUTORS
from clerkwork.runner.commits import CommitRecord, CommitState
from clerkwork.runner.errors import (
    ApplicationException,
    BrowserGone,
    BusinessException,
    ExpectationFailed,
    Fenced,
    InDoubt,
    RunFault,
    ServerFault,
    SignedOut,
)
from clerkwork.runner.find import find
from clerkwork.runner.session import Session
from clerkwork.runner.sight import Wanted, wanted_by
from clerkwork.runner.signed_out import raise_if_signed_out

Finding = Literal["happened", "absent", "unknown"]
Perform = Callable[[Session, Step], Awaitable[None]]

PROBE_WAIT = {True: 15.0, False: 2.0}
"""Seconds that a probe waits for an address to open, and for a check: the record is there or it is not."""

LATE_STORE = (1.0, 3.0)
"""Seconds between two probes when the console did not answer in time."""

HOLD = 30.0
"""Seconds beyond the step's own limit for which an intent is held; whoever meets it waits for its end, and
whoever has it does not act in its last half."""

ASK_AGAIN = (1.0, 3.0)
"""Seconds before a probe is done again that the console answered with an error, or not at all."""

LATE_ANSWER = 5.0
"""Seconds that a console gets to store what a run sent before it died."""

OTHERS = 600.0
"""Seconds that other runs which do the same commit are waited for."""

LOOK_AGAIN = 0.5
"""Seconds between two looks at what another run makes of it."""


class DryRunEnds(Exception):
    """A dry run stands before its first commit step."""


async def _inspect(session: Session, step: Action) -> None:
    """Look at the targets of a commit without doing it: they are the ones that must be right."""
    if session.inspection:
        for at, name in enumerate(step.targets()):
            wanted = wanted_by(session, step, name) if at == 0 else Wanted(name)
            await find(session, wanted, session.deadline(step))


async def commit(session: Session, step: Action, commit: Commit, perform: Perform) -> None:
    """Do the step once in all time for its key.

    Raises InDoubt when nobody can tell whether it happened, BusinessException when it was done before and
    cannot be checked, else the fault of the act itself, whose absence is then proved.
    """
    if session.dry_run:
        await _inspect(session, step)
        raise DryRunEnds(step.words())
    bot, key = session.bundle.bot.name, session.commit_key(commit.key)
    limit = session.deadline(step).seconds
    known = await session.store.intend(bot, key, session.folder.info.run, session.attempt, limit + HOLD)
    if known is not None and not await _may_act(session, commit, key, known, limit + HOLD):
        return
    session.act_before = time.monotonic() + limit + HOLD / 2
    session.folder.journal.append("commit.intended", durable=True, index=session.index, key=key)
    try:
        async with session.fence.shut():
            await perform(session, step)
    except BusinessException:
        await _settle(session, key, "absent")
        raise
    except Fenced:
        raise
    except RunFault as fault:
        await _after_fault(session, commit, key, fault)
        return
    finally:
        session.act_before = None
    await _settle(session, key, "confirmed")
    session.tell("commit.confirmed", key=key)


async def _may_act(session: Session, commit: Commit, key: str, known: CommitRecord, hold_s: float) -> bool:
    """Whether the act is still to be done, although the store knows the key."""
    known = await _let_go(session, known)
    finding = await _probe(session, commit)
    if finding == "happened":
        await _confirm_found(session, key, f"it was done by run {known.run}")
        return False
    if finding == "absent":
        if not await session.store.take_over(known, session.folder.info.run, session.attempt, hold_s):
            return await _may_act(session, commit, key, await _again(session, known), hold_s)
        session.note(f"run {known.run} had {known.state} it, but the console does not have it: done now")
        return True
    if known.state == "confirmed":
        raise BusinessException(
            f"{key!r} was done already, by run {known.run} at {known.at}", "nothing to repair"
        )
    await _settle(session, key, "doubt")
    session.tell("commit.doubt", key=key)
    raise _doubt(key, f"run {known.run} was cut short while doing it, and the probe cannot tell")


async def _let_go(session: Session, known: CommitRecord) -> CommitRecord:
    """Waits while a run may be doing it this very moment, or the console storing what a dead run had sent."""
    ended = {session.folder.info.run, *session.lease.former_runs}
    give_up = time.monotonic() + OTHERS
    while known.held_s and (known.run not in ended or known.age_s < LATE_ANSWER):
        if time.monotonic() > give_up:
            raise ApplicationException(
                f"run {known.run} has been doing {known.key!r} for minutes", "is it still running?"
            )
        await asyncio.sleep(LOOK_AGAIN)
        known = await _again(session, known)
    return known


async def _again(session: Session, known: CommitRecord) -> CommitRecord:
    return await session.store.find(known.bot, known.key) or known


async def done_before(session: Session, steps: Sequence[Step], fault: RunFault) -> bool:
    """Whether the running step failed only because the commit that it leads to was done before.

    A run that starts over may stand before a console that no longer offers what is done already: a lent
    device cannot be picked. Then the steps up to the commit are skipped. Raises InDoubt when the commit had
    been begun and nobody can tell.
    """
    ahead = ((index, step) for index, step in enumerate(steps, start=1) if index > session.index)
    for index, step in ahead:
        if isinstance(step, Action) and step.commit:
            if session.dry_run or isinstance(fault, BrowserGone | InDoubt):
                return False
            if not await _was_done(session, step.commit, fault):
                return False
            session.done_up_to = index
            return True
    return False


async def _was_done(session: Session, commit: Commit, fault: RunFault) -> bool:
    bot = session.bundle.bot.name
    try:
        key = session.commit_key(commit.key)
    except BotError:
        return False
    known = await session.store.find(bot, key)
    if known is None or known.state == "absent":
        return False
    known = await _let_go(session, known)
    finding = await _probe(session, commit)
    if finding == "happened" or (finding == "unknown" and known.state == "confirmed"):
        await _confirm_found(session, key, f"it was done by run {known.run}")
        return True
    if finding == "unknown":
        await _settle(session, key, "doubt")
        session.tell("commit.doubt", key=key)
        raise _doubt(key, fault.why) from fault
    return False


async def _after_fault(session: Session, commit: Commit, key: str, fault: RunFault) -> None:
    """The act failed or was cut off: find out whether it happened all the same."""
    if not session.acted:
        await _settle(session, key, "absent")
        raise fault
    if isinstance(
        fault, BrowserGone
    ):  # it stays intended: the next attempt gives the console time, then asks
        raise fault
    finding = await _probe_until_sure(session, commit, fault)
    if finding == "happened":
        await _confirm_found(session, key, f"the act failed ({fault.why}), but the console has it")
        return
    if finding == "absent":
        await _settle(session, key, "absent")
        raise fault
    await _settle(session, key, "doubt")
    session.tell("commit.doubt", key=key)
    raise _doubt(key, fault.why) from fault


def _doubt(key: str, why: str) -> InDoubt:
    return InDoubt(
        f"nobody can tell whether {key!r} was committed: {why}",
        "look in the console; a probe on the step would let the bot look by itself",
    )


async def _confirm_found(session: Session, key: str, why: str) -> None:
    """Carry on after the step: where the run stands, or, if that is an error page, where the probe found
    the commit."""
    session.commit_found = True
    main = session.windows.get("main")
    if session.found_at and main in session.traffic.broken:
        await main.goto(session.found_at)
    session.note(f"{why}; not done again")
    await _settle(session, key, "confirmed")
    session.tell("commit.confirmed", key=key)


async def _settle(session: Session, key: str, state: CommitState) -> None:
    await session.store.settle(session.bundle.bot.name, key, session.folder.info.run, session.attempt, state)


async def _probe(session: Session, commit: Commit) -> Finding:
    """Ask the console, again when it fails in a way that may pass. A check that fails means absent; any other
    fault means that the console could not be asked.

    Raises SignedOut and BrowserGone: whoever signs in again, or has another browser, can ask; the next attempt does.
    """
    if not commit.probe:
        return "unknown"
    for pause in (*ASK_AGAIN, None):
        try:
            await _ask(session, commit)
        except (SignedOut, BrowserGone):
            raise
        except ExpectationFailed:
            return "absent"
        except (RunFault, PlaywrightError) as error:
            session.check_alive()
            session.note(f"the probe could not be completed: {type(error).__name__}")
            if pause is None or not getattr(error, "transient", False):
                break
            await asyncio.sleep(pause)
        else:
            return "happened"
    return "unknown"


async def _ask(session: Session, commit: Commit) -> None:
    """Do the probe's steps in a window of its own."""
    async with session.aside() as page:
        for step in commit.probe:
            limit = session.deadline(step, at_most=PROBE_WAIT[type(step) is Open])
            try:
                await EXECUTORS[type(step)](session, step, limit)
            except ExpectationFailed:
                await raise_if_signed_out(session, [page])
                raise
            session.check_faults()
        session.found_at = page.url


async def _probe_until_sure(session: Session, commit: Commit, fault: RunFault) -> Finding:
    """A console that was slow may store what it got after we gave up on it: absence is asked for again."""
    finding = await _probe(session, commit)
    for pause in () if isinstance(fault, ServerFault) else LATE_STORE:
        if finding != "absent":
            break
        await asyncio.sleep(pause)
        finding = await _probe(session, commit)
    return finding

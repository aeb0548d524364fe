"""`clerkwork run`: executes a bot once and leaves sealed evidence."""

from __future__ import annotations

import asyncio
import contextlib
import re
import signal
from collections.abc import Coroutine, Mapping
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from clerkwork.cli.asking import at_terminal
from clerkwork.cli.pairs import pairs
from clerkwork.cli.progress import Lines, live

if TYPE_CHECKING:
    from clerkwork.bots.bot import Bundle
    from clerkwork.runner.listener import Listener
    from clerkwork.runner.options import RunOptions
    from clerkwork.runner.outcome import Outcome


T = TypeVar("T")


class Shots(StrEnum):
    every = "every"
    checks = "checks"
    failure = "failure"


def run(
    bot: Annotated[Path, typer.Argument(metavar="BOT", help="Folder of the bot, or its bot.yaml.")],
    inputs: Annotated[
        list[str] | None, typer.Option("--input", metavar="NAME=VALUE", help="A value for an input.")
    ] = None,
    systems: Annotated[
        list[str] | None, typer.Option("--system", metavar="NAME=URL", help="Another base URL for a system.")
    ] = None,
    runs: Annotated[Path, typer.Option("--runs", metavar="DIR", help="Where run folders are made.")] = Path(
        "runs"
    ),
    resume: Annotated[
        Path | None,
        typer.Option(
            "--resume",
            metavar="RUN",
            help="Go on with a run, or with the batch of --items, that was cut off.",
        ),
    ] = None,
    items: Annotated[
        Path | None,
        typer.Option("--items", metavar="FILE", help="Do it for every row of a .csv, .xlsx or .json."),
    ] = None,
    jobs: Annotated[int, typer.Option("--jobs", min=1, max=64, help="Items done at once.")] = 1,
    results: Annotated[
        Path | None,
        typer.Option("--results", metavar="FILE", help="Where to write what came of each row."),
    ] = None,
    store: Annotated[
        str | None,
        typer.Option(
            "--store",
            metavar="URL",
            envvar="CLERKWORK_STORE",
            help="Where commits and items are remembered: sqlite:///… or postgresql://…",
        ),
    ] = None,
    lease: Annotated[
        float,
        typer.Option(
            "--lease", metavar="SECONDS", min=3, help="Items of a worker silent for so long are taken over."
        ),
    ] = 30.0,
    wait: Annotated[
        float,
        typer.Option(
            "--wait", metavar="SECONDS", min=0, help="How long a place on an account or system is waited for."
        ),
    ] = 1800.0,
    headed: Annotated[bool, typer.Option("--headed", help="Show the browser.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Stop before the first commit step.")] = False,
    shots: Annotated[
        Shots, typer.Option("--shots", help="After which steps a picture is kept.")
    ] = Shots.every,
    attempts: Annotated[
        int, typer.Option("--attempts", min=1, max=20, help="Tries in all when the machinery fails.")
    ] = 3,
    junit: Annotated[
        Path | None, typer.Option("--junit", metavar="FILE", help="Write a JUnit report.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the outcome as one line of JSON.")] = False,
) -> int:
    """Run a bot, headlessly, and leave a run folder that 'clerkwork verify' can prove.

    Exit code: 0 done, 1 application exception, 2 usage or invalid bot, 3 business exception,
    4 needs review, 5 in doubt, 130 interrupted.

    \b
    Example:
      clerkwork run bots/library/rent_device --input employee="A. Meyer" --input device=LT-0042
      clerkwork run bots/library/rent_device --items loans.xlsx --jobs 4 --results done.xlsx
    """
    from clerkwork.bots.load import load_bundle
    from clerkwork.runner.options import RunOptions

    options = RunOptions(
        runs=resume.resolve().parent if resume and not items else runs,
        systems=pairs(systems, "--system"),
        headed=headed,
        dry_run=dry_run,
        shots=shots.value,
        attempts=attempts,
        resume=None if items else resume,
        store=store,
        lease=lease,
        wait=wait,
        asker=at_terminal(),
    )
    bundle = load_bundle(bot)
    if items:
        from clerkwork.cli.run_items import Wish, run_items

        _refuse_systems(bundle, options.systems)
        batch = resume.name if resume else None
        return run_items(bundle, Wish(items, jobs, results, batch, as_json, junit), options)
    outcome = execute(bundle, pairs(inputs, "--input"), options, live(quiet=as_json))
    _tell(outcome, junit, as_json)
    return outcome.exit_code


def execute(bundle: Bundle, inputs: dict[str, Any], options: RunOptions, listener: Listener) -> Outcome:
    """Bind inputs and secrets, check what was asked for, run, write the report."""
    from clerkwork.bots.secrets import require_secrets
    from clerkwork.bots.values import bind_inputs
    from clerkwork.cli import logging
    from clerkwork.evidence.errors import EvidenceError
    from clerkwork.evidence.report import write_report
    from clerkwork.evidence.run_folder import RunFolder
    from clerkwork.runner.redaction import redactor_of
    from clerkwork.runner.run import run_bot

    _refuse_systems(bundle, options.systems)
    if options.resume:
        inputs = {**_inputs_again(RunFolder.open(options.resume).info.inputs, inputs), **inputs}
    bound = bind_inputs(bundle.bot, inputs)
    secrets = require_secrets(bundle.bot, bundle.folder)
    logging.redaction.use(redactor_of(bundle.bot, secrets).text)
    if options.dry_run and not any(getattr(step, "commit", None) for step in bundle.bot.steps):
        listener.say("no step is marked as commit: the dry run goes through to the end")
    outcome = asyncio.run(stoppable(run_bot(bundle, bound, secrets, options, listener)))
    try:
        write_report(outcome.folder)
    except EvidenceError as error:
        listener.say(f"the report was not written: {error}")
    return outcome


def _inputs_again(kept: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """The inputs of the run to resume, except those that its folder was not allowed to hold."""
    redacted = [name for name, value in kept.items() if "«redacted:" in str(value) and name not in given]
    if redacted:
        again = " ".join(f"--input {name}=…" for name in redacted)
        raise typer.BadParameter(f"the run folder does not hold what the bot redacts; give it again: {again}")
    return {name: value for name, value in kept.items() if name not in given}


def _refuse_systems(bundle: Bundle, given: Mapping[str, str]) -> None:
    if unknown := set(given) - set(bundle.bot.systems):
        raise typer.BadParameter(
            f"--system {', '.join(sorted(unknown))}: {bundle.bot.name} has {', '.join(bundle.bot.systems)}"
        )
    for name, url in given.items():
        if not re.match(r"https?://[^\s/]", url):
            raise typer.BadParameter(
                f"--system {name} takes an address such as http://host:8101; got {url!r}"
            )


async def stoppable(work: Coroutine[Any, Any, T]) -> T:
    """Cancel the work on Ctrl-C and SIGTERM, so that it ends with its evidence complete."""
    task = asyncio.ensure_future(work)
    stopped_by_signals(task)
    return await task


def stopped_by_signals(task: asyncio.Future[Any]) -> None:
    """Ctrl-C and SIGTERM cancel the task."""
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        try:
            loop.add_signal_handler(number, task.cancel)
        except NotImplementedError:  # Windows has no loop handlers
            with contextlib.suppress(ValueError):
                signal.signal(number, lambda *_: loop.call_soon_threadsafe(task.cancel))


def _tell(outcome: Outcome, junit: Path | None, as_json: bool) -> None:
    if junit:
        junit.parent.mkdir(parents=True, exist_ok=True)
        junit.write_text(outcome.as_junit(), encoding="utf-8")
    if as_json:
        print(outcome.as_json())
        return
    Lines().run_told(outcome)

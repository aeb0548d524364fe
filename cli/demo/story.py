"""`clerkwork demo`: the main job from end to end on a mock site, told in plain words."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape

if TYPE_CHECKING:
    from clerkwork.fixtures_sites.server import SiteServer
    from clerkwork.runner.outcome import Outcome

INTO = Path(".demo")
OTHER_INPUTS = {"employee": "Z. Okoro", "device": "TB-0103", "days": "3"}
UPGRADED = 4
"""The skin of the rentals site in which a second, similar button stands beside each of the old ones."""


class DemoFailed(Exception):
    """A part of the demo did not end as it must."""

    exit_code = 1
    hint = "run 'clerkwork doctor'; if it finds nothing, please report this with the lines above"


def demo(
    into: Annotated[
        Path, typer.Option("--into", metavar="DIR", help="Where the bot and its runs go.")
    ] = INTO,
) -> int:
    """Record a scripted person on a mock site, replay with other inputs, replay after an upgrade of the site.

    Starts the mock site by itself and needs no network. Takes less than a minute; ends with the path of
    the report.

    \b
    Example:
      clerkwork demo --into demo
    """
    began = time.monotonic()
    told = Console(highlight=False, soft_wrap=True)
    asyncio.run(_play(Telling(told), into.absolute()))
    told.print(f"\nThe whole demo took {time.monotonic() - began:.0f} s.")
    return 0


class Telling:
    """The demo's voice: numbered parts, and what each came to."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._part = 0

    @contextmanager
    def part(self, title: str) -> Iterator[None]:
        self._part += 1
        began = time.monotonic()
        self._console.print(f"\n[bold]{self._part}. {escape(title)}[/]")
        with self._console.status("working"):
            yield
        self._console.print(f"   [dim]{time.monotonic() - began:.1f} s[/]")

    def say(self, sentence: str) -> None:
        self._console.print(f"   {escape(sentence)}")


async def _play(telling: Telling, into: Path) -> None:
    from clerkwork.bots.secrets import variable_of
    from clerkwork.cli.demo.library import make, site_password
    from clerkwork.cli.demo.people import PEOPLE
    from clerkwork.fixtures_sites.server import SiteServer

    person = PEOPLE["rent_device"]
    os.environ[variable_of(f"{person.site}_password")] = site_password()
    async with SiteServer(person.site) as site:
        with telling.part("A person lends out a device in the rentals console, and the recorder watches"):
            bot = (await make(person, site.url, into)).folder
            telling.say(_in_words(bot))
            site.reset()
        with telling.part("The bot repeats it on the same console; its first picture becomes the baseline"):
            _expect(await _replay(site, bot, person.inputs, into), {"needs_review"}, telling)
        with telling.part(f"The bot does it for somebody else: {', '.join(OTHER_INPUTS.values())}"):
            outcome = await _replay(site, bot, OTHER_INPUTS, into)
            _expect(outcome, {"done"}, telling)
            telling.say(_lent(site, OTHER_INPUTS))
        with telling.part("The console is upgraded: similar buttons appear beside the old ones"):
            site.faults(skin=UPGRADED)
            upgraded = await _replay(site, bot, {**OTHER_INPUTS, "device": "TB-0101"}, into)
            _expect(upgraded, {"needs_review"}, telling)
            telling.say(_lent(site, {**OTHER_INPUTS, "device": "TB-0101"}))
    with telling.part("Anybody can prove that nothing of it was altered"):
        for folder in (outcome.folder, upgraded.folder):
            telling.say(_proved(folder))
    telling.say("")
    telling.say(f"The bot:    {bot / 'bot.yaml'}")
    telling.say(f"The report: {upgraded.folder / 'report.html'}")


async def _replay(site: SiteServer, bot: Path, inputs: dict[str, str], into: Path) -> Outcome:
    from clerkwork.bots.load import load_bundle
    from clerkwork.bots.secrets import require_secrets
    from clerkwork.bots.values import bind_inputs
    from clerkwork.evidence.report import write_report
    from clerkwork.runner.options import RunOptions
    from clerkwork.runner.run import run_bot

    bundle = load_bundle(bot)
    systems = dict.fromkeys(bundle.bot.systems, site.url)
    options = RunOptions(runs=into / "runs", systems=systems)
    outcome = await run_bot(
        bundle, bind_inputs(bundle.bot, inputs), require_secrets(bundle.bot, bundle.folder), options
    )
    write_report(outcome.folder)
    return outcome


def _in_words(bot: Path) -> str:
    from clerkwork.bots.load import load_bundle

    bundle = load_bundle(bot)
    inputs = ", ".join(bundle.bot.inputs)
    return (
        f"It wrote {len(bundle.bot.steps)} steps and {len(bundle.targets.targets)} targets; "
        f"{inputs} are its inputs, and the password is a secret that no file holds."
    )


def _expect(outcome: Outcome, states: set[str], telling: Telling) -> None:
    telling.say(f"It ended as: {outcome.sentence()}.")
    if outcome.state.value not in states:
        raise DemoFailed(
            f"the run ended as {outcome.state.value} where {' or '.join(sorted(states))} was due; "
            f"its report is {outcome.folder / 'report.html'}"
        )


def _lent(site: SiteServer, inputs: dict[str, str]) -> str:
    """What the console itself says, asked without the bot. Raises DemoFailed when it is not so."""
    loans = [
        loan
        for loan in site.state()["loans"]
        if (loan["device"], loan["employee"]) == (inputs["device"], inputs["employee"])
    ]
    if len(loans) != 1:
        raise DemoFailed(f"the console has {len(loans)} loans of {inputs['device']} where 1 was due")
    return f"The console's own records agree: loan {loans[0]['no']}, {inputs['device']} to {inputs['employee']}, once."


def _proved(folder: Path) -> str:
    from clerkwork.evidence.verify import verify_run

    verdict = verify_run(folder)
    if not verdict.ok:
        raise DemoFailed(f"{folder} does not verify: {verdict.fault}")
    return f"{folder.name}: sealed, {verdict.events} events and {verdict.files} files fit."

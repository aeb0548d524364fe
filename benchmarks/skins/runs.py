"""The library's bots on every skin, with the sites' own records as the judge: `python -m benchmarks.skins.runs`.

A run may do what it was asked to, or stop; whatever else is in the site's records afterwards was a wrong
click. A run that stops after its commit (the new release words its confirmation otherwise) counts as stopped,
with the record stored as asked. Each run is one attempt and nothing is accepted between them.
"""

import asyncio
import shutil
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, async_playwright

from benchmarks.skins.sites import PASSWORD, RENTALS, SERVICE_DESK, Plan
from clerkwork.bots.load import load_bundle
from clerkwork.bots.values import bind_inputs
from clerkwork.browser.launch import launch
from clerkwork.fixtures_sites.server import SiteServer
from clerkwork.runner.options import RunOptions
from clerkwork.runner.outcome import Outcome
from clerkwork.runner.run import run_bot
from clerkwork.selectors.engine import register

LIBRARY = Path(__file__).parents[2] / "bots" / "library"
State = Mapping[str, Any]


@dataclass(frozen=True)
class Routine:
    """A bot with what it is asked for, and how its site's records tell what came of it.

    `made` gives the records that the run has made; `asked` are the fields that such a record must have;
    `rest` is all that the run must leave as it was; `counted` are the counters that it may move.
    """

    bot: str
    plan: Plan
    inputs: Mapping[str, str]
    made: Callable[[State], list[Mapping[str, Any]]]
    asked: Mapping[str, Any]
    rest: Callable[[State], object]
    counted: frozenset[str]


def _loans(state: State) -> list[Mapping[str, Any]]:
    return [loan for loan in state["loans"] if int(loan["no"][2:]) > 1000]


def _apart_from_the_loan(state: State) -> object:
    devices = [device for device in state["devices"] if device["no"] != "LT-0042"]
    loans = [loan for loan in state["loans"] if int(loan["no"][2:]) <= 1000]
    return devices, loans, state["waiting_list"]


def _tickets(state: State) -> list[Mapping[str, Any]]:
    return [ticket for ticket in state["tickets"] if int(ticket["number"][2:]) > 1025]


def _apart_from_the_ticket(state: State) -> object:
    return [ticket for ticket in state["tickets"] if int(ticket["number"][2:]) <= 1025]


_SIGNING_IN = {"logins", "sessions_opened"}
ROUTINES = (
    Routine(
        "rent_device",
        RENTALS,
        {"employee": "A. Meyer", "device": "LT-0042", "days": "7"},
        _loans,
        {"device": "LT-0042", "employee": "A. Meyer", "days": 7, "cost_centre": "4711"}
        | {"notes": "Handed out at the front desk.", "printed": 0, "long_loan": 0, "status": "open"},
        _apart_from_the_loan,
        frozenset(_SIGNING_IN | {"loans_created"}),
    ),
    Routine(
        "open_ticket",
        SERVICE_DESK,
        {"subject": "Printer stops after every page", "requester": "Meyer, Anna"},
        _tickets,
        {"subject": "Printer stops after every page", "requester": "Meyer, Anna", "category": "Hardware"}
        | {"subcategory": "Printer", "priority": "High", "status": "Open"},
        _apart_from_the_ticket,
        frozenset(_SIGNING_IN | {"tickets_created"}),
    ),
)


def wrongs(routine: Routine, before: State, after: State) -> list[str]:
    """What the run did that nobody asked for, in words."""
    found = [
        f"{key} is {made.get(key)!r}, not {value!r}"
        for made in routine.made(after)
        for key, value in routine.asked.items()
        if made.get(key) != value
    ]
    if len(routine.made(after)) > 1:
        found.append(f"{len(routine.made(after))} records were made")
    if routine.rest(before) != routine.rest(after):
        found.append("another record was changed")
    moved = {name for name, count in after["counters"].items() if count != before["counters"].get(name, 0)}
    return found + [f"{name} was counted" for name in sorted(moved - routine.counted)]


async def run_on(browser: Browser, site: SiteServer, routine: Routine, skin: int) -> tuple[Outcome, str]:
    """One run on the skin; how it ended, and the verdict: right, stopped, stopped after the commit, WRONG."""
    before = site.reset()
    site.faults(skin=skin)
    with tempfile.TemporaryDirectory() as folder:
        bundle = load_bundle(shutil.copytree(LIBRARY / routine.bot, Path(folder) / "bot"))
        options = RunOptions(
            runs=Path(folder) / "runs", systems={routine.plan.site: site.url}, attempts=1, shots="failure"
        )
        outcome = await run_bot(
            bundle,
            bind_inputs(bundle.bot, dict(routine.inputs)),
            {f"{routine.plan.site}_password": PASSWORD},
            options,
            browser=browser,
        )
    after = site.state()
    done = wrongs(routine, before, after)
    if done:
        return outcome, f"WRONG: {'; '.join(done)}"
    made = bool(routine.made(after))
    if outcome.exit_code in (0, 4):
        return outcome, "right" if made else "WRONG: it says done, and nothing was stored"
    return outcome, "stopped after the commit" if made else "stopped"


async def measure() -> list[tuple[Routine, int, Outcome, str]]:
    found = []
    async with async_playwright() as playwright:
        await register(playwright)
        async with launch(playwright) as browser:
            for routine in ROUTINES:
                async with SiteServer(routine.plan.site) as site:
                    for skin in routine.plan.skins:
                        found.append((routine, skin, *await run_on(browser, site, routine, skin)))
    return found


def main() -> int:
    """Exit code 1 when any run did what nobody asked for."""
    found = asyncio.run(measure())
    print("| bot | skin | steps done | healed | ended | what it says |\n|---|---|---|---|---|---|")
    for routine, skin, outcome, verdict in found:
        done = sum(step.state == "done" for step in outcome.steps)
        says = outcome.sentence()
        print(
            f"| {routine.bot} | {skin} | {done} of {len(outcome.steps)} | {outcome.heals} | {verdict} | {says[:300]} |"
        )
    wrong = [one for one in found if one[3].startswith("WRONG")]
    right = sum(verdict == "right" for *_, verdict in found)
    print(f"\n{right} of {len(found)} runs right, {len(wrong)} wrong, the others stopped")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

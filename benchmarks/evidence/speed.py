"""What the evidence of a run costs: `python -m benchmarks.evidence.speed [ROUNDS]`.

A run of twenty steps on a mock site, in turn with all its evidence (a picture of every step, journal, seal,
report) and with none of it: no pictures, and a journal, seal and report that are not written. It is run as
`clerkwork run` does it, with a browser of its own that is started and ended, which is the time that a run says of
itself; as one item of many, in a browser that is up already; and so on a console that takes a while to answer.
Times are medians of wall clock; the share is what evidence adds, over the whole run with it. The size is that of
the run folder with its report.
"""

import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from playwright.async_api import Browser

from benchmarks.replay.lending import INPUTS, PASSWORD, STEPS, taught
from clerkwork.bots.bot import Bundle
from clerkwork.bots.load import load_bundle
from clerkwork.bots.save import save_bot
from clerkwork.evidence.chain import Entry
from clerkwork.evidence.journal import Journal
from clerkwork.evidence.report import write_report
from clerkwork.evidence.run_folder import RunFolder
from clerkwork.fixtures_sites.server import SiteServer
from clerkwork.runner.options import RunOptions
from clerkwork.runner.run import run_bot

LOOKS: dict[int, str] = {
    4: "Devices",
    6: "{{ inputs.device }}",
    7: "Cost centre",
    10: "Employee",
    11: "Cost centre",
    14: "User name",
}
"""A look after so many steps of the flow: six of them make it twenty steps."""


def of_twenty_steps(bundle: Bundle) -> Bundle:
    steps: list[Any] = []
    for number, step in enumerate(STEPS, start=1):
        steps.append(step)
        if number in LOOKS:
            steps.append({"see": LOOKS[number]})
    told = bundle.bot.model_dump(by_alias=True, exclude_unset=True) | {"steps": steps}
    save_bot(bundle.folder, type(bundle.bot).model_validate(told))
    return load_bundle(bundle.folder)


class Forgotten(Journal):
    """A journal of which nothing is written."""

    def append(self, event: str, *, durable: bool = False, **data: Any) -> Entry:
        return Entry(0, "", event, data, "", "")


class Unkept(RunFolder):
    """A run folder that keeps nothing of what happens, and is not sealed."""

    journals = Forgotten

    def finish(self, state: str, **data: Any) -> Path:
        self.close()
        return self.path


@dataclass
class Way:
    """A way to run the bot, with milliseconds of its runs with all evidence and with none, as they were made."""

    words: str
    own_browser: bool = False
    answer_ms: int = 0
    whole: list[float] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)

    def told(self) -> str:
        """The medians, without the first round, which warms up."""
        whole, bare = statistics.median(self.whole[1:]), statistics.median(self.bare[1:])
        return f"{self.words:<45} {bare:>5.0f} ms without, {whole:>5.0f} ms with: {1 - bare / whole:.0%} of the run"


async def run_once(
    bundle: Bundle, site: SiteServer, browser: Browser | None, folder: Path, answer_ms: int, *, evidence: bool
) -> tuple[float, int]:
    """Milliseconds, and bytes of the run folder; without a `browser`, in one of its own."""
    await asyncio.to_thread(site.reset)
    await asyncio.to_thread(site.faults, slow_ms=answer_ms)
    with tempfile.TemporaryDirectory(dir=folder) as runs:
        kept = RunOptions(runs=Path(runs), shots="every", attempts=1)
        options = kept if evidence else replace(kept, shots="failure", folder=Unkept)
        began = time.perf_counter()
        outcome = await run_bot(bundle, INPUTS, {"rentals_password": PASSWORD}, options, browser=browser)
        if evidence:
            write_report(outcome.folder)
        spent = (time.perf_counter() - began) * 1000
        if outcome.exit_code:
            raise SystemExit(f"the run failed: {outcome.why}")
        return spent, sum(path.stat().st_size for path in outcome.folder.rglob("*") if path.is_file())


async def measure(ways: Sequence[Way], rounds: int) -> int:
    """Run every way in turn, once more than `rounds`; the bytes of the last run folder with evidence."""
    size = 0
    with tempfile.TemporaryDirectory() as folder:
        async with taught(Path(folder)) as (site, up, short):
            bundle = of_twenty_steps(short)
            for way in (way for _ in range(rounds + 1) for way in ways):
                browser = None if way.own_browser else up
                run = partial(run_once, bundle, site, browser, Path(folder), way.answer_ms)
                spent, size = await run(evidence=True)
                way.whole.append(spent)
                spent, _ = await run(evidence=False)
                way.bare.append(spent)
    return size


def main(rounds: int = 9) -> None:
    ways = (
        Way("in a browser of its own", own_browser=True),
        Way("in a browser that is up"),
        Way("in a browser that is up, answers after 100 ms", answer_ms=100),
    )
    size = asyncio.run(measure(ways, rounds))
    print(f"rentals, twenty steps: medians of {rounds} rounds; {size / 1000:.0f} kB on disk")
    for way in ways:
        print(f"  {way.told()}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))

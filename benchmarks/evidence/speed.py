"""What the evidence of a run costs: `python -m benchmarks.evidence.speed [ROUNDS]`.

A run of twenty steps on a mock site, in turn with all its evidence (a picture of every step, journal, seal,
report) and with none of it: no pictures, and a journal, seal and report that are not written. It is measured
twice: as `clerkwork run` makes it, with a browser of its own that is started and ended, which is the time that a
run says of itself; and as one item of many, in a browser that is there already. Times are medians of wall clock;
the share is what evidence adds, over the whole run with it. The size is that of the run folder with its report.
"""

import asyncio
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass, field, replace
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
class Series:
    """Milliseconds of runs with all evidence and with none, in the order in which they were made."""

    whole: list[float] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)

    def told(self) -> str:
        """The medians, without the first round, which warms up."""
        whole, bare = statistics.median(self.whole[1:]), statistics.median(self.bare[1:])
        return (
            f"{bare:>7.0f} ms without evidence, {whole:>5.0f} ms with it: {1 - bare / whole:.0%} of the run"
        )


async def run_once(
    bundle: Bundle, site: SiteServer, browser: Browser | None, folder: Path, *, evidence: bool
) -> tuple[float, int]:
    """Milliseconds, and bytes of the run folder; without a `browser`, in one of its own."""
    await asyncio.to_thread(site.reset)
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


async def measure(rounds: int) -> tuple[Series, Series, int]:
    """Runs with a browser of their own, runs in one that is there, and the bytes of the last run folder."""
    own, shared, size = Series(), Series(), 0
    with tempfile.TemporaryDirectory() as folder:
        async with taught(Path(folder)) as (site, up, short):
            bundle = of_twenty_steps(short)
            for _ in range(rounds + 1):
                for series, browser in ((own, None), (shared, up)):
                    spent, size = await run_once(bundle, site, browser, Path(folder), evidence=True)
                    series.whole.append(spent)
                    series.bare.append(
                        (await run_once(bundle, site, browser, Path(folder), evidence=False))[0]
                    )
    return own, shared, size


def main(rounds: int = 9) -> None:
    own, shared, size = asyncio.run(measure(rounds))
    print(f"rentals, twenty steps: medians of {rounds} rounds; {size / 1000:.0f} kB on disk")
    print(f"  in a browser of its own    {own.told()}")
    print(f"  in a browser that is up    {shared.told()}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))

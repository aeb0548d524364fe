"""What the evidence of a run costs: `python -m benchmarks.evidence.speed [ROUNDS]`.

A run of twenty steps on a mock site, in turn with all its evidence (a picture of every step, journal, seal,
report) and with none of it: no pictures, and a journal, seal and report that are not written. Times are medians
of wall clock, browser start left out; the share is what evidence adds, over the whole run with it. The size is
that of the run folder with its report.
"""

import asyncio
import statistics
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

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


async def run_once(
    bundle: Bundle, site: SiteServer, browser: Any, folder: Path, *, evidence: bool
) -> tuple[float, int]:
    """Milliseconds, and bytes of the run folder."""
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


async def measure(rounds: int) -> tuple[list[float], list[float], int]:
    with_it, without, size = [], [], 0
    with tempfile.TemporaryDirectory() as folder:
        async with taught(Path(folder)) as (site, browser, short):
            bundle = of_twenty_steps(short)
            for number in range(rounds + 1):
                spent, size = await run_once(bundle, site, browser, Path(folder), evidence=True)
                bare, _ = await run_once(bundle, site, browser, Path(folder), evidence=False)
                if number:
                    with_it.append(spent)
                    without.append(bare)
    return with_it, without, size


def main(rounds: int = 9) -> None:
    with_it, without, size = asyncio.run(measure(rounds))
    whole, bare = statistics.median(with_it), statistics.median(without)
    print(f"rentals, twenty steps: medians of {rounds} rounds")
    print(f"  without evidence   {bare:>7.0f} ms")
    print(
        f"  with evidence      {whole:>7.0f} ms, of which evidence {1 - bare / whole:.0%}; {size / 1000:.0f} kB on disk"
    )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))

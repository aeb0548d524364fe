"""What a replay costs beside a script: `python -m benchmarks.replay.speed [ROUNDS]`.

Each round does the same flow on the same mock site in the same running browser: once as a Playwright script
written by hand that leaves no evidence, once by the runner with a picture of every step, once with pictures
of checks only. The site is put back to its first state before each. Times are medians in milliseconds of
wall clock, browser start left out; the ratio is the runner's time over the script's.
"""

import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Browser

from benchmarks.replay.lending import INPUTS, PASSWORD, VIEWPORT, by_hand, taught
from clerkwork.bots.bot import Bundle
from clerkwork.fixtures_sites.server import SiteServer
from clerkwork.runner.options import RunOptions
from clerkwork.runner.run import run_bot
from clerkwork.runner.shots import Shots


@dataclass
class Bench:
    """One browser, one site, one bot; runs lie in `folder`."""

    browser: Browser
    site: SiteServer
    bundle: Bundle
    folder: Path

    async def script(self) -> None:
        context = await self.browser.new_context(viewport=VIEWPORT)
        await by_hand(await context.new_page(), self.site.url)
        await context.close()

    async def every(self) -> None:
        await self._run("every")

    async def checks(self) -> None:
        await self._run("checks")

    async def _run(self, shots: Shots) -> None:
        # A folder of its own for each run: the store of commits in it would know the loan.
        with tempfile.TemporaryDirectory(dir=self.folder) as runs:
            options = RunOptions(runs=Path(runs), shots=shots, attempts=1)
            secrets = {"rentals_password": PASSWORD}
            outcome = await run_bot(self.bundle, INPUTS, secrets, options, browser=self.browser)
        if outcome.exit_code:
            raise SystemExit(f"the run failed: {outcome.why}")


async def measure(rounds: int) -> dict[str, list[float]]:
    """Milliseconds of each round by kind; the first round only warms up."""
    with tempfile.TemporaryDirectory() as folder:
        async with taught(Path(folder)) as (site, browser, bundle):
            return await _in_turn(Bench(browser, site, bundle, Path(folder)), rounds)


async def _in_turn(bench: Bench, rounds: int) -> dict[str, list[float]]:
    kinds = {"script": bench.script, "every": bench.every, "checks": bench.checks}
    times: dict[str, list[float]] = {name: [] for name in kinds}
    for number in range(rounds + 1):
        for name, run in kinds.items():
            spent = await _timed(bench.site, run)
            if number:
                times[name].append(spent)
    return times


async def _timed(site: SiteServer, run: Callable[[], Awaitable[None]]) -> float:
    await asyncio.to_thread(site.reset)
    began = time.perf_counter()
    await run()
    spent = (time.perf_counter() - began) * 1000
    loans = [loan for loan in site.state()["loans"] if loan["device"] == INPUTS["device"]]
    if len(loans) != 1 or loans[0]["employee"] != INPUTS["employee"]:
        raise SystemExit(f"the flow did not lend the device once: {loans}")
    return spent


def main(rounds: int = 9) -> None:
    times = asyncio.run(measure(rounds))
    script = statistics.median(times["script"])
    print(f"rentals, lend a device: medians of {rounds} rounds")
    print(f"  {'script by hand':<28}{script:>7.0f} ms")
    for name, words in (("every", "run, a picture every step"), ("checks", "run, --shots checks")):
        median = statistics.median(times[name])
        print(f"  {words:<28}{median:>7.0f} ms   ratio {median / script:.2f}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))

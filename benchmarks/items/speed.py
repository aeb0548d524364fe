"""What many work items cost beside a script: `python -m benchmarks.items.speed [ITEMS]`.

The same items on the same mock site, put back before each: by a Playwright script written by hand that leaves
no evidence, and by `clerkwork run --items`'s own loop with a picture of every step, both with 1, 2 and 4 workers
in one process and one browser, a context per item. The ratio is the script's items per minute over the batch's.
Then what a further context costs: proportional set size of the browser's processes with 1 to 5 signed-in
contexts open, by the slope of a line through them.
"""

import asyncio
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil
from playwright.async_api import Browser

from benchmarks.replay.lending import PASSWORD, VIEWPORT, by_hand, taught
from clerkwork.bots.bot import Bundle
from clerkwork.fixtures_sites.server import SiteServer
from clerkwork.runner.batch import Work, work_through
from clerkwork.runner.options import RunOptions
from clerkwork.runner.outcome import Outcome
from clerkwork.runner.state import RunState
from clerkwork.runner.store.database import Store
from clerkwork.runner.store.items import Batch, Items

WORKERS = (1, 2, 4)
CONTEXTS = 5

Inputs = dict[str, object]


@dataclass
class Bench:
    """One browser for the script; the batch starts its own, as the command does."""

    browser: Browser
    site: SiteServer
    bundle: Bundle
    folder: Path
    rows: Sequence[Inputs]

    async def script(self, workers: int) -> None:
        left = iter(self.rows)

        async def worker() -> None:
            for inputs in left:
                context = await self.browser.new_context(viewport=VIEWPORT)
                await by_hand(await context.new_page(), self.site.url, inputs=inputs)
                await context.close()

        await asyncio.gather(*(worker() for _ in range(workers)))

    async def batch(self, workers: int) -> None:
        with tempfile.TemporaryDirectory(dir=self.folder) as runs:
            store = Store.beside(Path(runs))
            await Items(store).add(Batch("bench", self.bundle.bot.name, "", "", ""), self.rows)
            options = RunOptions(runs=Path(runs), attempts=1)
            work = Work("bench", self.bundle, {"rentals_password": PASSWORD}, options, store)
            await work_through(work, workers, _Strict())
            store.close()


class _Strict:
    """Every item must end done: what did not happen costs nothing."""

    def item_started(self, number: int) -> None: ...

    def item_ended(self, number: int, state: RunState, why: str, outcome: Outcome | None) -> None:
        if state is not RunState.DONE:
            raise SystemExit(f"item {number} ended {state}: {why}")

    def say(self, sentence: str) -> None: ...


async def per_minute(bench: Bench, work: Callable[[int], Awaitable[None]], workers: int) -> float:
    await asyncio.to_thread(bench.site.reset)
    began = time.perf_counter()
    await work(workers)
    minutes = (time.perf_counter() - began) / 60
    lent = [loan["device"] for loan in bench.site.state()["loans"]]
    if any(lent.count(row["device"]) != 1 for row in bench.rows):
        raise SystemExit("an item was not done, or not once")
    return len(bench.rows) / minutes


async def megabytes_per_context(browser: Browser, site: SiteServer) -> float:
    """Slope of the browser's memory over the number of contexts that stand in the console."""
    sizes: list[float] = []
    for _ in range(CONTEXTS):
        context = await browser.new_context(viewport=VIEWPORT)
        page = await context.new_page()
        await page.goto(f"{site.url}/login")
        await page.wait_for_load_state("networkidle")
        sizes.append(sum(_pss(one) for one in psutil.Process(os.getpid()).children(recursive=True)) / 2**20)
    return statistics.linear_regression(range(CONTEXTS), sizes).slope


def _pss(process: psutil.Process) -> int:
    """Of a process of the browser; memory that several share is counted once over all of them."""
    try:
        return int(process.memory_full_info().pss) if "chrom" in process.name() else 0
    except psutil.Error:
        return 0


async def measure(count: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with taught(Path(folder)) as (site, browser, bundle):
            await asyncio.to_thread(site.reset)
            free = [one["no"] for one in site.state()["devices"] if one["status"] == "free"]
            rows: list[Inputs] = [
                {"device": device, "employee": "N. Baker", "days": 5} for device in free[:count]
            ]
            bench = Bench(browser, site, bundle, Path(folder), rows)
            print(f"rentals, lend a device: {len(rows)} items, a picture of every step")
            for workers in WORKERS:
                script = await per_minute(bench, bench.script, workers)
                batch = await per_minute(bench, bench.batch, workers)
                print(
                    f"  {workers} worker(s): script {script:>5.0f}, batch {batch:>5.0f} items a minute"
                    f"   ratio {script / batch:.2f}"
                )
            print(f"  a further context: {await megabytes_per_context(browser, site):.1f} MB")


def main(items: int = 12) -> None:
    asyncio.run(measure(items))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))

"""A bad night: work items on a mock site that fails at random, by processes that are killed at random.

`python -m tests.chaos.night --items 2000 --kills 50 --jobs 4` is the long form of `test_chaos.py`; with
`--workers 2 --naps 5` two commands share a Postgres, and now and then one of them is stopped for longer than its lease.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import csv
import json
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.async_api import Locator, Page, async_playwright

from clerkwork.bots.bot import Bot, Targets
from clerkwork.bots.save import save_bot, save_targets
from clerkwork.browser.launch import launch
from clerkwork.fixtures_sites.server import SiteServer
from clerkwork.runner.settling import settle
from clerkwork.runner.state import RunState
from clerkwork.runner.store.database import Store
from clerkwork.runner.store.items import Item, Items
from clerkwork.selectors.page_script import page_script
from clerkwork.selectors.target import Target
from tests.postgres import PostgresServer

LEASE = 10.0
"""Seconds, of a command that is put to sleep in between; short, so that the night is."""
PASSWORD = "clerk-pass-7"
WEATHER = {"lose": 0.04, "error": 0.01, "expire": 0.01, "slow": 0.03, "slow_ms": 1500}

SIGN_IN = {"user": "#user", "password": "#pass", "sign_in": "#btnLogin"}
FORM = {
    "subject": "#subject",
    "requester": "#requester",
    "category": "#category",
    "subcategory": "#subcat",
    "submit": "#btnSubmit",
}
STEPS: list[dict[str, Any]] = [
    {"open": "desk:/login"},
    {"fill": "user", "with": "clerk"},
    {"fill": "password", "with": "{{ secrets.desk_password }}"},
    {"click": "sign_in", "after": "navigation"},
    {"open": "desk:/ticket/new"},
    {"fill": "subject", "with": "{{ inputs.subject }}"},
    {"fill": "requester", "with": "Haddad, Samir"},
    {"select": "category", "choose": "Network"},
    {"select": "subcategory", "choose": "Dial-in"},
    {
        "click": "submit",
        "after": "navigation",
        "dialogs": [{"type": "confirm", "message": "Submit ticket?"}],
        "commit": {
            "key": "{{ inputs.subject }}",
            "probe": [
                {"open": "desk:/tickets?view=all&subject={{ inputs.subject | urlencode }}"},
                {"see": "{{ inputs.subject }}"},
            ],
        },
    },
    {"see": "Ticket T-* created"},
]


async def make_bot(
    folder: Path, url: str, *, guarded: bool = True, probed: bool = True, account: str | None = None
) -> None:
    """A short bot that files tickets; not `guarded`, its submit is a click like any other, not `probed`, nobody can
    tell whether it happened."""
    async with async_playwright() as playwright, launch(playwright) as browser:
        page = await browser.new_page()
        await page.goto(f"{url}/login")
        targets = {name: await described(page.locator(css)) for name, css in SIGN_IN.items()}
        await sign_in(page)
        await page.goto(f"{url}/ticket/new")
        targets |= {name: await described(page.locator(css)) for name, css in FORM.items()}
    steps = [{key: value for key, value in step.items() if guarded or key != "commit"} for step in STEPS]
    if not probed:
        steps = [
            step | {"commit": {"key": step["commit"]["key"]}} if "commit" in step else step for step in steps
        ]
    bot = {
        "name": "file-tickets",
        "steps": steps,
        "systems": {"desk": {"url": url, "sign_in": "form", "account": account}},
        "inputs": {"subject": {}},
        "secrets": ["desk_password"],
    }
    save_bot(folder, Bot.model_validate(bot))
    save_targets(folder, Targets(targets=targets))


async def sign_in(page: Page) -> None:
    """From the page with the form for it."""
    await page.fill(SIGN_IN["user"], "clerk")
    await page.fill(SIGN_IN["password"], PASSWORD)
    await page.click(SIGN_IN["sign_in"])


async def described(element: Locator) -> Target:
    """The target as the recorder would write it."""
    await element.first.evaluate(f"element => {{ {page_script()} }}")
    told = await element.first.evaluate("element => window.__clerkwork.describe(element)")
    known = {key: told[key] for key in ("candidates", "fingerprint", "frame", "url", "title")}
    return Target.model_validate({"window": "main", **known})


@dataclass(frozen=True)
class Tally:
    """What the site has against what the items say."""

    count: int
    items: list[Item]
    stored: Mapping[str, int]

    @property
    def counts(self) -> Counter[str]:
        return Counter(item.state.value for item in self.items)

    @property
    def duplicates(self) -> list[str]:
        return [subject for subject, count in self.stored.items() if count > 1]

    def faults(self) -> list[str]:
        """Everything that must not be, in words."""
        found = [f"{subject} was filed {self.stored[subject]} times" for subject in self.duplicates]
        known = {item.inputs["subject"] for item in self.items}
        found += [f"{subject} was filed and is no item" for subject in self.stored.keys() - known]
        if len(known) != self.count:
            found.append(f"{len(known)} items are known, {self.count} were asked for")
        for item in self.items:
            subject, times = item.inputs["subject"], self.stored.get(item.inputs["subject"], 0)
            if item.state in (RunState.DONE, RunState.NEEDS_REVIEW) and times != 1:
                found.append(f"{subject} is {item.state}, but was filed {times} times")
            elif item.state in (RunState.QUEUED, RunState.RUNNING):
                found.append(f"{subject} is still {item.state}")
            elif item.state not in (RunState.DONE, RunState.NEEDS_REVIEW) and not item.why:
                found.append(f"{subject} is {item.state} without a reason")
        return found


@dataclass
class Night:
    """One batch in `folder`, worked on by commands; `store` is the address of its store, if not beside the runs."""

    folder: Path
    site: SiteServer
    count: int
    bot: Path
    seed: int = 1
    jobs: int = 4
    store: str | None = None
    lease: float | None = None
    batch: str | None = None
    kills: Counter[str] = field(default_factory=Counter)
    naps: int = 0
    _started: int = 0

    def __post_init__(self) -> None:
        self.dice = random.Random(self.seed)
        self.items_file = self.folder / "items.csv"

    def start(self) -> subprocess.Popen[bytes]:
        """The command as a scheduler starts it, in a process group of its own."""
        self._started += 1
        if not self.items_file.exists():
            with self.items_file.open("w", newline="") as file:
                csv.writer(file).writerows([["subject"], *([f"Item {one:05}"] for one in range(self.count))])
        words = [sys.executable, "-m", "clerkwork.cli.main", "run", str(self.bot)]
        words += ["--items", str(self.items_file), "--jobs", str(self.jobs), "--shots", "failure"]
        words += ["--runs", str(self.folder / "runs")]
        words += ["--store", self.store] if self.store else []
        words += ["--lease", str(self.lease)] if self.lease else []
        words += ["--resume", self.batch] if self.batch else []
        with self.said().open("wb") as said:
            return subprocess.Popen(
                words,
                stdout=said,
                stderr=subprocess.STDOUT,
                env=os.environ | {"CLERKWORK_SECRET_DESK_PASSWORD": PASSWORD},
                start_new_session=True,
            )

    def said(self) -> Path:
        return self.folder / f"said-{self._started}.txt"

    def await_batch(self, process: subprocess.Popen[bytes]) -> None:
        """Waits until the command has entered its batch, and remembers its name."""
        deadline = time.monotonic() + 60
        while not (told := re.search(rb"batch (\S+)", self.said().read_bytes())):
            assert process.poll() is None and time.monotonic() < deadline, self.said().read_text()
            time.sleep(0.05)
        self.batch = self.batch or told.group(1).decode()

    def kill(self, process: subprocess.Popen[bytes]) -> None:
        """Kill the runner, the runner and all that it started, or its browser alone, by chance."""
        what = self.dice.choice(("runner", "all", "browser"))
        if what == "browser":
            for pid in browsers_of(process.pid):
                _kill(pid)
                self.kills[what] += 1
            return
        self.kills[what] += 1
        (os.killpg if what == "all" else os.kill)(process.pid, signal.SIGKILL)
        process.wait()

    def nap(self, process: subprocess.Popen[bytes]) -> None:
        """Stop a runner and all that it started for longer than its lease, and wake them."""
        assert self.lease, "a command that has no lease of its own is not known to sleep too long"
        os.killpg(process.pid, signal.SIGSTOP)
        try:
            time.sleep(1.5 * self.lease)
        finally:
            os.killpg(process.pid, signal.SIGCONT)
        self.naps += 1

    def begun(self) -> subprocess.Popen[bytes]:
        """A command that has entered its batch."""
        process = self.start()
        self.await_batch(process)
        return process

    def until_done(self, count: int) -> None:
        """Waits until so many items are done."""
        deadline = time.monotonic() + 60
        while self.tally().counts["done"] < count:
            assert time.monotonic() < deadline, self.said().read_text()
            time.sleep(0.1)

    def put_back(self) -> None:
        """Every item that failed waits again, as `clerkwork items again` has it."""

        async def decide() -> None:
            store = self._opened()
            for item in await Items(store).items(self.batch, (RunState.APPLICATION_EXCEPTION,)):
                await settle(store, item.batch, item.number, "again", by="a test")
            store.close()

        asyncio.run(decide())

    def ill_treated(
        self, kills: int, longest: float, *, workers: int = 1, naps: int = 0
    ) -> list[subprocess.Popen[bytes]]:
        """Kill the commands so many times, each at a random moment, let them sleep so many times in between, and
        start each again where it is dead; less often only if nothing is left to do."""
        processes = [self.begun(), *(self.start() for _ in range(1, workers))]
        while (left := [max(kills - self.kills.total(), 0), max(naps - self.naps, 0)]) != [0, 0]:
            at = self.dice.randrange(workers)
            with contextlib.suppress(subprocess.TimeoutExpired):
                processes[at].wait(self.dice.uniform(0.3, longest))
            if processes[at].poll() is None:
                self.dice.choices((self.kill, self.nap), left)[0](processes[at])
            if processes[at].poll() is not None:
                if not asyncio.run(self._open_ones()):
                    break
                processes[at] = self.start()
        return processes

    def finish(self, processes: Sequence[subprocess.Popen[bytes]], patience: float) -> None:
        """Let them end; one whose browser was the last to be killed may have left something."""
        for process in processes:
            process.wait(patience)
        if asyncio.run(self._open_ones()):
            self.start().wait(patience)

    def _opened(self) -> Store:
        return Store.of(self.store, self.folder / "runs")

    async def _open_ones(self) -> int:
        store = self._opened()
        counts = await Items(store).counts(str(self.batch))
        store.close()
        return counts.get(RunState.QUEUED, 0) + counts.get(RunState.RUNNING, 0)

    def said_in_all(self) -> str:
        """What the commands have said so far."""
        return "\n".join(path.read_text() for path in sorted(self.folder.glob("said-*.txt")))

    def tally(self) -> Tally:
        async def items() -> list[Item]:
            store = self._opened()
            try:
                return await Items(store).items(self.batch)
            finally:
                store.close()

        subjects = [ticket["subject"] for ticket in self.site.state()["tickets"]]
        return Tally(
            self.count, asyncio.run(items()), Counter(one for one in subjects if one.startswith("Item "))
        )


def browsers_of(pid: int) -> list[int]:
    """The browsers' main processes below a process."""
    listed = subprocess.run(["ps", "-ewwo", "pid=,ppid=,args="], capture_output=True, text=True, check=True)
    rows = [line.split(None, 2) for line in listed.stdout.splitlines()]
    below = {pid}
    for _ in range(4):
        below |= {int(child) for child, parent, _ in rows if int(parent) in below}
    return [
        int(child)
        for child, _, words in rows
        if int(child) in below and "--remote-debugging" in words and "--type=" not in words
    ]


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def main() -> int:
    asked = argparse.ArgumentParser()
    known = (
        ("--items", 2000),
        ("--kills", 50),
        ("--jobs", 4),
        ("--seed", 1),
        ("--workers", 1),
        ("--naps", 0),
    )
    for name, default in known:
        asked.add_argument(name, type=int, default=default)
    asked.add_argument("--longest", type=float, default=20.0)
    wish = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="night-") as folder, site() as desk, store(wish) as address:
        asyncio.run(make_bot(Path(folder) / "bot", desk.url))
        night = Night(Path(folder), desk, wish.items, Path(folder) / "bot", wish.seed, wish.jobs, address)
        night.lease = LEASE if wish.naps else None
        desk.faults(weather=WEATHER | {"seed": wish.seed})
        began = time.monotonic()
        night.finish(night.ill_treated(wish.kills, wish.longest, workers=wish.workers, naps=wish.naps), 7200)
        tally = night.tally()
        told = {
            "asked": vars(wish),
            "minutes": round((time.monotonic() - began) / 60, 1),
            "kills": night.kills,
            "naps": night.naps,
            "items": tally.counts,
            "filed": sum(tally.stored.values()),
            "faults": tally.faults(),
        }
        print(json.dumps(told, indent=1))
        for item in tally.items:
            if item.state is not RunState.DONE:
                print(
                    f"  {item.number}: {item.state} (filed {tally.stored[item.inputs['subject']]}): {item.why}"
                )
    return 1 if told["faults"] or night.kills.total() < wish.kills or night.naps < wish.naps else 0


@contextlib.contextmanager
def store(wish: argparse.Namespace) -> Iterator[str | None]:
    """The address of a Postgres where several commands share the work, else None: the store beside the runs."""
    if wish.workers == 1:
        yield None
        return
    server = PostgresServer()
    server.start()
    try:
        yield server.new_database()
    finally:
        server.remove()


@contextlib.contextmanager
def site() -> Iterator[SiteServer]:
    desk = SiteServer("service_desk")
    desk.start()
    try:
        yield desk
    finally:
        desk.stop()


if __name__ == "__main__":
    sys.exit(main())

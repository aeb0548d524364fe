"""Runs that lose their browser, their disk or their life, and what goes on afterwards."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from clerkwork.evidence.journal import read_journal
from clerkwork.evidence.verify import verify_run
from clerkwork.runner.errors import ResumeRefused
from clerkwork.runner.listener import Silent
from clerkwork.runner.state import RunState


def children(pid: int) -> list[int]:
    """All processes below this one, nearest first."""
    parents: dict[int, list[int]] = {}
    listed = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    for line in listed.splitlines():
        child, parent = map(int, line.split())
        parents.setdefault(parent, []).append(child)
    found, todo = [], [pid]
    while todo:
        todo = [child for parent in todo for child in parents.get(parent, [])]
        found += todo
    return found


def browsers_below(pid: int) -> list[int]:
    """The browsers' own processes (not their renderers) below a process."""
    return [child for child in children(pid) if _is_browser(child)]


def _is_browser(pid: int) -> bool:
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return False
    # A renderer shows its own switches as one text.
    return any(word.startswith(b"--remote-debugging") for word in words) and not any(
        b"--type=" in word for word in words
    )


class KillBrowserAt(Silent):
    """Kills, once, the browser that the run started, when the step begins."""

    def __init__(self, step: int) -> None:
        self._step = step
        self._others = set(browsers_below(os.getpid()))
        self.killed = 0

    def step_started(self, index: int, words: str) -> None:
        if index == self._step and not self.killed:
            for pid in set(browsers_below(os.getpid())) - self._others:
                os.kill(pid, signal.SIGKILL)
                self.killed += 1


async def test_a_killed_browser_ends_the_run_in_words(lending, run) -> None:
    killer = KillBrowserAt(6)
    outcome = await run(
        lending.bundle, lending.inputs, lending.secrets, own_browser=True, attempts=1, listener=killer
    )
    assert killer.killed
    assert (outcome.state, outcome.exit_code) == (RunState.APPLICATION_EXCEPTION, 1)
    assert "browser" in outcome.why
    assert verify_run(outcome.folder).ok


async def test_the_next_attempt_gets_a_new_browser(lending, run) -> None:
    outcome = await run(
        lending.bundle, lending.inputs, lending.secrets, own_browser=True, listener=KillBrowserAt(6)
    )
    assert (outcome.state, outcome.attempts) == (RunState.DONE, 2), outcome.why
    assert len(lending.loans_of("LT-0034")) == 1


class Clerk:
    """Runs `clerkwork run` on the lending bot in a process of its own."""

    def __init__(self, lending, folder: Path) -> None:
        self.lending, self.runs = lending, folder / "runs"

    def start(self, *more: str) -> subprocess.Popen[str]:
        given = [f"--input={name}={value}" for name, value in self.lending.inputs.items()]
        if "--resume" not in more:
            more = (*more, *given, "--runs", str(self.runs))
        variables = {f"CLERKWORK_SECRET_{name.upper()}": word for name, word in self.lending.secrets.items()}
        return subprocess.Popen(
            [sys.executable, "-m", "clerkwork.cli.main", "run", str(self.lending.bundle.folder), *more],
            env=os.environ | variables,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    @property
    def folder(self) -> Path:
        """The one run's folder."""
        [found] = [path for path in self.runs.iterdir() if path.is_dir()]
        return found

    async def until(self, process: subprocess.Popen[str], event: str, index: int | None = None) -> None:
        """Wait until the run has journalled this."""
        wanted = f'"event":"{event}"'
        until = time.monotonic() + 30
        while time.monotonic() < until:
            assert process.poll() is None, process.communicate()
            for journal in self.runs.glob("*/journal.jsonl") if self.runs.is_dir() else ():
                for line in journal.read_text().splitlines():
                    if wanted in line and (index is None or f'"index":{index},' in line):
                        return
            await asyncio.sleep(0.01)
        raise AssertionError(f"the run never journalled {event} {index}")

    async def finished(self, process: subprocess.Popen[str]) -> tuple[int, str, str]:
        out, err = await asyncio.to_thread(process.communicate, timeout=60)
        return process.returncode, out, err


@pytest.fixture
def clerk(lending, tmp_path: Path) -> Iterator[Clerk]:
    yield Clerk(lending, tmp_path)
    lending.site.faults(slow_ms=0)


MOMENTS = {
    "before the commit": ("step.started", 9, 0),
    "while the commit is sent": ("step.finished", 12, 600),
    "after the commit": ("commit.confirmed", 13, 0),
}


@pytest.mark.parametrize("moment", MOMENTS)
async def test_a_killed_run_goes_on_and_never_orders_twice(clerk: Clerk, moment: str) -> None:
    event, index, slow = MOMENTS[moment]
    process = clerk.start()
    await clerk.until(process, event, index)
    clerk.lending.site.faults(slow_ms=slow)
    if slow:
        await clerk.until(process, "target.resolved", 13)
    below = children(process.pid)
    process.kill()
    await clerk.finished(process)
    for pid in below:
        _end(pid)
    clerk.lending.site.faults(slow_ms=0)
    code, out, err = await clerk.finished(clerk.start("--resume", str(clerk.folder), "--json"))
    told = json.loads(out)
    assert (code, told["state"]) == (0, "done"), (told, err)
    assert [loan["employee"] for loan in clerk.lending.loans_of("LT-0034")] == ["N. Baker"]
    assert told["attempts"] == 2
    assert verify_run(clerk.folder).ok
    started = [
        entry.data for entry in read_journal(clerk.folder / "journal.jsonl") if entry.event == "run.started"
    ]
    assert [one["resumed"] for one in started] == [False, True]
    assert started[0]["inputs"] == started[1]["inputs"]


def _end(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


async def test_a_finished_run_is_not_gone_on_with(clerk: Clerk) -> None:
    process = clerk.start("--dry-run", "--json")
    code, _, _ = await clerk.finished(process)
    assert code == 0
    code, _, err = await clerk.finished(clerk.start("--resume", str(clerk.folder)))
    assert code == 2
    assert "is finished and sealed" in err
    assert "Traceback" not in err


async def test_a_run_does_not_go_on_with_another_bot(lending, run, tmp_path: Path) -> None:
    from clerkwork.evidence.run_folder import RunFolder

    folder = RunFolder.create(tmp_path / "runs", "tested-bot", bot_digest="0" * 64)
    folder.close()
    with pytest.raises(ResumeRefused, match="tested-bot changed since the run"):
        await run(lending.bundle, lending.inputs, lending.secrets, resume=folder.path)


SIGNALS = {
    "Ctrl-C, to the process": (signal.SIGINT, False),
    "Ctrl-C, to all processes of the terminal": (signal.SIGINT, True),
    "SIGTERM": (signal.SIGTERM, False),
    "SIGTERM, to all processes": (signal.SIGTERM, True),
}


@pytest.mark.parametrize("how", SIGNALS)
@pytest.mark.parametrize("moment", [("run.started", None), ("target.resolved", 7)])
async def test_a_stopped_run_ends_soon_and_completely(clerk: Clerk, how: str, moment) -> None:
    number, to_all = SIGNALS[how]
    process = clerk.start("--json")
    await clerk.until(process, *moment)
    began = time.monotonic()
    (os.killpg if to_all else os.kill)(process.pid, number)
    code, out, err = await clerk.finished(process)
    assert time.monotonic() - began < 3
    assert (code, json.loads(out)["state"]) == (130, "interrupted"), err
    assert "Traceback" not in err
    assert verify_run(clerk.folder).ok
    assert (clerk.folder / "report.html").is_file()
    assert clerk.lending.loans_of("LT-0034") == []


class StopAt(Silent):
    """Cancels the running task when the step begins."""

    def __init__(self, step: int) -> None:
        self._step = step

    def step_started(self, index: int, words: str) -> None:
        if index == self._step:
            task = asyncio.current_task()
            assert task
            task.cancel()


async def test_the_step_at_which_a_run_was_stopped_is_in_its_evidence(lending, run, events) -> None:
    work = asyncio.create_task(run(lending.bundle, lending.inputs, lending.secrets, listener=StopAt(5)))
    outcome = await work
    assert (outcome.state, outcome.exit_code) == (RunState.INTERRUPTED, 130)
    assert [(one.index, one.state) for one in outcome.steps][-1] == (5, "failed")
    assert [(one["index"], one["kind"]) for one in events(outcome, "step.failed")] == [(5, "interrupted")]
    assert verify_run(outcome.folder).ok


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits the files of a running process")
@pytest.mark.parametrize("room", [16_000, 0])
async def test_a_disk_that_fills_up_ends_the_run_in_words(clerk: Clerk, room: int) -> None:
    """Its files may not grow beyond a limit any more: room for the journal alone, or for nothing."""
    import resource

    process = clerk.start("--json", "--attempts", "1")
    await clerk.until(process, "step.started", 1)
    resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (room, room))
    code, out, err = await clerk.finished(process)
    assert code == 1, (out, err)
    assert "Traceback" not in err
    assert "File too large" in (json.loads(out)["why"] if room else err)
    assert clerk.lending.loans_of("LT-0034") == []
    verdict = verify_run(clerk.folder)
    assert verdict.ok if room else not verdict.ok

"""Places on an account: who waits for one in vain is told which; the dead and the closed give theirs back, nobody else."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from clerkwork.fixtures_sites.server import SiteServer
from clerkwork.runner.store.database import Store
from clerkwork.runner.store.slots import SLOTS
from tests.chaos.night import PASSWORD, browsers_of, make_bot

ACCOUNT = "the one session of the account on desk"

Started = Callable[..., subprocess.Popen[str]]


@pytest.fixture(scope="module")
def bot(service_desk: SiteServer, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its account may have one session, and no step may take long."""
    folder = tmp_path_factory.mktemp("bots") / "tickets"
    asyncio.run(make_bot(folder, service_desk.url, account="clerk"))
    file = folder / "bot.yaml"
    file.write_text(f"{file.read_text(encoding='utf-8')}timeout: 5\n", encoding="utf-8")
    return folder


@pytest.fixture
def started(service_desk: SiteServer, bot: Path, tmp_path: Path) -> Iterator[Started]:
    """Runs of the bot side by side, each by a command of its own."""
    service_desk.reset()
    there: list[subprocess.Popen[str]] = []

    def start(subject: str, *words: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "clerkwork.cli.main", "run", str(bot), "--attempts", "1"]
        log = (tmp_path / f"{subject}.txt").open("w", encoding="utf-8")
        with log:
            process = subprocess.Popen(
                [*command, "--input", f"subject={subject}", *words],
                stdout=log,
                stderr=log,
                text=True,
                cwd=tmp_path,
                env=os.environ | {"CLERKWORK_SECRET_DESK_PASSWORD": PASSWORD},
            )
        there.append(process)
        return process

    yield start
    for process in there:
        if process.poll() is None:
            process.kill()
            process.wait()


def said(folder: Path, subject: str) -> str:
    """What the run of this subject has said so far, in one line."""
    return " ".join((folder / f"{subject}.txt").read_text(encoding="utf-8").split())


def until(seen: Callable[[], object]) -> None:
    deadline = time.monotonic() + 60
    while not seen():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def holds_a_place(folder: Path) -> bool:
    store = Store.beside(folder / "runs")
    try:
        return bool(store.run_now(lambda connection: connection.execute(select(SLOTS.c.name)).all()))
    finally:
        store.close()


def steps_done(folder: Path) -> int:
    return sum(path.read_text().count('"step.finished"') for path in folder.glob("runs/*/journal.jsonl"))


def test_a_place_is_waited_for_and_the_place_of_a_killed_run_is_free_at_once(
    started: Started, tmp_path: Path
) -> None:
    holder = started("holder", "--lease", "300")
    until(lambda: holds_a_place(tmp_path))
    holder.send_signal(signal.SIGSTOP)
    hasty, patient = started("hasty", "--wait", "1"), started("patient")
    until(lambda: f"waiting: others have {ACCOUNT}" in said(tmp_path, "patient"))
    assert hasty.wait(60) == 1
    assert f"others had {ACCOUNT} for all of the 1 s that it was waited for" in said(tmp_path, "hasty")
    assert "allow more by `systems: {desk: {sessions: …}}` in bot.yaml" in said(tmp_path, "hasty")
    assert patient.poll() is None
    holder.kill()
    assert patient.wait(60) == 0, said(tmp_path, "patient")


def test_a_place_is_not_given_back_while_the_browser_may_still_be_signed_in(
    started: Started, tmp_path: Path
) -> None:
    holder = started("holder", "--lease", "300")
    until(lambda: steps_done(tmp_path) >= 2)
    browsers = browsers_of(holder.pid)
    assert browsers
    for pid in browsers:
        os.kill(pid, signal.SIGSTOP)
    holder.send_signal(signal.SIGINT)
    try:
        until(
            lambda: f"the browser did not close: nobody gets {ACCOUNT} for 300 s" in said(tmp_path, "holder")
        )
        assert started("hasty", "--wait", "1").wait(60) == 1
        assert f"others had {ACCOUNT} for all of the 1 s that it was waited for" in said(tmp_path, "hasty")
    finally:
        for pid in browsers:
            os.kill(pid, signal.SIGCONT)
    assert holder.wait(60) == 130

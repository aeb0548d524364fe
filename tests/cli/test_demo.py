"""The demo does the whole job, tells it in plain words, and leaves no secret anywhere."""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from clerkwork.evidence.journal import read_journal
from clerkwork.evidence.verify import verify_run

PASSWORD = "demo-Pa55-word"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The folder that the demo filled and all that it said."""
    into = tmp_path_factory.mktemp("demo")
    (scratch := into.with_name(f"{into.name}-scratch")).mkdir()
    done = subprocess.run(
        [sys.executable, "-m", "clerkwork.cli.main", "demo", "--into", str(into)],
        capture_output=True,
        text=True,
        env=os.environ | {"CLERKWORK_SITE_PASSWORD": PASSWORD, "TMPDIR": str(scratch)},
        timeout=180,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return into, done.stdout + done.stderr


def runs_of(into: Path) -> list[Path]:
    return sorted(path for path in (into / "runs").iterdir() if path.is_dir())


@pytest.mark.skipif(sys.platform != "linux", reason="processes are told by /proc")
def test_the_demo_leaves_no_browser_behind(demo: tuple[Path, str]) -> None:
    scratch = str(demo[0].with_name(f"{demo[0].name}-scratch"))
    left = []
    for file in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):  # it has ended
            words = file.read_bytes().decode(errors="replace").replace("\0", " ")
            left += [words] if f"--user-data-dir={scratch}" in words else []
    assert left == []


def test_the_demo_records_replays_and_finds_the_difference(demo: tuple[Path, str]) -> None:
    into, said = demo
    states, verdicts = [], []
    for run in runs_of(into):
        events = read_journal(run / "journal.jsonl")
        states += [entry.data["state"] for entry in events if entry.event == "run.finished"]
        verdicts += [entry.data["verdict"] for entry in events if entry.event == "checkpoint"]
    assert states == ["needs_review", "done", "needs_review"]
    assert verdicts == ["new", "same", "different"]
    report = re.search(r"The report: +(.+report\.html)", said)
    assert report
    assert Path(report[1]).is_file()


def test_every_run_of_the_demo_verifies(demo: tuple[Path, str]) -> None:
    assert [verify_run(run).fault for run in runs_of(demo[0])] == [None, None, None]


def test_the_password_typed_while_recording_and_running_is_nowhere(demo: tuple[Path, str]) -> None:
    into, said = demo
    files = [path for path in into.rglob("*") if path.is_file()]
    assert len(files) > 30
    holding = [path for path in files if PASSWORD.encode() in path.read_bytes()]
    assert holding == []
    assert PASSWORD not in said

"""Runs library bots through the command, as a scheduler does, and asks the mock sites what came of it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

PASSWORD = "clerk-pass-7"
LIBRARY = Path(__file__).parents[2] / "bots" / "library"

Command = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def clerkwork(tmp_path: Path) -> Command:
    """`clerkwork("run", …)` in a process of its own, with the mock sites' passwords in the environment."""
    known = {
        "CLERKWORK_SECRET_RENTALS_PASSWORD": PASSWORD,
        "CLERKWORK_SECRET_SERVICE_DESK_PASSWORD": PASSWORD,
    }

    def call(*words: str, **settings: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "clerkwork.cli.main", *words],
            capture_output=True,
            text=True,
            cwd=tmp_path,
            env=os.environ | known | settings,
            timeout=120,
            check=False,
        )

    return call


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A copy of the library, where baselines of the browser at hand may come to lie."""
    return Path(shutil.copytree(LIBRARY, tmp_path / "library", ignore=shutil.ignore_patterns("baselines")))


@pytest.fixture
def run_library_bot(clerkwork: Command, library: Path, tmp_path: Path) -> Callable[..., dict[str, Any]]:
    """Run a bot of the library on a site's address; the outcome that --json prints."""

    def run(bot: str, url: str, **inputs: str) -> dict[str, Any]:
        given = [word for name, value in inputs.items() for word in ("--input", f"{name}={value}")]
        system = {"rent_device": "rentals", "open_ticket": "service_desk"}[bot]
        done = clerkwork(
            *("run", str(library / bot), "--json", "--runs", str(tmp_path / "runs")),
            *("--system", f"{system}={url}", *given),
        )
        assert done.stdout.count("\n") == 1, done.stdout + done.stderr
        outcome: dict[str, Any] = json.loads(done.stdout)
        assert outcome["exit"] == done.returncode
        return outcome

    return run

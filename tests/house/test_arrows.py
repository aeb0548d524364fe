"""Rooms import downwards only; the contracts are in pyproject.toml."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.rooms import ROOMS, ROOT

LINT = "from importlinter.cli import lint_imports_command; lint_imports_command(['--no-cache'])"


@pytest.fixture
def rooms(tmp_path: Path) -> Path:
    """A copy of the rooms under their import names, as the tool wants to see them."""
    for room in ROOMS:
        shutil.copytree(
            ROOT / room,
            tmp_path / "clerkwork" / room,
            ignore=shutil.ignore_patterns("__pycache__", "library"),
        )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def lint(rooms: Path) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PYTHONPATH": str(rooms)}
    return subprocess.run(
        [sys.executable, "-c", LINT], cwd=rooms, env=env, capture_output=True, text=True, check=False
    )


def test_the_arrows_hold(rooms: Path) -> None:
    seen = lint(rooms)
    assert seen.returncode == 0, seen.stdout + seen.stderr


@pytest.mark.parametrize(
    ("room", "imported"),
    [
        ("browser", "clerkwork.runner"),
        ("selectors", "clerkwork.bots"),
        ("evidence", "clerkwork.bots"),
        ("recorder", "clerkwork.runner"),
        ("fixtures_sites", "clerkwork.browser"),
        ("runner", "clerkwork.fixtures_sites"),
    ],
)
def test_an_arrow_that_points_upwards_is_found(rooms: Path, room: str, imported: str) -> None:
    (rooms / "clerkwork" / room / "stray.py").write_text(f"import {imported}\n", encoding="utf-8")
    seen = lint(rooms)
    assert seen.returncode == 1, seen.stdout + seen.stderr
    assert f"clerkwork.{room}.stray" in seen.stdout

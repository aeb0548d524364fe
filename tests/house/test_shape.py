"""Modules stay small and are named after an idea."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tests.house.rooms import ROOMS, ROOT

LONGEST = 450
VAGUE = {"utils", "util", "helpers", "helper", "common", "base", "manager", "misc"}


def modules() -> Iterator[Path]:
    for folder in (*ROOMS, "tests", "benchmarks"):
        for path in (ROOT / folder).rglob("*"):
            hidden = any(part.startswith(".") for part in path.relative_to(ROOT).parts)
            if path.suffix in (".py", ".js") and path.is_file() and not hidden:
                yield path


def test_no_module_is_too_long_to_hold_one_idea() -> None:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in modules()}
    assert {str(path): length for path, length in lengths.items() if length > LONGEST} == {}


def test_no_module_or_folder_has_a_name_that_says_nothing() -> None:
    names = {part for path in modules() for part in (*path.relative_to(ROOT).parts[:-1], path.stem)}
    assert names & VAGUE == set()

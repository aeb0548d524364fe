"""Whoever wants to see a run go on: the command line, a test, a control room."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from clerkwork.runner.outcome import Outcome


class Listener(Protocol):
    """Called at the moments that its methods are named after."""

    def run_started(self, title: str, steps: int, folder: Path) -> None: ...

    def step_started(self, index: int, words: str) -> None: ...

    def step_finished(self, index: int, state: str, ms: int, notes: list[str]) -> None: ...

    def attempt_failed(self, attempt: int, why: str) -> None: ...

    def say(self, sentence: str) -> None: ...

    def run_finished(self, outcome: Outcome) -> None: ...


class Silent:
    """Listens to nothing."""

    def run_started(self, title: str, steps: int, folder: Path) -> None: ...

    def step_started(self, index: int, words: str) -> None: ...

    def step_finished(self, index: int, state: str, ms: int, notes: list[str]) -> None: ...

    def attempt_failed(self, attempt: int, why: str) -> None: ...

    def say(self, sentence: str) -> None: ...

    def run_finished(self, outcome: Outcome) -> None: ...

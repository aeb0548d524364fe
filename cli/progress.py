"""Shows a run go on: a live line on a terminal, plain lines elsewhere, nothing on stdout with --json."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape

if TYPE_CHECKING:
    from clerkwork.runner.outcome import Outcome

MARKS = {"done": "[green]✓[/]", "skipped": "[dim]-[/]", "failed": "[red]✗[/]"}
COLOURS = {"done": "green", "needs_review": "yellow", "business_exception": "yellow"}


class Lines:
    """One line per step, on stdout or (with `quiet`) on stderr and only when something goes wrong."""

    def __init__(self, quiet: bool = False) -> None:
        self._quiet = quiet
        self._console = Console(stderr=quiet, highlight=False, soft_wrap=True)
        self._steps = 0
        self._words = ""

    def run_started(self, title: str, steps: int, folder: Path) -> None:
        self._steps = steps
        if not self._quiet:
            self._console.print(
                f"[bold]{escape(title)}[/] [dim]{steps} steps, evidence in {escape(str(folder))}[/]"
            )

    def step_started(self, index: int, words: str) -> None:
        self._words = words
        if self._console.is_terminal and not self._quiet:
            self._console.print(f"  [dim]… {index:>2}/{self._steps} {escape(words)}[/]", end="\r")

    def step_finished(self, index: int, state: str, ms: int, notes: list[str]) -> None:
        if self._quiet:
            return
        self._console.print(
            f"  {MARKS[state]} {index:>2}/{self._steps} {escape(self._words)} [dim]{ms} ms[/]"
        )
        for note in notes:
            self._console.print(f"        [dim]{escape(note)}[/]")

    def attempt_failed(self, attempt: int, why: str) -> None:
        self.say(f"attempt {attempt} failed: {why}; trying again from the start")

    def run_finished(self, outcome: Outcome) -> None: ...

    def say(self, sentence: str) -> None:
        """A sentence that must not be missed."""
        self._console.print(f"  [yellow]![/] {escape(sentence)}")

    def run_told(self, outcome: Outcome) -> None:
        """The end in words, and where to look."""
        colour = COLOURS.get(outcome.state.value, "red")
        self._console.print(f"[bold {colour}]{escape(outcome.sentence())}[/]")
        if outcome.hint:
            self._console.print(f"  what to do: {escape(outcome.hint)}")
        for name, value in outcome.outputs.items():
            self._console.print(f"  {escape(name)}: [bold]{escape(str(value))}[/]")
        self._console.print(f"  report: {escape(str(outcome.folder / 'report.html'))}")


def live(quiet: bool = False) -> Lines:
    """The listener that suits where the output goes."""
    return Lines(quiet=quiet or not sys.stdout)

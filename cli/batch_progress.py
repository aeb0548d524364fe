"""Shows a batch go on: a bar with rate, remaining time and counts on a terminal, a line per item elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from clerkwork.cli.progress import COLOURS

if TYPE_CHECKING:
    from clerkwork.bots.bot import Bundle
    from clerkwork.runner.outcome import Outcome
    from clerkwork.runner.state import RunState

_ENDED = ("done", "needs_review", "business_exception", "application_exception", "in_doubt")


@contextmanager
def progress(
    bundle: Bundle, batch: str, counts: Mapping[RunState, int], total: int, quiet: bool
) -> Iterator[_Shown]:
    """Yields the listener of a batch; with `quiet` it writes to stderr, and only what must not be missed."""
    console = Console(stderr=quiet, highlight=False, soft_wrap=True)
    before: dict[str, int] = {state.value: count for state, count in counts.items() if state.value in _ENDED}
    if not quiet:
        title = escape(bundle.bot.title or bundle.bot.name)
        console.print(f"[bold]{title}[/] [dim]{total} items, batch {batch}[/]")
    bar = Progress(
        TextColumn("  "),
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
        TextColumn("left"),
        TextColumn("{task.fields[states]}"),
        console=console,
        disable=quiet or not sys.stdout.isatty(),
        transient=True,
    )
    with bar:
        yield _Shown(console, bar, total, before, quiet)


class _Shown:
    def __init__(
        self, console: Console, bar: Progress, total: int, counts: dict[str, int], quiet: bool
    ) -> None:
        self._console, self._bar, self._total, self._counts, self._quiet = console, bar, total, counts, quiet
        self._began, self._ended = time.monotonic(), 0
        self._task = bar.add_task("items", total=total, completed=sum(counts.values()), **self._fields())

    def item_started(self, number: int) -> None: ...

    def item_ended(self, number: int, state: RunState, why: str, outcome: Outcome | None) -> None:
        if state.value not in _ENDED:
            return
        self._ended += 1
        self._counts[state.value] = self._counts.get(state.value, 0) + 1
        self._bar.update(self._task, completed=sum(self._counts.values()), **self._fields())
        if self._quiet or (not self._bar.disable and state.value == "done"):
            return
        words = state.value.replace("_", " ")
        took = f" [dim]{outcome.ms / 1000:.1f} s[/]" if outcome else ""
        reason = f": {escape(why)}" if why and state.value != "done" else ""
        colour = COLOURS.get(state.value, "red")
        self._console.print(f"  item {number}/{self._total} [{colour}]{words}[/]{reason}{took}")

    def say(self, sentence: str) -> None:
        self._console.print(f"  [yellow]![/] {escape(sentence)}")

    def _fields(self) -> dict[str, Any]:
        minutes = (time.monotonic() - self._began) / 60
        rate = f"{self._ended / minutes:.0f} a minute" if self._ended else ""
        states = " · ".join(f"{count} {state.replace('_', ' ')}" for state, count in self._counts.items())
        return {"rate": rate, "states": states}

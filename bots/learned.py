"""learned.yaml: what the redesigns of a bot's systems left as it was, and what they changed.

    clerkwork: 1
    systems:
      rentals:
        id: {stayed: 2, changed: 9}
        words: {stayed: 8, changed: 3}

Counted from heals that a person accepted. It lies beside the bot and is no part of it: `save.digest` leaves it
out, since what a run teaches must not make the bot another one than the one that ran.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from pathlib import Path

from pydantic import Field

from clerkwork.bots.parse import read_model
from clerkwork.bots.save import write_atomically
from clerkwork.bots.short import short
from clerkwork.bots.source import editor
from clerkwork.bots.step import Part

LEARNED_FILE = "learned.yaml"

_HEAD = "# Written by `clerkwork review`: how often each property of a target stayed when a console was changed.\n"


class Tally(Part):
    """How often one property stayed, and how often it changed."""

    stayed: int = Field(default=0, ge=0)
    changed: int = Field(default=0, ge=0)

    def with_one(self, *, stayed: bool) -> Tally:
        return Tally(stayed=self.stayed + stayed, changed=self.changed + (not stayed))


class Learned(Part):
    """What was counted, by system and property."""

    clerkwork: int = Field(default=1, ge=1, le=1)
    systems: dict[str, dict[str, Tally]] = Field(default_factory=dict)

    def counts(self, system: str | None) -> dict[str, tuple[int, int]]:
        """(stayed, changed) by property; empty for a system of which nothing is known."""
        known = self.systems.get(system or "", {})
        return {name: (tally.stayed, tally.changed) for name, tally in known.items()}

    def with_cases(self, cases: Iterable[tuple[str, Mapping[str, bool]]]) -> Learned:
        """Each case is a system and, by property, whether it stayed."""
        systems = {system: dict(tallies) for system, tallies in self.systems.items()}
        for system, properties in cases:
            tallies = systems.setdefault(system, {})
            for name, stayed in properties.items():
                tallies[name] = tallies.get(name, Tally()).with_one(stayed=stayed)
        ordered = {system: dict(sorted(tallies.items())) for system, tallies in sorted(systems.items())}
        return Learned(systems=ordered)


def load_learned(bundle: Path) -> Learned:
    """What is known; nothing where there is no such file. Raises BotInvalid for one that cannot be read."""
    file = bundle / LEARNED_FILE
    return read_model(file, Learned)[0] if file.exists() else Learned()


def save_learned(bundle: Path, learned: Learned) -> None:
    """The whole file or the old one. Who adds to what is there holds the bot meanwhile (`runner/accept.py`)."""
    stream = io.StringIO()
    editor().dump(short(learned), stream)
    write_atomically(bundle / LEARNED_FILE, (_HEAD + stream.getvalue()).encode())

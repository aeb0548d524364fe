"""What can be wrong with a bot.

BotError                    every fault of this room; exit code 2
├── BotInvalid              bot.yaml or targets.yaml breaks the format; carries every Fault at once
├── InputInvalid            values given for inputs do not fit their declaration; names all of them
├── ForeignInvalid          a recording of another tool is not in the format that it seems to be in
├── NotExportable           a bot says something that cannot be written as a Playwright script
├── SecretMissing           declared secrets are in no place where secrets are looked up; names all of them
└── ExpressionInvalid       an expression cannot be parsed, names the unknown, or does what is not allowed
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal


@dataclass(frozen=True, order=True)
class Fault:
    """One thing that is wrong (or, as a warning, weak), and where. Line and column count from 1."""

    file: Path
    line: int
    column: int
    message: str
    severity: Literal["fault", "warning"] = "fault"

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.message}"


class BotError(Exception):
    """Something about the bot or what it was given is wrong; nothing was run."""

    exit_code = 2


class BotInvalid(BotError):
    """The bundle breaks the format."""

    hint = "'clerkwork lint BOT' shows the weak spots as well"

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(sorted(faults))
        super().__init__("\n".join(map(str, self.faults)))


class InputInvalid(BotError):
    """Values given for inputs do not fit their declaration."""

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(self.faults))


class ForeignInvalid(BotError):
    """The file of another tool cannot be read as one of the formats that can be imported."""


class NotExportable(BotError):
    """A step or an expression has no counterpart in a Playwright script."""


class SecretMissing(BotError):
    """A declared secret was not found."""


class ExpressionInvalid(BotError):
    """An expression cannot be used."""

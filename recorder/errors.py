"""What can go wrong while recording.

RecorderError               exit code 1
├── BotExists               the folder holds a bot already (exit code 2)
├── NothingToResume         --resume, but no recording was left behind (exit code 2)
├── OptionInvalid           an option of `record` cannot be used (exit code 2)
└── TrailBroken             the journal of an earlier recording cannot be read
"""

from __future__ import annotations


class RecorderError(Exception):
    """Any fault of this room; `exit_code` and `hint` are what the command line shows."""

    exit_code = 1

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.hint = hint


class BotExists(RecorderError):
    """Raised by `record` rather than writing over a bot."""

    exit_code = 2


class NothingToResume(RecorderError):
    """Raised by `record` when there is no journal to go on from."""

    exit_code = 2


class OptionInvalid(RecorderError):
    """Raised by `recording_options`; says which option and why."""

    exit_code = 2


class TrailBroken(RecorderError):
    """Raised by `read_trail`; says which line of the journal is wrong."""

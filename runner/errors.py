"""Why a run, or a step of it, ended otherwise than done.

RunFault                          carries the sentence (why), the remedy (hint) and the exit code
├── BusinessException      3      the process said no; never retried
├── ApplicationException   1      the machinery failed; may be retried from the item's start
│   ├── TargetNotFound            no candidate is unique and agrees: the bot refuses to guess
│   ├── StepTimeout               found, but the page did not let the step happen in time
│   ├── ActUncertain              the act was under way when the page or the time ran out
│   ├── FieldEmptied              the page takes away again and again what was put into a field
│   ├── ServerFault               the console answered 5xx
│   ├── SystemUnreachable         no answer at all
│   ├── ExpectationFailed         what must hold afterwards does not
│   ├── SurpriseDialog            a dialog that the bot does not know
│   ├── LeftSystems               the page went to an origin that is none of the bot's systems
│   ├── WindowMissing             a window that the step needs did not open, or is closed
│   ├── StepUnusable              the step's own data cannot be used (a file is missing, say)
│   ├── SignedOut                 the console wants to be signed in to again
│   ├── PlaceTaken                others worked on the account or system all the time
│   ├── BrowserGone               the browser crashed or was closed
│   └── Fenced                    the work is somebody else's by now
├── InDoubt                5      a commit may or may not have happened
└── Interrupted          130      someone stopped the run

Refused                    2      what was asked for cannot be done
├── ResumeRefused                 there is nothing to go on with; no run was started or changed
├── ReviewRefused                 nothing can be accepted from this run; nothing was changed
├── StoreRefused                  the address of the store cannot be used
├── NotAsked                      the question does not wait for this answer
├── ControlRefused                a control of the bot is not there, or does more than read
├── NothingToSettle               the item does not wait for anybody's word; nothing was changed
└── ItemsInvalid                  a file of work items is not what the bot takes; no browser was started
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


class RunFault(Exception):
    """A step could not be completed. `why` is one sentence, `hint` says what to do about it."""

    exit_code: ClassVar[int] = 1
    kind: ClassVar[str] = "application"
    cause: ClassVar[str] = "fault"
    """Name that a step's `retry: on:` uses."""
    transient: ClassVar[bool] = False
    """Whether another attempt, from the item's start, may end otherwise."""

    def __init__(self, why: str, hint: str = "") -> None:
        super().__init__(why)
        self.why = why
        self.hint = hint


class BusinessException(RunFault):
    """The process said no."""

    exit_code = 3
    kind = "business"
    cause = "business"


class ApplicationException(RunFault):
    """The machinery failed."""


@dataclass(frozen=True)
class Nearest:
    """An element that came near to a target but was not taken; `shot` is its picture in the run folder."""

    words: str
    score: float
    why: str
    shot: str | None = None


class TargetNotFound(ApplicationException):
    """No candidate is unique and agrees with what was recorded, and healing refused to guess."""

    kind = "abstain"
    cause = "not_found"

    def __init__(self, why: str, hint: str = "", nearest: tuple[Nearest, ...] = ()) -> None:
        super().__init__(why, hint)
        self.nearest = nearest


class StepTimeout(ApplicationException):
    """The page did not let the step happen in time."""

    transient = True
    cause = "timeout"


class ActUncertain(ApplicationException):
    """The act had begun; whether the page took it is not known. Never simply done again."""

    transient = True
    cause = "uncertain"


class FieldEmptied(ApplicationException):
    """The page takes away again and again what was put into a field, so that a press would send nothing."""


class ServerFault(ApplicationException):
    """The console answered with a 5xx status."""

    transient = True
    cause = "http_5xx"


class SystemUnreachable(ApplicationException):
    """The console did not answer."""

    transient = True
    cause = "timeout"


class ExpectationFailed(ApplicationException):
    """Something that must hold does not."""

    cause = "expectation"


class SurpriseDialog(ApplicationException):
    """A dialog appeared that no step declares; it was dismissed."""

    transient = True


class LeftSystems(ApplicationException):
    """The page went to an origin that is none of the bot's systems."""


class WindowMissing(ApplicationException):
    """A window that the step needs did not open, or is closed."""

    transient = True
    cause = "timeout"


class StepUnusable(ApplicationException):
    """What the step names cannot be used here: a file is missing, an option is not in the list."""


class SignedOut(ApplicationException):
    """The console's session ended before the work did."""

    transient = True


class PlaceTaken(ApplicationException):
    """Others worked on the account or the system for as long as it was waited for."""


class BrowserGone(ApplicationException):
    """The browser crashed or was closed."""

    transient = True


class Fenced(ApplicationException):
    """Who was thought dead, and is not, must leave the work to whoever has taken it over."""

    cause = "fenced"


class InDoubt(RunFault):
    """A commit may or may not have happened; a person must look."""

    exit_code = 5
    kind = "doubt"
    cause = "doubt"


class Interrupted(RunFault):
    """Someone stopped the run."""

    exit_code = 130
    kind = "interrupted"
    cause = "interrupted"


class Refused(Exception):
    """What was asked for cannot be done; nothing was run or changed."""

    exit_code: ClassVar[int] = 2

    def __init__(self, why: str, hint: str = "") -> None:
        super().__init__(why)
        self.why = why
        self.hint = hint


class ResumeRefused(Refused):
    """The run that should go on is finished, or another bot's."""


class ReviewRefused(Refused):
    """The run's evidence is not intact, or the bot is not the one that ran."""


class StoreRefused(Refused):
    """The address of the store names nothing that can be one."""


class NotAsked(Refused):
    """The question does not wait for this answer."""


class ControlRefused(Refused):
    """What a batch is to be compared with cannot be read by the bot that is named for it."""


class NothingToSettle(Refused):
    """No person is asked about the item."""


class ItemsInvalid(Refused):
    """A file of work items cannot be used; names every fault."""

"""The states of a run, and what each means to whoever called."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class RunState(StrEnum):
    """Where a run stands. `queued` and `running` are on the way, the others are ends."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    BUSINESS_EXCEPTION = "business_exception"
    APPLICATION_EXCEPTION = "application_exception"
    IN_DOUBT = "in_doubt"
    NEEDS_REVIEW = "needs_review"
    INTERRUPTED = "interrupted"

    @property
    def exit_code(self) -> int:
        """The process's exit code for a run that ended here."""
        return _EXIT_CODES[self]


_EXIT_CODES = {
    RunState.QUEUED: 1,
    RunState.RUNNING: 1,
    RunState.DONE: 0,
    RunState.APPLICATION_EXCEPTION: 1,
    RunState.BUSINESS_EXCEPTION: 3,
    RunState.NEEDS_REVIEW: 4,
    RunState.IN_DOUBT: 5,
    RunState.INTERRUPTED: 130,
}

_WORST_FIRST = (
    RunState.IN_DOUBT,
    RunState.APPLICATION_EXCEPTION,
    RunState.INTERRUPTED,
    RunState.BUSINESS_EXCEPTION,
    RunState.NEEDS_REVIEW,
)

_NEXT = {
    RunState.QUEUED: {RunState.RUNNING},
    RunState.RUNNING: set(RunState) - {RunState.QUEUED},
}


def check_transition(before: RunState, after: RunState) -> RunState:
    """Returns `after`, or raises ValueError when no run may go there from `before`."""
    if after not in _NEXT.get(before, set()):
        raise ValueError(f"a run that is {before} cannot become {after}")
    return after


def worst_of(states: Iterable[RunState]) -> RunState:
    """How something ended that is made of runs which ended so; those on the way do not count."""
    found = set(states)
    return next((state for state in _WORST_FIRST if state in found), RunState.DONE)


def state_of_exit(code: int) -> RunState:
    """The end state that a fault's exit code stands for."""
    return {
        1: RunState.APPLICATION_EXCEPTION,
        3: RunState.BUSINESS_EXCEPTION,
        5: RunState.IN_DOUBT,
        130: RunState.INTERRUPTED,
    }.get(code, RunState.APPLICATION_EXCEPTION)

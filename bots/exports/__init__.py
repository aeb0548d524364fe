"""Bots as Playwright scripts that a person goes on with: for pytest-playwright, or plain.

    bundle -> (routine: its steps as lines) -> (pytest or python: the file around them)

What is written needs Playwright alone. What a script cannot do as a bot does is remarked on.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from clerkwork.bots.bot import Bundle
from clerkwork.bots.exports.pytest import pytest_file
from clerkwork.bots.exports.python import python_file
from clerkwork.bots.exports.routine import Routine, routine_of

Form = Literal["pytest", "python"]

FORMS: dict[Form, Callable[[Routine], str]] = {"pytest": pytest_file, "python": python_file}


def export(bundle: Bundle, form: Form) -> tuple[str, Routine]:
    """The text of the file, and the routine with its `files` and `remarks`. Raises NotExportable."""
    routine = routine_of(bundle)
    return FORMS[form](routine), routine

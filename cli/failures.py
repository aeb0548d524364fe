"""The last line of defence: whatever a command raises becomes one sentence and an exit code.

An expected failure is any exception with an `exit_code`, or from a room's `errors` module (then 1); its
`hint`, if it has one, says what to do. Everything else is our own fault, and says so.

    0 done · 1 application exception · 2 usage or invalid bot · 3 business exception
    4 needs review · 5 in doubt · 130 interrupted
"""

from __future__ import annotations

import os
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path

from clerkwork.cli.logging import redaction

DONE = 0
APPLICATION_EXCEPTION = 1
USAGE = 2
BUSINESS_EXCEPTION = 3
NEEDS_REVIEW = 4
IN_DOUBT = 5
INTERRUPTED = 130


def guard(command: Callable[[], int], debug: bool = False) -> int:
    """Runs `command` and returns its exit code, or the exit code of what it raised."""
    try:
        return command()
    except KeyboardInterrupt:
        return _say("interrupted", code=INTERRUPTED)
    except BrokenPipeError:
        _hush_stdout()
        return APPLICATION_EXCEPTION
    except Exception as error:  # noqa: BLE001  (this is where all of them end)
        if debug:
            print(_trace(error), file=sys.stderr)
        return _explain(error)


def _explain(error: Exception) -> int:
    code = _exit_code(error)
    if code is not None:
        return _say(_sentence(error), getattr(error, "hint", None) or _usage_hint(error), code)
    if isinstance(error, OSError) and error.strerror:
        where = f": '{error.filename}'" if error.filename else ""
        return _say(
            f"{error.strerror.lower()}{where}", "check the path, its rights and the space on that disk"
        )
    if type(error).__name__ == "Abort":
        return _say("stopped at a question", code=INTERRUPTED)
    kept = _keep_traceback(error)
    place = f"the details are in '{kept}'" if kept else "--debug shows the details"
    return _say(
        f"internal fault ({type(error).__name__}): this should not happen, and is not yours to fix",
        f"{place}; please look them over for private data and report them with what you did",
    )


def _exit_code(error: Exception) -> int | None:
    """The exit code of an expected failure, None for any other."""
    code = getattr(error, "exit_code", None)
    if isinstance(code, int):
        return code
    modules = (kind.__module__ for kind in type(error).__mro__)
    expected = any(name.startswith("clerkwork.") and name.endswith(".errors") for name in modules)
    return APPLICATION_EXCEPTION if expected else None


def _sentence(error: Exception) -> str:
    said = getattr(error, "format_message", None)
    return str(said() if callable(said) else error)


def _usage_hint(error: Exception) -> str | None:
    path = getattr(getattr(error, "ctx", None), "command_path", None)
    return f"see '{path} --help'" if path else None


def _say(sentence: str, hint: str | None = None, code: int = APPLICATION_EXCEPTION) -> int:
    print(redaction(f"clerkwork: {sentence}"), file=sys.stderr)
    if hint:
        print(redaction(f"  hint: {hint}"), file=sys.stderr)
    return code


def _keep_traceback(error: Exception) -> Path | None:
    try:
        folder = _home() / "faults"
        folder.mkdir(parents=True, exist_ok=True)
        kept = folder / f"{time.strftime('%Y%m%dT%H%M%S')}-{os.getpid()}.txt"
        kept.write_text(_trace(error), encoding="utf-8")
    except OSError:
        return None
    return kept


def _trace(error: Exception) -> str:
    return redaction("".join(traceback.format_exception(error)))


def _home() -> Path:
    setting = os.environ.get("CLERKWORK_HOME")
    if setting:
        return Path(setting)
    from platformdirs import user_data_path

    return user_data_path("clerkwork", appauthor=False)


def _hush_stdout() -> None:
    # Python flushes stdout once more on its way out, and would complain about the closed pipe again.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

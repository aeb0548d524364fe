"""Where log lines go: stderr, plain or JSON, and always through the redactor.

Redaction sits in the sink, on the finished text: message, exception and bound values all pass it,
whichever library logged them.
"""

from __future__ import annotations

import json
import sys
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from loguru import Message

Redactor = Callable[[str], str]

_LEVELS = ("WARNING", "INFO", "DEBUG", "TRACE")


class Redaction:
    """The redactor in force in this process: a command that opens secrets says `redaction.use(...)`."""

    def __init__(self) -> None:
        self._redact: Redactor = str

    def use(self, redact: Redactor) -> None:
        self._redact = redact

    def __call__(self, text: str) -> str:
        return self._redact(text)


redaction = Redaction()


@dataclass(frozen=True)
class Switches:
    """What --debug, --verbose and --log-json said, wherever they stood on the command line."""

    debug: bool = False
    verbosity: int = 0
    log_json: bool = False

    @property
    def level(self) -> str:
        return _LEVELS[min(self.verbosity, len(_LEVELS) - 1)]


def take_switches(words: Sequence[str]) -> tuple[list[str], Switches]:
    """Splits the three switches off the other words; what follows a bare `--` is left alone."""
    end = words.index("--") if "--" in words else len(words)
    ours = [word for word in words[:end] if word in ("--debug", "--verbose", "--log-json")]
    rest = [word for word in words[:end] if word not in ours]
    switches = Switches("--debug" in ours, ours.count("--verbose"), "--log-json" in ours)
    return [*rest, *words[end:]], switches


def configure(switches: Switches, redact: Redactor = redaction, stream: TextIO | None = None) -> None:
    """Sends every log line to `stream` (stderr) through `redact`, whichever secrets it knows by then."""
    from loguru import logger

    def write(message: Message) -> None:
        target = stream or sys.stderr
        target.write((_as_json if switches.log_json else _as_plain)(message, redact) + "\n")
        target.flush()

    _in_force[:] = [switches]
    logger.remove()
    # diagnose would print the values of variables, and those may be secrets
    logger.add(write, level=switches.level, format="{message}", backtrace=False, diagnose=False)


def say_more() -> None:
    """A command that nobody sits before says from now on what it does, not only what goes wrong."""
    switches = _in_force[0]
    configure(replace(switches, verbosity=max(1, switches.verbosity)))


_in_force = [Switches()]


def _as_plain(message: Message, redact: Redactor) -> str:
    record = message.record
    line = f"{record['time']:HH:mm:ss} {record['level'].name.lower()}: {record['message']}"
    return redact("\n".join(part for part in (line, _trace(message)) if part))


def _as_json(message: Message, redact: Redactor) -> str:
    record = message.record
    entry = {
        "time": record["time"].isoformat(),
        "level": record["level"].name.lower(),
        "where": f"{record['name']}:{record['line']}",
        "message": redact(record["message"]),
        **{str(key): redact(str(value)) for key, value in record["extra"].items()},
    }
    trace = _trace(message)
    # redacted before it is encoded: JSON's escapes would hide a secret that holds a quote
    return json.dumps(entry | ({"exception": redact(trace)} if trace else {}), ensure_ascii=False)


def _trace(message: Message) -> str:
    exception = message.record["exception"]
    if exception is None or exception.value is None:
        return ""
    return "".join(traceback.format_exception(exception.value)).rstrip()

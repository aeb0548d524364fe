"""Values that a run is given, made into what the bot declares."""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from clerkwork.bots.bot import Bot, Input
from clerkwork.bots.errors import InputInvalid

_WORDS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


def bind_inputs(bot: Bot, given: Mapping[str, Any]) -> dict[str, Any]:
    """Every declared input with its value, typed; `given` holds texts or values that fit already.

    An input that is not given takes its default; one that is neither required nor given is None.
    Types: text str, integer int, number float, boolean bool, date `datetime.date`, file absolute `Path`.
    Raises InputInvalid, which names every fault at once.
    """
    bound: dict[str, Any] = {}
    faults = [_unknown(name, bot) for name in given if name not in bot.inputs]
    for name, declared in bot.inputs.items():
        try:
            bound[name] = _bind(declared, given.get(name))
        except ValueError as fault:
            faults.append(f"input {name}: {fault}")
    if faults:
        raise InputInvalid(faults)
    return bound


def fit(declared: Input, given: Any) -> Any:
    """One value as its input declares it. Raises ValueError that says what was given and what is allowed."""
    if isinstance(given, str) and declared.type != "text":
        given = given.strip()
    found = _READERS[declared.type](given)
    _within_bounds(declared, found)
    if declared.choices and str(found) not in declared.choices:
        raise ValueError(f"got {_show(given)}, allowed are {', '.join(map(repr, declared.choices))}")
    if declared.pattern and not re.fullmatch(declared.pattern, str(found)):
        raise ValueError(f"got {_show(given)}, it must match {declared.pattern}")
    return found


def _bind(declared: Input, given: Any) -> Any:
    if given is None:
        given = declared.default
    if given is not None:
        return fit(declared, given)
    if not declared.required:
        return None
    example = f", such as {declared.example}" if declared.example is not None else ""
    raise ValueError(f"is not given; it needs {_NOUNS[declared.type]}{example}")


def _unknown(name: str, bot: Bot) -> str:
    close = difflib.get_close_matches(name, list(bot.inputs), n=1)
    meant = f"did you mean {close[0]}? " if close else ""
    return f"input {name}: {bot.name} has no such input; {meant}it has {', '.join(bot.inputs) or 'none'}"


def _within_bounds(declared: Input, found: Any) -> None:
    """Bounds are on the value of a number, and on the length of a text."""
    size = len(found) if isinstance(found, str) else found
    if not isinstance(size, (int, float)) or isinstance(size, bool):
        return
    unit = " characters" if isinstance(found, str) else ""
    if declared.min is not None and size < declared.min:
        raise ValueError(f"got {size:g}{unit}, at least {declared.min:g} is allowed")
    if declared.max is not None and size > declared.max:
        raise ValueError(f"got {size:g}{unit}, at most {declared.max:g} is allowed")


def _text(given: Any) -> str:
    if isinstance(given, bool):
        return str(given).lower()
    if not isinstance(given, (str, int, float, date)):
        raise ValueError(f"got {_show(given)}, it must be a text")  # noqa: TRY004  (one type for misfits)
    return str(given)


def _integer(given: Any) -> int:
    if isinstance(given, int) and not isinstance(given, bool):
        return given
    if isinstance(given, float) and given.is_integer():
        return int(given)
    if isinstance(given, str) and re.fullmatch(r"[+-]?[0-9]{1,1000}", given):
        return int(given)
    raise ValueError(f"got {_show(given)}, it must be a whole number")


def _number(given: Any) -> float:
    try:
        found = math.nan if isinstance(given, bool) else float(given)
    except (TypeError, ValueError, OverflowError):
        found = math.nan
    if not math.isfinite(found):
        raise ValueError(f"got {_show(given)}, it must be a number, such as 12.5")
    return found


def _boolean(given: Any) -> bool:
    found = given if isinstance(given, bool) else _WORDS.get(str(given).lower())
    if found is None:
        raise ValueError(f"got {_show(given)}, allowed are true and false")
    return found


def _date(given: Any) -> date:
    if isinstance(given, datetime):
        return given.date()
    if isinstance(given, date):
        return given
    try:
        return date.fromisoformat(given)
    except (TypeError, ValueError):
        raise ValueError(f"got {_show(given)}, it must be a date, such as 2026-11-21") from None


def _file(given: Any) -> Path:
    if not isinstance(given, (str, Path)) or "\0" in str(given):
        raise ValueError(f"got {_show(given)}, it must be the path of a file")
    path = Path(given).expanduser().absolute()
    if not path.is_file():
        raise ValueError(f"got {_show(str(given))}, there is no file with this path")
    return path


def _show(given: Any) -> str:
    shown = repr(given)
    return shown if len(shown) <= 80 else f"{shown[:77]}..."


_READERS: dict[str, Callable[[Any], Any]] = {
    "text": _text,
    "integer": _integer,
    "number": _number,
    "boolean": _boolean,
    "date": _date,
    "file": _file,
}
_NOUNS = {
    "text": "a text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "date": "a date",
    "file": "the path of a file",
}

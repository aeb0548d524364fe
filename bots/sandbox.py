"""What an expression may do: read values, compare them, count, and shape texts. Nothing else.

Jinja2's own sandbox keeps an expression away from Python's internals. It does not keep it from using
up memory, so here every way to grow a value is bounded: there are no loops and no free calls, `*`, `+`
and `**` are measured before they are done, and only the filters and methods named below exist.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import quote

from jinja2 import StrictUndefined
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

MAX_LENGTH = 1_000_000
"""Characters that a text may grow to on the way."""

MAX_BITS = 4_096
"""Bits of the largest whole number; Python refuses to print more than about 14,000."""

METHODS = frozenset(
    {"upper", "lower", "title", "strip", "lstrip", "rstrip", "split", "startswith", "endswith"}
    | {"replace", "strftime", "isoformat", "weekday"}
)
"""What may be called on a text or a date."""

_DATE_PARTS = frozenset({"year", "month", "day", "hour", "minute", "second"})
_DATE_FORMAT = re.compile(r"(?:[^%]|%-?[A-Za-z%]){0,100}")  # a width, as in %99999d, is memory


class TooLarge(SecurityError):
    """A value would grow beyond its bound."""


def _bounded(size: int) -> None:
    if size > MAX_LENGTH:
        raise TooLarge


def replaced(text: str, old: str, new: str, count: int = -1) -> str:
    """`str.replace` that measures its result first."""
    found = text.count(old) if count < 0 else min(count, text.count(old))
    _bounded(len(text) + found * max(0, len(new) - len(old)))
    return text.replace(old, new, count)


def joined(parts: Iterable[Any], glue: str = "") -> str:
    """`str.join` that measures its result first."""
    texts = [str(part) for part in parts]
    _bounded(sum(map(len, texts)) + len(glue) * len(texts))
    return glue.join(texts)


def formatted(day: date, pattern: str) -> str:
    """`date.strftime` without field widths."""
    if not isinstance(day, date) or not _DATE_FORMAT.fullmatch(pattern):
        raise SecurityError
    return day.strftime(pattern)


def add_days(day: date, days: int) -> date:
    """The date so many days later (earlier when negative)."""
    return day + timedelta(days=days)


def rounded(number: float, digits: int = 0) -> float:
    """`round` to at most 15 places; a whole number when no places are kept."""
    if abs(digits) > 15:
        raise SecurityError
    return round(number, digits) if digits else round(number)


def _number(value: Any) -> Any:
    text = str(value).strip()
    return int(text) if re.fullmatch(r"[+-]?\d{1,1000}", text) else float(text)


FILTERS: dict[str, Callable[..., Any]] = {
    "upper": lambda text: str(text).upper(),
    "lower": lambda text: str(text).lower(),
    "title": lambda text: str(text).title(),
    "capitalize": lambda text: str(text).capitalize(),
    "trim": lambda text: str(text).strip(),
    "urlencode": lambda text: quote(str(text), safe=""),
    "replace": lambda text, old, new: replaced(str(text), str(old), str(new)),
    "join": joined,
    "date": formatted,
    "add_days": add_days,
    "int": lambda value: int(_number(value)),
    "float": lambda value: float(_number(value)),
    "number": _number,
    "round": rounded,
    "abs": abs,
    "length": len,
    "first": lambda values: next(iter(values), ""),
    "last": lambda values: values[-1] if values else "",
    "string": str,
}
"""Filter name -> function; `default` is Jinja2's own and is added to these."""


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja2 with nothing in it but `FILTERS`, a few tests, and bounded arithmetic."""

    intercepted_binops = frozenset({"*", "+", "%", "**"})

    def __init__(self) -> None:
        super().__init__(
            undefined=StrictUndefined, optimized=False, autoescape=False, keep_trailing_newline=True
        )
        default = self.filters["default"]
        self.filters = {**FILTERS, "default": default, "d": default}
        self.tests = {name: self.tests[name] for name in TESTS}
        self.globals.clear()

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Measures before it multiplies or adds; `%` formats no texts."""
        if operator == "+":
            _bounded(_size(left) + _size(right))
        elif operator == "*":
            _measure_product(left, right)
        elif operator == "**":
            _measure_power(left, right)
        elif not (_is_number(left) and _is_number(right)):
            raise SecurityError
        return super().call_binop(context, operator, left, right)

    def getattr(self, obj: Any, attribute: str) -> Any:
        """An entry of a mapping, a part of a date, or a method of `METHODS`; nothing else exists."""
        if isinstance(obj, Mapping):
            return obj[attribute] if attribute in obj else self.undefined(obj=obj, name=attribute)
        if isinstance(obj, date) and (attribute in _DATE_PARTS or attribute in METHODS):
            return getattr(obj, attribute, None) or 0
        if isinstance(obj, str) and attribute in METHODS:
            return getattr(obj, attribute)
        return self.undefined(obj=obj, name=attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """An entry of a mapping, or a place or slice of a text or list; never an attribute."""
        if isinstance(obj, Mapping):
            return self.getattr(obj, argument) if isinstance(argument, str) else self.undefined(obj=obj)
        if isinstance(obj, (str, list, tuple)) and isinstance(argument, (int, slice)):
            try:
                return obj[argument]
            except IndexError:
                return self.undefined(obj=obj, name=str(argument))
        return self.undefined(obj=obj)

    def call(self, __context: Context, __obj: Any, *args: Any, **kwargs: Any) -> Any:
        """Calls a method of a text or a date, and only one named in `METHODS`."""
        owner, name = getattr(__obj, "__self__", None), getattr(__obj, "__name__", "")
        if name not in METHODS or not isinstance(owner, (str, date, datetime)) or kwargs:
            raise SecurityError
        if name == "replace":
            return replaced(owner, *args) if isinstance(owner, str) else self._refuse()
        if name == "strftime":
            return formatted(owner, *args) if isinstance(owner, date) else self._refuse()
        return __obj(*args)

    @staticmethod
    def _refuse() -> Any:
        raise SecurityError


TESTS = frozenset(
    {"defined", "undefined", "none", "string", "number", "integer", "even", "odd", "true", "false"}
    | {"in", "eq", "ne", "lt", "le", "gt", "ge"}
)


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float))


def _size(value: Any) -> int:
    return len(value) if isinstance(value, (str, list, tuple)) else 0


def _measure_product(left: Any, right: Any) -> None:
    if isinstance(left, int) and isinstance(right, int):
        if left.bit_length() + right.bit_length() > MAX_BITS:
            raise TooLarge
    elif isinstance(left, str) and isinstance(right, int):
        _bounded(len(left) * right)
    elif isinstance(left, int) and isinstance(right, str):
        _bounded(left * len(right))
    elif not (_is_number(left) and _is_number(right)):
        raise SecurityError


def _measure_power(left: Any, right: Any) -> None:
    if not (_is_number(left) and _is_number(right)):
        raise SecurityError
    if isinstance(left, int) and isinstance(right, int) and left.bit_length() * abs(right) > MAX_BITS:
        raise TooLarge

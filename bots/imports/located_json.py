"""JSON in which every object knows the line that it begins on."""

from __future__ import annotations

import json
from bisect import bisect_right
from json.decoder import JSONObject  # type: ignore[attr-defined]  # typeshed has the class alone
from json.scanner import py_make_scanner  # type: ignore[attr-defined]
from typing import Any


class Located(dict[str, Any]):
    """An object of the file; `line` counts from 1."""

    line: int = 1


class _Decoder(json.JSONDecoder):
    """The standard library's decoder with its scanner in Python, which tells where each object begins."""

    def __init__(self) -> None:
        super().__init__()
        self.breaks: list[int] = []

        def parse(place: tuple[str, int], *rest: Any) -> tuple[Located, int]:
            value, end = JSONObject(place, *rest)
            found = Located(value)
            found.line = bisect_right(self.breaks, place[1] - 1) + 1
            return found, end

        self.parse_object: Any = parse
        self.scan_once = py_make_scanner(self)

    def decode(self, s: str, *rest: Any) -> Any:
        self.breaks = [at for at, letter in enumerate(s) if letter == "\n"]
        return super().decode(s, *rest)


def parse(text: str) -> Any:
    """The value of a JSON text, its objects as `Located`. Raises json.JSONDecodeError, RecursionError."""
    return _Decoder().decode(text)

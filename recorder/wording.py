"""Puts inputs and secrets in the place of the values that the person used."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

WHOLE_WORD = 4
"""Letters that an input's value must have to be found inside a longer text."""

_SECRET = re.compile(r"«secret:([A-Za-z_][A-Za-z0-9_]*)(\[\d*:\d*\])?»")
"""The redactor's labels, and those of `beginning`."""

_MARK = re.compile(r"\{\{|\{%|\{#")


def beginning(secret: str, letters: int) -> str:
    """The label of a secret's first letters, where a value is no more than these."""
    return f"«secret:{secret}[:{letters}]»"


def part_of(secret: str, first: int, last: int | None) -> str:
    """The expression for letters of a secret; `last` is exclusive, none: to its end."""
    part = "" if not first and last is None else f"[{first or ''}:{'' if last is None else last}]"
    return f"{{{{ secrets.{secret}{part} }}}}"


@dataclass(frozen=True)
class Wording:
    """`inputs` are the values of `--input`; secrets come as the redactor's labels.

    Those `by_name` were made of one field while recording: a short value of theirs in another place is
    taken for chance.
    """

    inputs: Mapping[str, str]
    by_name: frozenset[str] = frozenset()

    def input_named(self, value: str) -> str | None:
        """The name of the input that has this value."""
        folded = value.strip()
        return next((name for name, known in self._telling().items() if folded and known == folded), None)

    def exactly(self, value: str) -> str | None:
        """The expression for a text that is an input and nothing else."""
        name = self.input_named(value)
        return f"{{{{ inputs.{name} }}}}" if name else None

    def text(self, value: str) -> str:
        """The text as a bot holds it: inputs and secrets as expressions, everything else as it is."""
        whole = self.exactly(value)
        if whole:
            return whole
        parts: list[str] = []
        end = 0
        for match in self._found().finditer(value):
            parts.append(_literal(value[end : match.start()]))
            parts.append(self._expression(match))
            end = match.end()
        return "".join([*parts, _literal(value[end:])])

    def secrets_in(self, value: str) -> list[str]:
        """The names of the secrets whose labels a text holds."""
        return [match[1] for match in _SECRET.finditer(value)]

    def _telling(self) -> dict[str, str]:
        """The inputs that are known by their value."""
        values = {name: value.strip() for name, value in self.inputs.items()}
        return {
            name: value
            for name, value in values.items()
            if name not in self.by_name or len(value) >= WHOLE_WORD
        }

    def _found(self) -> re.Pattern[str]:
        long = sorted((v for v in self.inputs.values() if len(v) >= WHOLE_WORD), key=len, reverse=True)
        words = "|".join(re.escape(value) for value in long) or r"(?!)"
        return re.compile(rf"{_SECRET.pattern}|(?<!\w)({words})(?!\w)")

    def _expression(self, match: re.Match[str]) -> str:
        if match[1]:
            return f"{{{{ secrets.{match[1]}{match[2] or ''} }}}}"
        return self.exactly(match[3]) or match[3]


def _literal(text: str) -> str:
    return _MARK.sub(lambda mark: f'{{{{ "{mark[0]}" }}}}', text)

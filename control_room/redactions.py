"""What the log must not show: the secrets of every bot that this process has worked for."""

from __future__ import annotations

from clerkwork.evidence.redact import Redactor


class Redactions:
    """Redacts with the redactors of all bots."""

    def __init__(self) -> None:
        self._redactors: dict[str, Redactor] = {}

    def add(self, bot: str, redactor: Redactor) -> None:
        self._redactors = {**self._redactors, bot: redactor}

    def __call__(self, text: str) -> str:
        for redactor in self._redactors.values():
            text = redactor.text(text)
        return text

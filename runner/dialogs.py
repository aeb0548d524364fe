"""Answers the page's dialogs as the person did, and refuses those that nobody declared."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from playwright.async_api import BrowserContext, Dialog
from playwright.async_api import Error as PlaywrightError

from clerkwork.runner.errors import SurpriseDialog

NO_PRINT_DIALOG = """window.print = () => {
  dispatchEvent(new Event("beforeprint"));
  dispatchEvent(new Event("afterprint"));
}"""
"""Put into every page: a bot's browser prints nothing, and its print dialog would stop the page for ever."""


@dataclass(frozen=True)
class Answer:
    """What to do with one dialog; texts are rendered."""

    type: str
    accept: bool
    text: str | None = None
    message: str | None = None


@dataclass
class Dialogs:
    """Holds the answers that the running step declares, in their order."""

    tell: Callable[..., Any]
    expected: list[Answer] = field(default_factory=list)
    surprise: SurpriseDialog | None = None

    async def watch(self, context: BrowserContext) -> None:
        context.on("dialog", self._answer)
        await context.add_init_script(NO_PRINT_DIALOG)

    def expect(self, answers: Sequence[Answer]) -> None:
        """The dialogs of the step that is about to act."""
        self.expected = list(answers)

    def check(self) -> None:
        """Raise the surprise, if there was one."""
        if self.surprise:
            surprise, self.surprise = self.surprise, None
            raise surprise

    async def _answer(self, dialog: Dialog) -> None:
        answer = self._take(dialog)
        accept = answer.accept if answer else dialog.type == "beforeunload"
        if answer is None and dialog.type != "beforeunload":
            self.surprise = SurpriseDialog(
                f"the page raised a dialog that no step declares: {dialog.type} {dialog.message!r}; it was dismissed",
                "add it under the step's `dialogs:` if it belongs there",
            )
        text = answer.text if answer else None
        self.tell("dialog", type=dialog.type, message=dialog.message, accepted=accept, text=text)
        # The window may be gone before its dialog is answered; then there is nothing left to answer.
        with contextlib.suppress(PlaywrightError):
            await (dialog.accept(text or "") if accept else dialog.dismiss())

    def _take(self, dialog: Dialog) -> Answer | None:
        """The first declared answer that fits; one that does not fit is no answer to this dialog."""
        for answer in self.expected:
            if answer.type in (dialog.type, "any") and says(answer.message, dialog.message):
                self.expected.remove(answer)
                return answer
        return None


def says(recorded: str | None, seen: str) -> bool:
    """Whether a dialog says what it said when it was recorded; digits and white space are not compared."""
    return recorded is None or _bare(recorded) == _bare(seen)


def _bare(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"\d+", "#", text)).strip().casefold()

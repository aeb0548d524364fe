"""What the toolbar's buttons and keys do, and what every document is told of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

from clerkwork.bots.naming import snake
from clerkwork.recorder.normalise import Recording

_WANTS = {
    "check_text": "text",
    "check_value": "value",
    "check_row": "row",
    "check_shown": "shown",
    "check_enabled": "enabled",
    "mask": "mask",
}
"""What the next press in the page is for, by the command that asks for it."""

_NAME = re.compile(r"[a-z][a-z0-9_]{0,63}")
_CORNERS = 4
_MASKED = "Left out of the next picture (Alt+Shift+B)"
_NOTHING_FILLED = "Nothing was filled that could become an input"


class Sitting(Protocol):
    """What the panel needs of the session."""

    def stop(self) -> None: ...
    def recording(self) -> Recording: ...
    def wish(self, what: str, title: str = "") -> None: ...
    def spread(self, news: dict[str, Any], source: object | None) -> None: ...
    def say(self, words: str) -> None: ...


@dataclass
class Panel:
    """The state that all documents share; steps are counted on from `first`. One that obeyed by itself (`source`) is not told its own words."""

    sitting: Sitting
    first: int = 0
    state: dict[str, Any] = field(
        default_factory=lambda: {
            "paused": False,
            "steps": 0,
            "wanted": None,
            "naming": None,
            "notice": "",
            "folded": False,
            "corner": 0,
            "place": None,
        }
    )

    @property
    def paused(self) -> bool:
        return bool(self.state["paused"])

    def wait(self, why: str) -> None:
        """Recording begins when the person says so."""
        self.state |= {"paused": True, "notice": f"{why} (Alt+Shift+P)"}

    def obey(self, command: str | None, title: str, source: object) -> None:
        """A command as a page sends it; `title` is the text that came with it."""
        rule = _RULES.get(command or "", Panel._want)
        rule(self, command or "", title, source)

    def change(self, source: object | None = None, **news: Any) -> None:
        self.state |= news
        self.sitting.spread(news, source)

    def count(self, steps: int) -> None:
        if self.state["steps"] != steps:
            self.change(steps=steps)

    def _stop(self, command: str, title: str, source: object) -> None:
        self.sitting.stop()

    def _pause(self, command: str, title: str, source: object) -> None:
        self.change(source, paused=not self.paused, wanted=None, naming=None, notice="")

    def _want(self, command: str, title: str, source: object) -> None:
        wanted = _WANTS.get(command)
        wanted = wanted if wanted != self.state["wanted"] else None
        self.change(source, wanted=wanted, naming=None, notice="")

    def _checked(self, command: str, title: str, source: object) -> None:
        """The press was made; `title` says why it was for nothing."""
        wanted = self.state["wanted"]
        self.change(source, wanted=None, notice="")
        if title:
            self.change(notice=title)
        elif wanted == "mask":
            self.change(notice=_MASKED)
        elif wanted:
            steps = self.sitting.recording().steps
            self.change(
                steps=len(steps),
                notice=f"Step {self.first + len(steps)}: {steps[-1].words()}" if steps else "",
            )

    def _commit(self, command: str, title: str, source: object) -> None:
        self._want(command, title, source)
        self.change(notice="The next step is a commit")

    def _picture(self, command: str, title: str, source: object) -> None:
        self._want(command, title, source)
        self.change(notice="This page is compared with a picture from now on")

    def _fold(self, command: str, title: str, source: object) -> None:
        self.change(folded=not self.state["folded"])

    def _corner(self, command: str, title: str, source: object) -> None:
        self.change(corner=(self.state["corner"] + 1) % _CORNERS, place=None)

    def _place(self, command: str, title: str, source: object) -> None:
        """Where the mouse put the toolbar: px from the left and from the bottom of the window."""
        left, _, bottom = title.partition(",")
        if left.lstrip("-").isdigit() and bottom.lstrip("-").isdigit():
            self.change(source, place=[int(left), int(bottom)])

    def _undo(self, command: str, title: str, source: object) -> None:
        before = [step.words() for step in self.sitting.recording().steps]
        self._want(command, title, source)
        self.sitting.wish("undo")
        after = [step.words() for step in self.sitting.recording().steps]
        gone = (
            f"step {self.first + len(before)}: {before[-1]}"
            if len(after) < len(before)
            else "a mark or a mask"
        )
        told = f"Taken back: {gone}" if before or after else "There is no step to take back"
        self.sitting.say(told)
        self.change(steps=len(after), notice=told)

    def _name(self, command: str, title: str, source: object) -> None:
        """Asks for the name of an input, with one offered."""
        offer = self.sitting.recording().offer
        self.change(source, wanted=None, naming="", notice="")
        if offer is None:
            self.change(naming=None, notice=_NOTHING_FILLED)
        else:
            self.change(naming=offer, offered=True)
            del self.state["offered"]

    def _naming(self, command: str, title: str, source: object) -> None:
        self.change(source, naming=title)

    def _named(self, command: str, title: str, source: object) -> None:
        name = snake(title) or self.sitting.recording().offer or ""  # Enter may come before the offer
        self.change(source, naming=None, notice="")
        recording = self.sitting.recording()
        if not _NAME.fullmatch(name):
            return self.change(notice="A name has small letters, digits and _, a letter first")
        if name in recording.inputs:
            return self.change(notice=f"There is an input {name} already: give another name")
        if recording.offer is None:
            return self.change(notice=_NOTHING_FILLED)
        self.sitting.wish("input", name)
        self.change(notice=f"What was filled last is the input {name}")
        return None


_RULES: dict[str, Callable[[Panel, str, str, object], None]] = {
    "stop": Panel._stop,
    "pause": Panel._pause,
    "checked": Panel._checked,
    "checkpoint": Panel._picture,
    "commit": Panel._commit,
    "fold": Panel._fold,
    "corner": Panel._corner,
    "place": Panel._place,
    "undo": Panel._undo,
    "input": Panel._name,
    "naming": Panel._naming,
    "name": Panel._named,
}

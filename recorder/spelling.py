"""Keys that spell a secret, on pages where every key is an act of its own: told by their place in it, never by what they are.

A pure state machine between what was seen and the journal. As soon as three letters in a row are the beginning
of a known secret, each letter of that text that the secret has becomes a `Spelled`: "letter 4 of pin". Until
then one or two keys are held back, with everything that came of them. A text ends with a key that writes
nothing (Tab, Enter), with any other act, and with the secret's last letter.

Shorter secrets would make every "7" one; a beginning of one or two letters gives nothing away. Both bounds are
the redactor's (`clerkwork.evidence.redact`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from clerkwork.recorder.events import Act, AnyEvent, Pressed, Spelled

TELLING = 3
"""Letters from which on a beginning is as good as the secret."""

MOST_HELD = 40
"""Events after which what was held back is let go: somebody plays with the first letter."""

_EDITING = frozenset({"Backspace", "Delete", "Home", "End", "ArrowLeft", "ArrowRight"})


@dataclass
class Spelling:
    """Takes events one after another and gives those that may be kept now, in order."""

    secrets: Mapping[str, str]
    _held: list[AnyEvent] = field(default_factory=list)
    _window: str = "main"
    _begun: str = ""
    _name: str | None = None
    _next: int = 0
    _wrong: int = 0

    def __post_init__(self) -> None:
        self.secrets = {name: value for name, value in self.secrets.items() if len(value) >= TELLING}

    def take(self, event: AnyEvent) -> list[AnyEvent]:
        if not isinstance(event, Act):  # what the browser does ends no text
            return self._after_held(event)
        if not isinstance(event, Pressed):
            return [*self.let_go(), event]
        if event.window != self._window:
            ended, self._window = self.let_go(), event.window
            return [*ended, *self.take(event)]
        letter = letter_of(event.key)
        if self._name is not None:
            return self._within(event, letter)
        if letter is None and not (self._begun and event.key == "Backspace"):
            return [*self.let_go(), event]
        return self._beginning(event, letter)

    def let_go(self) -> list[AnyEvent]:
        """The text has ended: what was held back was no secret."""
        held, self._held = self._held, []
        self._begun, self._name, self._next, self._wrong = "", None, 0, 0
        return held

    def _after_held(self, event: AnyEvent) -> list[AnyEvent]:
        if not self._held:
            return [event]
        self._held.append(event)
        return self.let_go() if len(self._held) > MOST_HELD else []

    def _beginning(self, event: Pressed, letter: str | None) -> list[AnyEvent]:
        """One or two letters may still be anything."""
        begun = self._begun[:-1] if letter is None else self._begun + letter
        name = next((name for name, value in self.secrets.items() if value.startswith(begun)), None)
        if name is None:
            return self._without_first(event)
        self._held.append(event)
        self._begun = begun
        if not begun or len(self._held) > MOST_HELD:
            return self.let_go()
        return self._give_away(name) if len(begun) == TELLING else []

    def _without_first(self, event: Pressed) -> list[AnyEvent]:
        """The first letter began nothing; those behind it still may."""
        held = self.let_go()
        free: list[AnyEvent] = held[:1]
        for one in held[1:]:
            free += self.take(one)
        return [*free, *(self.take(event) if held else [event])]

    def _give_away(self, name: str) -> list[AnyEvent]:
        """All that is held back, by places."""
        held, begun = self._held, 0
        self.let_go()
        self._name = name
        told: list[AnyEvent] = []
        for one in held:
            if not isinstance(one, Pressed):
                told.append(one)
            elif letter_of(one.key) is None:
                begun -= 1
                told.append(one)
            else:
                told.append(self._spelled(one, begun))
                begun += 1
        self._next = begun
        return [*told, *self._ended()]

    def _within(self, event: Pressed, letter: str | None) -> list[AnyEvent]:
        """The rest of a text that began as a secret does."""
        if letter is None:
            if event.key not in _EDITING:
                return [*self.let_go(), event]
            if event.key == "Backspace":
                self._wrong, self._next = max(0, self._wrong - 1), max(0, self._next - (self._wrong == 0))
            return [event]
        if self._wrong == 0 and (name := self._going_on_with(letter)):
            self._name, place, self._next = name, self._next, self._next + 1
        else:
            place, self._wrong = self._value.find(letter), self._wrong + 1
        told = self._spelled(event, place) if place >= 0 else event
        return [told, *self._ended()]

    @property
    def _value(self) -> str:
        return self.secrets[self._name or ""]

    def _going_on_with(self, more: str) -> str | None:
        """The secret that has these letters next; several may begin alike."""
        text = self._value[: self._next] + more
        names = [self._name or "", *self.secrets]
        return next((name for name in names if self.secrets[name].startswith(text)), None)

    def _ended(self) -> list[AnyEvent]:
        """Behind the last letter nothing more is expected, unless another secret goes on."""
        if self._name is None or self._next < len(self._value):
            return []
        longer = [
            name
            for name, value in self.secrets.items()
            if value.startswith(self._value) and value != self._value
        ]
        if longer:
            self._name = longer[0]
            return []
        return self.let_go()

    def _spelled(self, event: Pressed, place: int) -> Spelled:
        """Only the first letter's element is described: what came before may show on later descriptions."""
        subject = event.subject and (
            event.subject if not place else event.subject.model_copy(update={"is_": None})
        )
        return Spelled(
            at=event.at,
            window=event.window,
            subject=subject,
            origin=event.origin,
            picture=event.picture if not place else None,
            secret=self._name or "",
            first=place,
            last=place + 1,
            end=place + 1 == len(self._value),
        )


def letter_of(key: str) -> str | None:
    """What a key writes by itself, in Playwright's spelling of keys; None for one that writes nothing."""
    return " " if key == "Space" else key if len(key) == 1 else None

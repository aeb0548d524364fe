"""What the actions need to make a step of a draft: names, wording, systems and secrets."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, TypedDict

from clerkwork.bots.actions.acting import Commit
from clerkwork.bots.naming import snake
from clerkwork.bots.step import Dialog, Download
from clerkwork.bots.systems import Systems
from clerkwork.recorder.events import Answered, Description, Downloaded
from clerkwork.recorder.naming import Names
from clerkwork.recorder.story import Draft
from clerkwork.recorder.wording import Wording
from clerkwork.selectors.target import ByImage, ByRow, Target

_MOST_TEXT = 200


class Place(TypedDict, total=False):
    """The keys of a step that say which of several equal targets is meant."""

    row: str
    named: str


@dataclass
class Writer:
    """Gathers what the steps use while they are written, one after another."""

    wording: Wording
    systems: Systems
    names: Names = field(default_factory=Names)
    secrets: list[str] = field(default_factory=list)
    uploads: list[str] = field(default_factory=list)
    _passwords: dict[tuple[str, str], str] = field(default_factory=dict)
    _checkpoints: set[str] = field(default_factory=set)

    def keep(
        self, targets: Mapping[str, Target], in_rows: Collection[str], checkpoints: Collection[str]
    ) -> None:
        """What the bot has already: the same target gets the same name, another one another name."""
        self.names.keep(targets, in_rows)
        self._checkpoints.update(checkpoints)

    def target(self, draft: Draft) -> tuple[str, Place]:
        """The name of the draft's target, and which of its likes is meant.

        Only drafts with a subject may be asked; `normalise` has dropped the others.
        """
        description = draft.subject
        if description is None:
            raise ValueError(f"a {draft.action} without a target")
        row = self._row_of(description)
        target = Target(
            window=draft.window,
            url=description.url,
            title=description.title,
            frame=description.frame,
            candidates=(*description.candidates, *_drawn(draft)),
            fingerprint=description.fingerprint,
            crop=draft.picture,
        )
        place: Place = {}
        if row:
            place["row"] = self.text(row)
        elif named := self.wording.exactly(description.fingerprint.name or ""):
            place["named"] = named
        return self.names.of(target, description, in_row=row is not None, ref=draft.ref), place

    def text(self, value: str) -> str:
        """A text for the bot; the secrets that it holds are noted."""
        for name in self.wording.secrets_in(value):
            self.need(name)
        return self.wording.text(value)

    def given(self, draft: Draft, value: str) -> str:
        """What a field is given: the input that the person named it, or the text."""
        return f"{{{{ inputs.{draft.input} }}}}" if draft.input else self.text(value)

    def need(self, secret: str) -> None:
        if secret not in self.secrets:
            self.secrets.append(secret)

    def password_for(self, draft: Draft) -> str:
        """The secret that a password field stands for: `<system>_password`; later ones by their field."""
        system = self.systems.name(draft.origin) if draft.origin else next(iter(self.systems.urls), "app")
        own = _field_name(draft.subject)
        known = self._passwords.get((system, own))
        if known is None:
            is_first = not any(other == system for other, _ in self._passwords)
            known = f"{system}_password" if is_first else _free(own, set(self._passwords.values()))
            self._passwords[(system, own)] = known
        self.need(known)
        return f"{{{{ secrets.{known} }}}}"

    def password_fields(self) -> list[tuple[str, str]]:
        """The password fields that were filled, as (system, name of the field)."""
        return list(self._passwords)

    def effects(self, draft: Draft) -> dict[str, Any]:
        """The keys of a step that tell what came of it."""
        effects = draft.effects
        keys: dict[str, Any] = {}
        if effects.dialogs:
            keys["dialogs"] = tuple(self._dialog(one) for one in effects.dialogs)
        if effects.opens:
            keys["opens"] = effects.opens
        if effects.download:
            keys["download"] = _download(effects.download)
        if draft.action not in ("open", "close", "back", "forward", "reload"):
            keys["after"] = _after(draft)
        if draft.commit:
            keys["commit"] = Commit(key=self._commit_key())
        return keys

    def checkpoint_name(self, wanted: str) -> str:
        """A name that no other checkpoint of the bot has."""
        name, number = wanted, 2
        while name in self._checkpoints:
            name, number = f"{wanted}-{number}", number + 1
        self._checkpoints.add(name)
        return name

    def _commit_key(self) -> str:
        """What makes the commit one and the same: all inputs, or the run where there are none."""
        return "/".join(f"{{{{ inputs.{name} }}}}" for name in self.wording.inputs) or "{{ run.id }}"

    def _row_of(self, description: Description) -> str | None:
        """The text of the row that the element must be in: one that is an input, or that alone tells it
        from its likes.

        The text must stand in the element's own row: an outer row of a page laid out by tables names no record.
        """
        row = next((one.text for one in description.candidates if isinstance(one, ByRow)), None)
        is_needed = isinstance(description.candidates[0], ByRow) or self.wording.input_named(row or "")
        own = description.fingerprint.row
        return row if row and is_needed and (not own or row in own) else None

    def _dialog(self, answered: Answered) -> Dialog:
        text = answered.text if answered.type == "prompt" and answered.accepted else None
        return Dialog(
            type=answered.type,
            answer="accept" if answered.accepted else "dismiss",
            text=self.text(text) if text is not None else None,
            message=self.text(answered.message[:_MOST_TEXT]) if answered.message else None,
        )


def _drawn(draft: Draft) -> tuple[ByImage, ...]:
    """How to find again what was pressed where there is no element for it."""
    if draft.spot is None or draft.picture is None:
        return ()
    return (ByImage(image=draft.picture, x=draft.spot.x, y=draft.spot.y, scale=draft.spot.scale),)


def _field_name(description: Description | None) -> str:
    """What tells one password field from another: its label, else its name in the form."""
    if description is None:
        return "password"
    seen = description.fingerprint
    names = (seen.label, seen.name, seen.attributes.get("name"), seen.attributes.get("id"))
    return next((name for name in map(snake, filter(None, names)) if name[:1].isalpha()), "password")


def _after(draft: Draft) -> str | None:
    """What to wait for; nothing is not worth a line in the bot."""
    if draft.effects.navigated:
        return "navigation"
    return "requests" if draft.effects.requested else None


def _download(downloaded: Downloaded) -> Download:
    pattern = re.sub(r"\d+", lambda _: r"\d+", re.escape(downloaded.name))
    return Download(name=pattern, min_bytes=0 if downloaded.size == 0 else 1)


def _free(wanted: str, taken: set[str]) -> str:
    name, number = snake(wanted) or "secret", 2
    while name in taken:
        name, number = f"{wanted}_{number}", number + 1
    return name

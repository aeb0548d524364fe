"""Playwright locators, as parts of a chain, as aims."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from clerkwork.bots.imports.aims import merged, of_css
from clerkwork.bots.imports.script import Aim
from clerkwork.bots.imports.xpaths import Part, chain_path
from clerkwork.selectors.target import (
    ByCss,
    ByLabel,
    ByPlaceholder,
    ByRole,
    ByTestId,
    ByXPath,
    FrameStep,
)

_FRAME_TOLD_BY = re.compile(r"""\[(name|id|title)=["']?([^"'\]]+)["']?\]|\#(?P<id>[\w-]+)""")
_ANY_FILE_FIELD = "input[type='file']"


def aim_of(chain: Sequence[Part], *, upload: bool = False) -> Aim | None:
    """The aim of a chain, the frames that it goes through included; None if it cannot be said here."""
    frame: tuple[FrameStep, ...] = ()
    parts: list[Part] = []
    for part in chain:
        if part.kind == "frame":
            frame, parts = (*frame, _frame_step(parts)), []
        else:
            parts.append(part)
    aim = _single(parts[0]) if len(parts) == 1 else _chained(parts)
    if upload:
        aim = _as_file_field(aim)
    return aim.within(frame) if aim else None


def _as_file_field(aim: Aim | None) -> Aim:
    """Playwright takes a file field for a button; here it has no role."""
    found = of_css(_ANY_FILE_FIELD)
    both = merged([one for one in (aim, found) if one])
    return replace(both or Aim(()), tag="input", type="file", role=None, name=None, called=("attachment",))


def _single(part: Part) -> Aim | None:
    aim = _native(part)
    path = chain_path([part])
    if aim is None or path is None:
        return aim
    if part.kind == "css":
        return aim
    return replace(aim, candidates=tuple(dict.fromkeys((*aim.candidates, ByXPath(xpath=path)))))


def _native(part: Part) -> Aim | None:
    """The candidate of this project that says the same."""
    if part.kind == "css":
        return _of_selector(part.value)
    if part.kind == "role":
        named = part.name is not None
        candidates = (ByRole(role=part.value, name=part.name),) if part.name is not None else ()
        exact = part.name if part.exact else None
        return Aim(
            candidates, role=part.value, name=exact, called=(part.name or part.value,) if named else ()
        )
    if part.kind == "label":
        return Aim((ByLabel(text=part.value),), called=(part.value,))
    if part.kind == "placeholder":
        return Aim((ByPlaceholder(text=part.value),), called=(part.value,))
    if part.kind == "test_id":
        known = ByTestId(attribute=part.name or "data-testid", value=part.value)
        return Aim((known,), called=(part.value,))
    if part.kind in ("title", "alt"):
        escaped = part.value.replace("\\", "\\\\").replace('"', '\\"')
        return (
            Aim((ByCss(css=f'[{part.kind}="{escaped}"]'),), called=(part.value,))
            if part.exact
            else Aim((), called=(part.value,))
        )
    return (
        Aim((), text=part.value if part.exact else None, called=(part.value,))
        if part.kind == "text"
        else None
    )


def _of_selector(selector: str) -> Aim | None:
    if selector.startswith(("//", "..", "xpath=")):
        return Aim((ByXPath(xpath=selector.removeprefix("xpath=")),))
    return of_css(selector.removeprefix("css="))


def _chained(parts: Sequence[Part]) -> Aim | None:
    if not parts:
        return None
    if all(part.kind == "css" for part in parts):
        return of_css(" ".join(part.value for part in parts))
    path = chain_path(parts)
    if path is None:
        return None
    last = next(
        (part for part in reversed(parts) if part.kind not in ("nth", "first", "last", "has_text", "has")),
        parts[0],
    )
    told = _native(last) or Aim(())
    words = tuple(
        part.name or part.value for part in reversed(parts) if part.name or part.kind in ("text", "label")
    )
    return replace(told, candidates=(ByXPath(xpath=path),), called=words or told.called)


def _frame_step(parts: Sequence[Part]) -> FrameStep:
    """By what its selector tells: name, id or title; else by its place."""
    index = next((part.index for part in parts if part.kind == "nth"), 0)
    css = next((part.value for part in parts if part.kind == "css"), "")
    told = _FRAME_TOLD_BY.search(css)
    if told is None:
        return FrameStep(index=index)
    return FrameStep.model_validate({told[1] or "id": told[2] or told["id"], "index": index})

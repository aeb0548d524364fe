"""What `playwright codegen --target jsonl` writes: one action per line, the first line about the browser.

A line has `name`, `selector`, `locator` (the selector's parts, linked by `next`), `signals` and the page
(`pageGuid`, in older releases `pageAlias`).
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from clerkwork.bots.imports.playwright_aims import aim_of
from clerkwork.bots.imports.script import Aim, Script
from clerkwork.bots.imports.xpaths import Part

MODIFIERS = ((1, "Alt"), (2, "Control"), (4, "Meta"), (8, "Shift"))
NO_ANSWER = "codegen does not record how a dialog was answered; it is taken as accepted"


@dataclass
class Reading:
    """The script so far, and the windows by what codegen calls them."""

    script: Script
    windows: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Line:
    """One action with its number in the file, its window and its target."""

    number: int
    told: dict[str, Any]
    window: str
    aim: Aim | None

    @property
    def name(self) -> str:
        return str(self.told.get("name"))


def read_jsonl(text: str) -> Script:
    """Each line converted or remarked on. Raises json.JSONDecodeError."""
    reading = Reading(Script())
    for number, line in enumerate(text.splitlines(), start=1):
        told = json.loads(line) if line.strip() else None
        if isinstance(told, dict) and "name" in told:
            _read(reading, number, told)
        elif isinstance(told, dict):
            size = (told.get("contextOptions") or {}).get("viewport") or {}
            if "width" in size:
                reading.script.viewport = (int(size["width"]), int(size["height"]))
    return reading.script


def _read(reading: Reading, number: int, told: dict[str, Any]) -> None:
    page = str(told.get("pageGuid") or told.get("pageAlias") or "page")
    window = reading.windows.setdefault(
        page, "main" if not reading.windows else f"page{len(reading.windows)}"
    )
    chain = _chain(told.get("locator"))
    aim = aim_of(chain, upload=told["name"] == "setInputFiles") if chain else None
    line = Line(number, told, window, aim)
    reader = _READERS.get(line.name)
    if reader is None:
        reading.script.leave(number, line.name, "there is no such step")
        return
    if line.name not in _WITHOUT_TARGET and aim is None:
        reading.script.leave(number, line.name, "its locator cannot be said here")
        return
    before = len(reading.script.drafts)
    reader(reading, line)
    if len(reading.script.drafts) > before:
        _signals(reading, line)


def _signals(reading: Reading, line: Line) -> None:
    keys = reading.script.drafts[-1].keys
    for signal in line.told.get("signals") or []:
        if signal.get("name") == "popup":
            page = str(signal.get("popupPageGuid") or signal.get("popupAlias"))
            name = reading.windows.setdefault(page, f"page{len(reading.windows)}")
            keys["opens"] = name
        elif signal.get("name") == "dialog":
            keys.setdefault("dialogs", []).append({"type": "any"})
            reading.script.doubt(line.number, f"{line.name} with a dialog", NO_ANSWER)
        elif signal.get("name") == "download":
            keys["download"] = {}
        elif signal.get("name") == "navigation":
            keys.setdefault("after", "navigation")


def _chain(locator: Any) -> list[Part]:
    parts: list[Part] = []
    while isinstance(locator, dict):
        parts.append(_part(locator))
        locator = locator.get("next")
    return parts


def _part(locator: dict[str, Any]) -> Part:
    kind, body, options = str(locator.get("kind")), locator.get("body"), locator.get("options") or {}
    exact = bool(options.get("exact"))
    if kind == "nth":
        return Part("nth", index=int(str(body)))
    name = options.get("name")
    if not isinstance(body, str) or isinstance(name, dict):
        return Part("unknown")
    known = _KINDS.get(kind, "unknown")
    return Part(known, body, name=name if isinstance(name, str) else None, exact=exact)


_KINDS = {
    "default": "css", "role": "role", "text": "text", "label": "label", "placeholder": "placeholder",
    "alt": "alt", "title": "title", "test-id": "test_id", "first": "first", "last": "last",
    "has-text": "has_text", "frame": "frame", "frame-locator": "frame",
}  # fmt: skip


def _navigate(reading: Reading, line: Line) -> None:
    url = str(line.told.get("url", ""))
    if url.startswith(("http://", "https://")):
        reading.script.add(line.number, "open", window=line.window, url=url)
    elif url not in ("about:blank", ""):
        reading.script.leave(line.number, line.name, "a bot opens http and https addresses only")


def _close(reading: Reading, line: Line) -> None:
    if line.window != "main":
        reading.script.add(line.number, "close", window=line.window)


def _modifiers(line: Line) -> list[str]:
    mask = int(line.told.get("modifiers") or 0)
    return [name for bit, name in MODIFIERS if mask & bit]


def _click(reading: Reading, line: Line) -> None:
    keys: dict[str, Any] = {}
    if line.told.get("button", "left") != "left":
        keys["button"] = line.told["button"]
    if int(line.told.get("clickCount") or 1) > 1:
        keys["count"] = min(3, int(line.told["clickCount"]))
    if held := _modifiers(line):
        keys["modifiers"] = held
    if line.told.get("position"):
        reading.script.doubt(line.number, line.name, "the place inside the element is not carried over")
    reading.script.add(line.number, "click", line.aim, window=line.window, **keys)


def _press(reading: Reading, line: Line) -> None:
    chord = "+".join([*_modifiers(line), str(line.told.get("key", ""))])
    reading.script.add(line.number, "press", line.aim, window=line.window, key=chord)


def _select(reading: Reading, line: Line) -> None:
    chosen = [str(one) for one in line.told.get("options") or []]
    choose = chosen[0] if len(chosen) == 1 else chosen
    reading.script.add(line.number, "select", line.aim, window=line.window, choose=choose, match="value")


def _upload(reading: Reading, line: Line) -> None:
    files = [f"files/{one}" for one in line.told.get("files") or []]
    reading.script.add(line.number, "upload", line.aim, window=line.window, files=files)


def _plain(action: str, **texts: str) -> Callable[[Reading, Line], None]:
    def read(reading: Reading, line: Line) -> None:
        keys = {key: str(line.told.get(of, "")) for key, of in texts.items()}
        reading.script.add(line.number, action, line.aim, window=line.window, **keys)

    return read


def _checked(reading: Reading, line: Line) -> None:
    held = str(bool(line.told.get("checked", True))).lower()
    reading.script.add(line.number, "value", line.aim, window=line.window, is_=held)


def _visible(reading: Reading, line: Line) -> None:
    chain = _chain(line.told.get("locator"))
    if len(chain) == 1 and chain[0].kind == "text":
        reading.script.add(line.number, "see", window=line.window, text=chain[0].value)
    else:
        reading.script.leave(line.number, line.name, "there is no such check; add a `see` step with a text")


_READERS: dict[str, Callable[[Reading, Line], None]] = {
    "navigate": _navigate,
    "openPage": _navigate,
    "closePage": _close,
    "click": _click,
    "press": _press,
    "select": _select,
    "setInputFiles": _upload,
    "fill": _plain("fill", with_="text"),
    "hover": _plain("hover"),
    "check": _plain("check"),
    "uncheck": _plain("uncheck"),
    "assertText": _plain("see", text="text"),
    "assertValue": _plain("value", is_="value"),
    "assertChecked": _checked,
    "assertVisible": _visible,
}
_WITHOUT_TARGET = frozenset({"navigate", "openPage", "closePage"})

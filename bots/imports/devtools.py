"""Recordings of the Chrome DevTools Recorder: JSON with `title` and `steps`.

The format is that of https://github.com/puppeteer/replay (`src/Schema.ts`). `selectors` is a list of
alternatives, each a list that leads through shadow roots; `target` is `main` or a popup's address;
`frame` holds indexes of child frames from the top down.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from clerkwork.bots.imports.aims import merged, of_aria, of_css, of_text, of_xpath
from clerkwork.bots.imports.located_json import Located
from clerkwork.bots.imports.script import Aim, Draft, Script
from clerkwork.bots.naming import snake
from clerkwork.selectors.target import FrameStep

MODIFIERS = frozenset({"Alt", "AltGraph", "Control", "Meta", "Shift"})
BUTTONS = {"primary": "left", "auxiliary": "middle", "secondary": "right"}


@dataclass
class Reading:
    """The script so far, the keys that are held down, and the windows by their addresses."""

    script: Script
    held: list[str] = field(default_factory=list)
    windows: dict[str, str] = field(default_factory=lambda: {"main": "main"})


def read_devtools(recording: Located) -> Script:
    """The steps of a recording, each converted or remarked on."""
    reading = Reading(Script(title=str(recording.get("title") or "")))
    for step in recording.get("steps", []):
        if isinstance(step, Located):
            _read(reading, step)
    return reading.script


def _read(reading: Reading, step: Located) -> None:
    kind = str(step.get("type"))
    if kind in _LEFT:
        reading.script.leave(step.line, kind, _LEFT[kind])
    elif kind in _READERS:
        _READERS[kind](reading, step)
    else:
        reading.script.leave(step.line, kind, "this kind of step is not known")
    for event in step.get("assertedEvents") or []:
        last = reading.script.drafts[-1] if reading.script.drafts else None
        if event.get("type") == "navigation" and last and last.line == step.line and last.action != "open":
            last.keys.setdefault("after", "navigation")


def _viewport(reading: Reading, step: Located) -> None:
    if reading.script.viewport is None:
        reading.script.viewport = (int(step.get("width", 1280)), int(step.get("height", 900)))
        if step.get("isMobile") or step.get("hasTouch"):
            reading.script.leave(
                step.line, "setViewport", "a bot works in a desktop browser; the size is kept"
            )
    else:
        reading.script.leave(step.line, "setViewport", "a bot has one size of window")


def _navigate(reading: Reading, step: Located) -> None:
    reading.script.add(step.line, "open", window=_window(reading, step), url=str(step.get("url", "")))


def _click(reading: Reading, step: Located) -> None:
    aim = _aim(reading, step)
    if aim is None:
        return
    keys: dict[str, Any] = {}
    button = BUTTONS.get(str(step.get("button", "primary")), "left")
    if button != "left":
        keys["button"] = button
    if step["type"] == "doubleClick":
        keys["count"] = 2
    if reading.held:
        keys["modifiers"] = list(reading.held)
    reading.script.add(step.line, "click", aim, window=_window(reading, step), **keys)


def _hover(reading: Reading, step: Located) -> None:
    aim = _aim(reading, step)
    if aim:
        reading.script.add(step.line, "hover", aim, window=_window(reading, step))


def _change(reading: Reading, step: Located) -> None:
    aim = _aim(reading, step)
    if aim is None:
        return
    value, window = str(step.get("value", "")), _window(reading, step)
    if "fakepath" in value:
        reading.script.leave(step.line, "change", "the recording does not hold the file that was chosen")
    elif aim.type in ("checkbox", "radio"):
        reading.script.add(step.line, "check" if value == "true" else "uncheck", aim, window=window)
    elif aim.tag == "select" or aim.role in ("combobox", "listbox"):
        reading.script.add(step.line, "select", aim, window=window, choose=value, match="value")
    else:
        reading.script.add(step.line, "fill", aim, window=window, with_=value)


def _key_down(reading: Reading, step: Located) -> None:
    key = str(step.get("key", ""))
    if key in MODIFIERS:
        if key not in reading.held:
            reading.held.append(key)
        return
    chord = "+".join([*reading.held, "Space" if key == " " else key])
    reading.script.add(step.line, "press", window=_window(reading, step), key=chord)


def _key_up(reading: Reading, step: Located) -> None:
    key = str(step.get("key", ""))
    if key in reading.held:
        reading.held.remove(key)


def _close(reading: Reading, step: Located) -> None:
    window = _window(reading, step)
    if window != "main":
        reading.script.add(step.line, "close", window=window)


def _wait_for_element(reading: Reading, step: Located) -> None:
    texts = [one.removeprefix("text/") for one in _flat(step) if one.startswith("text/")]
    plain = not {"count", "operator", "visible", "properties", "attributes"} & set(step)
    if texts and plain:
        reading.script.add(step.line, "see", text=texts[0])
    else:
        reading.script.leave(
            step.line, "waitForElement", "there is no such check; each step waits for its own target anyway"
        )


def _window(reading: Reading, step: Located) -> str:
    """The window's name; the step before a new one is what opened it."""
    target = str(step.get("target") or "main")
    if target not in reading.windows:
        tail = target.partition("?")[0].rstrip("/").rpartition("/")[2].partition(".")[0]
        name = snake(tail) or "window"
        if not name[0].isalpha() or name in reading.windows.values():
            name = f"window{len(reading.windows) + 1}"
        reading.windows[target] = name
        opener = _last_act(reading.script)
        if opener is None:
            reading.script.doubt(step.line, str(step["type"]), f"no step before it opens the window {target}")
        else:
            opener.keys["opens"] = name
            opener.keys.pop("after", None)
    return reading.windows[target]


def _last_act(script: Script) -> Draft | None:
    return next((one for one in reversed(script.drafts) if one.action in ("click", "press", "select")), None)


def _aim(reading: Reading, step: Located) -> Aim | None:
    aims = []
    for one in _flat(step):
        kind, _, rest = one.partition("/")
        if kind == "aria":
            aims.append(of_aria(rest, str(step["type"])))
        elif kind == "xpath":
            aims.append(of_xpath(rest))
        elif kind == "text":
            aims.append(of_text(rest))
        else:
            aims.append(of_css(rest if kind == "pierce" else one))
    aim = merged(one for one in aims if one)
    if aim is None:
        reading.script.leave(step.line, str(step["type"]), "none of its selectors can be used here")
        return None
    return aim.within(tuple(FrameStep(index=int(at)) for at in step.get("frame") or ()))


def _flat(step: Located) -> list[str]:
    """One selector of each alternative: the last, since open shadow roots are looked through anyway."""
    found = []
    for one in step.get("selectors") or []:
        last = one[-1] if isinstance(one, list) and one else one
        if isinstance(last, str):
            found.append(last)
    return found


_READERS: dict[str, Callable[[Reading, Located], None]] = {
    "setViewport": _viewport,
    "navigate": _navigate,
    "click": _click,
    "doubleClick": _click,
    "hover": _hover,
    "change": _change,
    "keyDown": _key_down,
    "keyUp": _key_up,
    "close": _close,
    "waitForElement": _wait_for_element,
}
_LEFT = {
    "scroll": "a bot scrolls to each of its targets by itself",
    "waitForExpression": "a bot runs no scripts of its own; check a text or a value instead",
    "emulateNetworkConditions": "a bot works with the network as it is",
    "customStep": "only the extension that made it knows what it does",
}

"""Which module takes which event. Adding an action is one module here and one line below."""

from __future__ import annotations

from types import ModuleType

from clerkwork.recorder.actions import (
    check,
    checkpoint,
    click,
    close,
    drag,
    fill,
    hover,
    open,  # noqa: A004  (an action's own name)
    press,
    scroll,
    see,
    select,
    uncheck,
    upload,
    value,
)
from clerkwork.recorder.events import AnyEvent, Checked, Navigated, Ticked, WindowClosed, WindowOpened

ACTIONS: dict[str, ModuleType] = {
    "open": open,
    "click": click,
    "fill": fill,
    "press": press,
    "select": select,
    "check": check,
    "uncheck": uncheck,
    "upload": upload,
    "close": close,
    "drag": drag,
    "hover": hover,
    "scroll": scroll,
    "see": see,
    "value": value,
    "checkpoint": checkpoint,
}
"""Action key -> its module, with `take(event, story)`, `step(draft, writer)` and `matters(draft, following)`."""

_BY_KIND = {
    "down": "click",
    "up": "click",
    "clicked": "click",
    "typed": "fill",
    "chosen": "select",
    "uploaded": "upload",
    "pressed": "press",
    "dragged": "drag",
    "hovered": "hover",
    "scrolled": "scroll",
    "asked": "checkpoint",
}


def action_for(event: AnyEvent) -> str | None:
    """The action that an event belongs to; None for an effect."""
    if isinstance(event, Ticked):
        return "check" if event.checked else "uncheck"
    if isinstance(event, Checked):
        return {"text": "see", "value": "value", "mask": "checkpoint"}[event.check]
    if isinstance(event, Navigated):
        return "open" if event.main and event.how != "page" else None
    if isinstance(event, WindowOpened):
        return None if event.opener else "open"
    if isinstance(event, WindowClosed):
        return "close" if event.by == "person" else None
    return _BY_KIND.get(event.kind)

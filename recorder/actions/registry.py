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
    history,
    hover,
    open,  # noqa: A004  (an action's own name)
    press,
    scroll,
    see,
    see_row,
    select,
    shown,
    type,  # noqa: A004  (an action's own name)
    uncheck,
    upload,
    value,
)
from clerkwork.recorder.events import AnyEvent, Asked, Checked, Navigated, Ticked, WindowClosed, WindowOpened

ACTIONS: dict[str, ModuleType] = {
    "open": open,
    "click": click,
    "fill": fill,
    "press": press,
    "type": type,
    "select": select,
    "check": check,
    "uncheck": uncheck,
    "upload": upload,
    "back": history,
    "forward": history,
    "reload": history,
    "close": close,
    "drag": drag,
    "hover": hover,
    "scroll": scroll,
    "see": see,
    "see_row": see_row,
    "shown": shown,
    "enabled": shown,
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
    "spelled": "type",
    "dragged": "drag",
    "hovered": "hover",
    "scrolled": "scroll",
}


def action_for(event: AnyEvent) -> str | None:
    """The action that an event belongs to; None for an effect, or a word about the steps themselves."""
    if isinstance(event, Ticked):
        return "check" if event.checked else "uncheck"
    if isinstance(event, Checked):
        return {"text": "see", "row": "see_row", "mask": "checkpoint"}.get(event.check, event.check)
    if isinstance(event, Asked):
        return "checkpoint" if event.what == "checkpoint" else None
    if isinstance(event, Navigated):
        return _action_of_navigation(event)
    if isinstance(event, WindowOpened):
        return None if event.opener else "open"
    if isinstance(event, WindowClosed):
        return "close" if event.by == "person" else None
    return _BY_KIND.get(event.kind)


def _action_of_navigation(event: Navigated) -> str | None:
    if event.how in ("back", "forward"):
        return event.how
    if not event.main or event.how in ("page", "timer"):
        return None
    return "reload" if event.how == "reload" else "open"

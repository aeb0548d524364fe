"""Every kind of step, by its action key."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Discriminator, Tag

from clerkwork.bots.actions import acting
from clerkwork.bots.actions.acting import Action, Commit
from clerkwork.bots.actions.ask import Ask
from clerkwork.bots.actions.check import Check
from clerkwork.bots.actions.checkpoint import Checkpoint
from clerkwork.bots.actions.click import Click
from clerkwork.bots.actions.close import Close
from clerkwork.bots.actions.drag import Drag
from clerkwork.bots.actions.fill import Fill
from clerkwork.bots.actions.history import Back, Forward, Reload
from clerkwork.bots.actions.hover import Hover
from clerkwork.bots.actions.open import Open
from clerkwork.bots.actions.press import Press
from clerkwork.bots.actions.read import Read
from clerkwork.bots.actions.read_rows import ReadRows
from clerkwork.bots.actions.scroll import Scroll
from clerkwork.bots.actions.see import Gone, See
from clerkwork.bots.actions.see_row import SeeRow
from clerkwork.bots.actions.select import Select
from clerkwork.bots.actions.shown import Enabled, Shown
from clerkwork.bots.actions.type import Type
from clerkwork.bots.actions.uncheck import Uncheck
from clerkwork.bots.actions.upload import Upload
from clerkwork.bots.actions.value import Value
from clerkwork.bots.step import Step

ACTIONS: dict[str, type[Step]] = {
    "open": Open,
    "click": Click,
    "fill": Fill,
    "press": Press,
    "type": Type,
    "select": Select,
    "check": Check,
    "uncheck": Uncheck,
    "upload": Upload,
    "drag": Drag,
    "hover": Hover,
    "scroll": Scroll,
    "back": Back,
    "forward": Forward,
    "reload": Reload,
    "close": Close,
    "see": See,
    "gone": Gone,
    "see_row": SeeRow,
    "shown": Shown,
    "enabled": Enabled,
    "value": Value,
    "read": Read,
    "read_rows": ReadRows,
    "checkpoint": Checkpoint,
    "ask": Ask,
}
"""Action key -> model. A step has exactly one of these keys."""

CHECKS = frozenset({"see", "gone", "see_row", "shown", "enabled", "value"})
"""Steps that only look, and may stand under `expect`."""


def actions_in(step: Any) -> list[str]:
    """All action keys of a step as read from YAML, or of a model; none for anything else."""
    if isinstance(step, Step):
        return [key for key, model in ACTIONS.items() if type(step) is model]
    return [key for key in ACTIONS if key in step] if isinstance(step, dict) else []


def action_of(step: Any) -> str | None:
    """The action key of a step as read from YAML, or of a model; None unless there is exactly one."""
    found = actions_in(step)
    return found[0] if len(found) == 1 else None


AnyStep = Annotated[
    Annotated[Open, Tag("open")]
    | Annotated[Click, Tag("click")]
    | Annotated[Fill, Tag("fill")]
    | Annotated[Press, Tag("press")]
    | Annotated[Type, Tag("type")]
    | Annotated[Select, Tag("select")]
    | Annotated[Check, Tag("check")]
    | Annotated[Uncheck, Tag("uncheck")]
    | Annotated[Upload, Tag("upload")]
    | Annotated[Drag, Tag("drag")]
    | Annotated[Hover, Tag("hover")]
    | Annotated[Scroll, Tag("scroll")]
    | Annotated[Back, Tag("back")]
    | Annotated[Forward, Tag("forward")]
    | Annotated[Reload, Tag("reload")]
    | Annotated[Close, Tag("close")]
    | Annotated[See, Tag("see")]
    | Annotated[Gone, Tag("gone")]
    | Annotated[SeeRow, Tag("see_row")]
    | Annotated[Shown, Tag("shown")]
    | Annotated[Enabled, Tag("enabled")]
    | Annotated[Value, Tag("value")]
    | Annotated[Read, Tag("read")]
    | Annotated[ReadRows, Tag("read_rows")]
    | Annotated[Checkpoint, Tag("checkpoint")]
    | Annotated[Ask, Tag("ask")],
    Discriminator(action_of),
]
AnyCheck = Annotated[
    Annotated[See, Tag("see")]
    | Annotated[Gone, Tag("gone")]
    | Annotated[SeeRow, Tag("see_row")]
    | Annotated[Shown, Tag("shown")]
    | Annotated[Enabled, Tag("enabled")]
    | Annotated[Value, Tag("value")],
    Discriminator(action_of),
]

_names = {"AnyStep": AnyStep, "AnyCheck": AnyCheck}
Commit.model_rebuild(_types_namespace={**vars(acting), **_names})
Action.model_rebuild(_types_namespace={**vars(acting), **_names})
for _model in ACTIONS.values():
    if issubclass(_model, Action):
        _model.model_rebuild(_types_namespace={**vars(acting), **_names})

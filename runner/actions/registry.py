"""What performs each kind of step."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

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
from clerkwork.runner.actions.ask import ask
from clerkwork.runner.actions.check import check
from clerkwork.runner.actions.click import click
from clerkwork.runner.actions.close import close
from clerkwork.runner.actions.drag import drag
from clerkwork.runner.actions.fill import fill
from clerkwork.runner.actions.history import back, forward, reload
from clerkwork.runner.actions.hover import hover
from clerkwork.runner.actions.open import open_address
from clerkwork.runner.actions.press import press
from clerkwork.runner.actions.read import read
from clerkwork.runner.actions.read_rows import read_rows
from clerkwork.runner.actions.scroll import scroll
from clerkwork.runner.actions.see import gone, see
from clerkwork.runner.actions.see_row import see_row
from clerkwork.runner.actions.select import select
from clerkwork.runner.actions.shown import enabled, shown
from clerkwork.runner.actions.type import type_text
from clerkwork.runner.actions.uncheck import uncheck
from clerkwork.runner.actions.upload import upload
from clerkwork.runner.actions.value import value
from clerkwork.runner.checkpoints import checkpoint
from clerkwork.runner.deadline import Deadline
from clerkwork.runner.session import Session

EXECUTORS: dict[type[Step], Callable[[Session, Any, Deadline], Awaitable[None]]] = {
    Open: open_address,
    Click: click,
    Fill: fill,
    Press: press,
    Type: type_text,
    Select: select,
    Check: check,
    Uncheck: uncheck,
    Upload: upload,
    Drag: drag,
    Hover: hover,
    Scroll: scroll,
    Back: back,
    Forward: forward,
    Reload: reload,
    Close: close,
    See: see,
    Gone: gone,
    SeeRow: see_row,
    Shown: shown,
    Enabled: enabled,
    Value: value,
    Read: read,
    ReadRows: read_rows,
    Checkpoint: checkpoint,
    Ask: ask,
}
"""Model of the step -> coroutine(session, step, deadline) that raises RunFault when it cannot."""

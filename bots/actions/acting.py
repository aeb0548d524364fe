"""What a step that changes the page may carry, whatever it does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import Field

from clerkwork.bots.step import Dialog, Download, Name, Part, Step, Text

if TYPE_CHECKING:
    from clerkwork.bots.actions.registry import AnyCheck, AnyStep


class Commit(Part):
    """Marks a step that changes the world and must not happen twice."""

    key: Text = Field(description="what makes this commit one and the same, such as an invoice number")
    probe: tuple[AnyStep, ...] = Field(
        default=(), description="read-only steps that hold only if the commit happened"
    )


class Action(Step):
    """A step that acts."""

    row: Text | None = Field(default=None, description="text of the row that the target is taken from")
    named: Text | None = Field(default=None, description="name that the target has in this run")
    commit: Commit | None = None
    expect: tuple[AnyCheck, ...] = Field(default=(), description="checks that must hold afterwards")
    dialogs: tuple[Dialog, ...] = ()
    opens: Name | None = Field(default=None, description="name for the window that this step opens")
    download: Download | None = None
    after: Literal["navigation", "requests", "nothing"] | None = Field(
        default=None, description="what the page did afterwards when it was recorded; waited for"
    )

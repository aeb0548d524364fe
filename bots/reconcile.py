"""What a bot's work is compared with: what consoles say afterwards, read by bots that change nothing."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from clerkwork.bots.step import Name, Part, Text

Folder = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*$")]


class Control(Part):
    """One look at a console: a bot that reads rows, and what must be in them for each item that was done."""

    bot: Folder = Field(description="name of a bot's folder beside this one's; a bot without commit steps")
    rows: Name = Field(description="its output that holds the rows, from a read_rows step")
    column: Text = Field(description="the column that holds the key")
    equal: dict[Text, Text] = Field(
        default_factory=dict, description="what other columns must say, as expressions over the item"
    )


class Reconcile(Part):
    """Done after a batch: every item that ended done is looked for in each control's rows, exactly once."""

    key: Text = Field(
        description="what names an item in the consoles: an expression over inputs, outputs, item"
    )
    against: tuple[Control, ...] = Field(min_length=1)

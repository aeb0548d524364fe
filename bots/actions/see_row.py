"""Check that a table has a row."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from clerkwork.bots.step import Step, Text

_Texts = Annotated[tuple[Text, ...], Field(min_length=1, max_length=100)]


class SeeRow(Step):
    """One row of a table shows these texts, each in a cell of its own, from left to right."""

    see_row: _Texts

    def words(self) -> str:
        return f"see the row {' · '.join(self.see_row)}"

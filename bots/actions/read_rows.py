"""Take the rows of a table into an output."""

from __future__ import annotations

from clerkwork.bots.step import Name, Step


class ReadRows(Step):
    """Take every row of the table that the target is (or stands in) into an output, by the column heads."""

    read_rows: Name
    into: Name

    def targets(self) -> tuple[str, ...]:
        return (self.read_rows,)

    def words(self) -> str:
        return f"read the rows of {self.read_rows} into {self.into}"

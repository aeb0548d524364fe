"""Give files to a file input."""

from __future__ import annotations

from pydantic import Field

from clerkwork.bots.actions.acting import Action
from clerkwork.bots.step import Name, Text


class Upload(Action):
    """Give files to a file input. Paths are inside the bundle, or come from inputs of type file."""

    upload: Name
    files: tuple[Text, ...] = Field(description="paths; [] takes the files away")

    def targets(self) -> tuple[str, ...]:
        return (self.upload,)

    def words(self) -> str:
        return f"upload {', '.join(self.files) or 'nothing'} to {self.upload}"

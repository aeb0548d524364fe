"""The expected picture of a checkpoint, and what was masked in it when it was taken."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from clerkwork.bots.save import write_atomically
from clerkwork.runner.errors import StepUnusable
from clerkwork.runner.visual.box import Box


@dataclass(frozen=True)
class Baseline:
    """`folder` is that of one browser on one platform: fonts and anti-aliasing differ between them.

    A mask covers what its target covers, which may be wider today than it was; so the masks of then
    are kept beside the picture, and what either covers is left out.
    """

    folder: Path
    name: str

    @property
    def exists(self) -> bool:
        return self._picture.is_file()

    def path_in(self, bundle: Path) -> str:
        """Where its picture lies inside the bundle, with forward slashes."""
        return self._picture.relative_to(bundle).as_posix()

    def picture(self) -> bytes:
        """The PNG. Raises StepUnusable when it cannot be read."""
        try:
            return self._picture.read_bytes()
        except OSError as error:
            raise StepUnusable(
                f"the baseline {self._picture} cannot be read: {error.strerror}", "restore it, or delete it"
            ) from error

    def masks(self) -> list[Box]:
        """What was masked when the picture was taken. Raises StepUnusable when the list is damaged."""
        if not self._masks.is_file():
            return []
        try:
            return [Box(**box) for box in json.loads(self._masks.read_text(encoding="utf-8"))]
        except (OSError, ValueError, TypeError) as error:
            raise StepUnusable(f"the masks {self._masks} cannot be read", "delete the baseline") from error

    def keep(self, picture: bytes, masks: Sequence[Box]) -> None:
        """Make this the baseline."""
        self.folder.mkdir(parents=True, exist_ok=True)
        write_atomically(self._masks, json.dumps([asdict(box) for box in masks]).encode())
        write_atomically(self._picture, picture)

    @property
    def _picture(self) -> Path:
        return self.folder / f"{self.name}.png"

    @property
    def _masks(self) -> Path:
        return self.folder / f"{self.name}.masks.json"

"""The expected picture of a checkpoint, what was masked in it when it was taken, and what the page then said."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from clerkwork.bots.save import write_atomically
from clerkwork.runner.errors import StepUnusable
from clerkwork.runner.visual.box import Box
from clerkwork.runner.visual.comparison import baselines
from clerkwork.runner.visual.png import PictureError
from clerkwork.runner.visual.wording import PageText


@dataclass(frozen=True)
class Baseline:
    """`folder` is that of one version of one browser on one platform, such as `chromium-150-linux`: fonts,
    anti-aliasing and the look of buttons differ between them.

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

    def unpacked(self) -> bytes | None:
        """The PNG, ready to be compared; None when there is none. Raises StepUnusable when it is no picture."""
        if not self.exists:
            return None
        png = self.picture()
        try:
            baselines.decode(png)
        except PictureError as error:
            raise StepUnusable(
                f"the baseline {self._picture} cannot be used: {error}", "restore it, or delete it"
            ) from error
        return png

    def masks(self) -> list[Box]:
        """What was masked when the picture was taken. Raises StepUnusable when the list is damaged."""
        if not self._masks.is_file():
            return []
        try:
            return [Box(**box) for box in json.loads(self._masks.read_text(encoding="utf-8"))]
        except (OSError, ValueError, TypeError) as error:
            raise StepUnusable(f"the masks {self._masks} cannot be read", "delete the baseline") from error

    def texts(self) -> list[PageText]:
        """What the page said when the picture was taken; nothing when that is not known for this picture."""
        try:
            stored = json.loads(self._texts.read_text(encoding="utf-8"))
            if stored["picture"] != hashlib.sha256(self.picture()).hexdigest():
                return []
            return [PageText(one["text"], Box(**one["box"])) for one in stored["texts"]]
        except (OSError, ValueError, TypeError, KeyError):
            return []

    def of_another_version(self) -> Baseline | None:
        """The one of the nearest other version of this browser on this platform; None if there is none.

        Most pages look the same in both, so it stands in until it is known whether this one does.
        """
        browser, version, platform = _split(self.folder.name)
        others = [
            path.parent
            for path in self.folder.parent.glob(f"{browser}-*-{platform}/{self.name}.png")
            if path.parent != self.folder and _split(path.parent.name)[1] >= 0
        ]
        nearest = min(others, key=lambda folder: abs(_split(folder.name)[1] - version), default=None)
        return Baseline(nearest, self.name) if nearest else None

    def elsewhere(self) -> list[str]:
        """The browsers and platforms, other than this one, for which there is a baseline of this name."""
        found = self.folder.parent.glob(f"*/{self.name}.png")
        return sorted(path.parent.name for path in found if path.parent != self.folder)

    def keep(self, picture: bytes, masks: Sequence[Box], texts: Sequence[PageText] = ()) -> None:
        """Make this the baseline. The texts must be redacted."""
        self.folder.mkdir(parents=True, exist_ok=True)
        stored = {
            "picture": hashlib.sha256(picture).hexdigest(),
            "texts": [asdict(one) for one in texts],
        }
        write_atomically(self._texts, json.dumps(stored, ensure_ascii=False).encode())
        write_atomically(self._masks, json.dumps([asdict(box) for box in masks]).encode())
        write_atomically(self._picture, picture)

    @property
    def _picture(self) -> Path:
        return self.folder / f"{self.name}.png"

    @property
    def _masks(self) -> Path:
        return self.folder / f"{self.name}.masks.json"

    @property
    def _texts(self) -> Path:
        return self.folder / f"{self.name}.texts.json"


def _split(folder: str) -> tuple[str, int, str]:
    """Browser, version (-1 where there is none) and platform of a folder's name."""
    browser, _, rest = folder.partition("-")
    version, _, platform = rest.partition("-")
    return browser, int(version) if version.isdigit() else -1, platform

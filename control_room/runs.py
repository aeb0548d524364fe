"""The runs on this machine: their reports and pictures, by name and never by path."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from clerkwork.control_room.errors import RunUnknown
from clerkwork.evidence.chain import read_chain
from clerkwork.evidence.errors import EvidenceError
from clerkwork.evidence.picture_store import SHOTS
from clerkwork.evidence.report.page import render
from clerkwork.evidence.report.story import tell
from clerkwork.evidence.run_folder import RunFolder, RunInfo
from clerkwork.evidence.verify import verify_run

_RUN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,127}")
_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Runs:
    """The folder of runs."""

    root: Path

    def names(self, limit: int = 100) -> list[str]:
        """The newest first."""
        if not self.root.is_dir():
            return []
        found = (path.name for path in self.root.iterdir() if (path / "run.json").is_file())
        return sorted(found, reverse=True)[:limit]

    def info(self, run: str) -> RunInfo:
        """Raises RunUnknown."""
        try:
            return RunFolder.open(self.folder(run)).info
        except EvidenceError as error:
            raise RunUnknown(f"the run {run} cannot be read: {error}", "is its folder whole?") from error

    def folder(self, run: str) -> Path:
        """Raises RunUnknown, also for whatever is not a plain name."""
        folder = self.root / run
        if not _RUN.fullmatch(run) or not (folder / "run.json").is_file():
            raise RunUnknown(
                f"there is no run {run[:80]!r} on this machine", "runs lie on the machine that did them"
            )
        return folder

    def report(self, run: str) -> str:
        """The report as one page with its pictures inside, as the run stands now. Raises RunUnknown."""
        folder = self.folder(run)
        try:
            chain = read_chain((folder / "journal.jsonl").read_bytes())
            return render(folder, tell(chain.entries), verify_run(folder), inline_pictures=True)
        except (EvidenceError, OSError) as error:
            raise RunUnknown(f"the run {run} cannot be shown: {error}", "is its folder whole?") from error

    def picture(self, run: str, digest: str) -> bytes:
        """The PNG that is stored under this SHA-256. Raises RunUnknown when the run has no such picture."""
        folder = RunFolder.open(self.folder(run))
        for ending in (".png", ".png.enc"):
            path = f"{SHOTS}/{digest}{ending}"
            if _DIGEST.fullmatch(digest) and (folder.path / path).is_file():
                try:
                    return folder.pictures.read(path)
                except EvidenceError as error:
                    raise RunUnknown(f"the picture cannot be opened: {error}") from error
        raise RunUnknown(f"the run {run} has no picture {digest[:64]!r}", "the report names those it has")

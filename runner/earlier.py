"""What a run that was cut off had been told and had done, for going on with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from clerkwork.bots.bot import Bundle
from clerkwork.bots.save import digest
from clerkwork.evidence.files import SEAL
from clerkwork.evidence.journal import read_journal
from clerkwork.evidence.run_folder import RunFolder
from clerkwork.runner.errors import ResumeRefused


@dataclass(frozen=True)
class Earlier:
    """`attempts` that were begun, the `systems` that were worked on, and whether it was a dry run."""

    attempts: int = 0
    systems: Mapping[str, str] = field(default_factory=dict)
    dry_run: bool = False


def earlier(bundle: Bundle, run: Path) -> Earlier:
    """Read the run, which is still open. Raises ResumeRefused when the bot is another one by now, EvidenceError when there is
    no such run or its journal was altered."""
    info = RunFolder.open(run).info
    if (run / SEAL).exists():
        raise ResumeRefused(
            f"the run {info.run} is finished and sealed",
            "start a new run: what was committed is known, and is not done again",
        )
    if info.bot != bundle.bot.name or info.bot_digest != digest(bundle.folder):
        what = "changed since" if info.bot == bundle.bot.name else f"is not {info.bot}, with which"
        raise ResumeRefused(
            f"{bundle.bot.name} {what} the run {info.run} was started",
            "start a new run: what was committed is known, and is not done again",
        )
    entries = read_journal(run / "journal.jsonl")
    attempts = [entry.data.get("attempt", 0) for entry in entries if entry.event == "step.started"]
    dry = [entry.data.get("dry_run", False) for entry in entries if entry.event == "run.started"]
    return Earlier(max(attempts, default=0), info.systems, any(dry))

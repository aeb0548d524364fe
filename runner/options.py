"""What a caller may decide about a run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from clerkwork.evidence.run_folder import RunFolder
from clerkwork.runner.shots import Shots

if TYPE_CHECKING:
    from clerkwork.runner.asking import Asker
    from clerkwork.runner.inspection import Inspection


LEASE = 30.0
"""Seconds for which a work item is held without a sign of life."""

WAIT = 1800.0
"""Seconds for which a place on an account or system is waited for."""


@dataclass(frozen=True)
class RunOptions:
    """How a run is done.

    `systems` replaces base URLs by the system's name. `attempts` counts all tries of a run whose
    machinery failed. `resume` is the folder of a run that was interrupted. `inspection` looks at each target
    that is found, and at those of the commit before which a dry run ends. `asker` answers what the bot asks. `store` is the address of what is
    remembered of commits, if not a file beside the runs. An item whose worker was silent for `lease` seconds is
    taken over. No more sessions than `at_most` are on a system, by its name, at once; a place on an account or system
    is waited for `wait` seconds. `folder` is what keeps the run's evidence.
    """

    runs: Path = Path("runs")
    systems: Mapping[str, str] = field(default_factory=dict)
    headed: bool = False
    dry_run: bool = False
    shots: Shots = "every"
    attempts: int = 3
    browser: str | None = None
    resume: Path | None = None
    inspection: Inspection | None = None
    asker: Asker | None = None
    store: str | None = None
    lease: float = LEASE
    at_most: Mapping[str, int] = field(default_factory=dict)
    wait: float = WAIT
    folder: type[RunFolder] = RunFolder

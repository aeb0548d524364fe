"""`clerkwork verify`: whether the evidence of runs is what was sealed."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from clerkwork.cli.failures import APPLICATION_EXCEPTION, DONE

if TYPE_CHECKING:
    from clerkwork.evidence.verify import Verdict


def verify(
    runs: Annotated[list[Path], typer.Argument(metavar="RUN...", help="Folders of runs.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print the verdicts as JSON.")] = False,
) -> int:
    """Recompute the evidence of runs, and name the first thing that does not fit.

    Exit code 0 when every run is sealed by a trusted key and unaltered (or still running), else 1.

    \b
    Example:
      clerkwork verify runs/*
    """
    verdicts = [_verdict(run) for run in runs]
    print(json.dumps(verdicts, indent=2) if as_json else "\n".join(map(_line, verdicts)))
    return DONE if all(verdict["ok"] for verdict in verdicts) else APPLICATION_EXCEPTION


def _verdict(run: Path) -> dict[str, Any]:
    from clerkwork.evidence.errors import EvidenceError
    from clerkwork.evidence.verify import verify_run

    try:
        found: Verdict = verify_run(run)
    except EvidenceError as error:  # one folder that is no run must not hide what the others are
        return {"run": str(run), "ok": False, "standing": "unreadable", "faults": [str(error)]}
    return {"run": str(run), "ok": found.ok, **asdict(found)}


def _line(verdict: dict[str, Any]) -> str:
    if verdict["ok"]:
        return f"{verdict['run']}: {verdict['standing']}, {verdict['events']} events, {verdict['files']} files fit"
    if verdict["standing"] == "unreadable":
        return str(verdict["faults"][0])
    more = len(verdict["faults"]) - 1
    others = f" (and {more} more; --json lists them)" if more > 0 else ""
    first = verdict["faults"][0] if verdict["faults"] else "nothing vouches for it"
    return f"{verdict['run']}: {verdict['standing']}: {first}{others}"

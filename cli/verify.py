"""`clerkwork verify`: whether the evidence of runs is what was sealed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from clerkwork.cli.failures import APPLICATION_EXCEPTION, DONE

if TYPE_CHECKING:
    from clerkwork.evidence.verify import Verdict
    from clerkwork.evidence.verify_runs import RunsVerdict


def verify(
    runs: Annotated[
        list[Path],
        typer.Argument(metavar="RUN...", help="Folders of runs, a folder that holds runs, or an export."),
    ],
    witness: Annotated[
        list[str] | None,
        typer.Option(
            "--witness",
            metavar="PLACE",
            help="A second place that keeps the ledger's heads (file, URL, git:CLONE).",
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the verdicts as JSON.")] = False,
) -> int:
    """Recompute the evidence of runs, and name the first thing that does not fit.

    A folder that holds runs is also checked for runs that were removed or put there later.

    Exit code 0 when every run is sealed by a trusted key and unaltered (or still running), and none is
    missing; else 1.

    \b
    Example:
      clerkwork verify runs
    """
    verdicts = [verdict for path in runs for verdict in _verdicts(path, witness or [])]
    print(json.dumps(verdicts, indent=2) if as_json else "\n".join(_lines(verdicts)))
    return DONE if all(verdict["ok"] for verdict in verdicts) else APPLICATION_EXCEPTION


def _verdicts(path: Path, witnesses: list[str]) -> Iterator[dict[str, Any]]:
    from clerkwork.evidence.bundle import left_out, opened
    from clerkwork.evidence.errors import EvidenceError
    from clerkwork.evidence.verify import verify_run
    from clerkwork.evidence.verify_runs import holds_runs

    try:
        if path.suffix == ".zip":
            with opened(path) as folder:
                absent = left_out(folder)
                yield from _of_all(path, _of_folder(folder, witnesses, absent), len(absent))
        elif holds_runs(path):
            yield from _of_all(path, _of_folder(path, witnesses))
        else:
            yield _of_run(path, verify_run(path))
    except EvidenceError as error:  # one folder that is no run must not hide what the others are
        yield {"run": str(path), "ok": False, "standing": "unreadable", "faults": [str(error)]}


def _of_folder(root: Path, witnesses: list[str], left_out: frozenset[str] = frozenset()) -> RunsVerdict:
    from clerkwork.evidence.key_store import trusted_keys
    from clerkwork.evidence.verify_runs import verify_runs
    from clerkwork.evidence.witness import recall

    trusted = trusted_keys()
    known = [recall(place, root, trusted) for place in witnesses]
    anchors = [anchor for one in known for anchor in one.anchors]
    found = verify_runs(root, trusted, anchors, left_out)
    return replace(found, faults=(*found.faults, *(fault for one in known for fault in one.faults)))


def _of_all(path: Path, found: RunsVerdict, left_out: int = 0) -> Iterator[dict[str, Any]]:
    for run, verdict in found.runs.items():
        yield _of_run(path / run.name, verdict)
    yield {
        "runs": str(path),
        "ok": not found.faults,
        "standing": "incomplete" if found.faults else "complete",
        "faults": list(found.faults),
        "count": len(found.runs),
        "last_number": found.last_number,
        "missed": list(found.missed),
        "left_out": left_out,
    }


def _of_run(path: Path, found: Verdict) -> dict[str, Any]:
    return {"run": str(path), "ok": found.ok, **asdict(found)}


def _lines(verdicts: Iterable[dict[str, Any]]) -> Iterator[str]:
    for verdict in verdicts:
        yield _line(verdict)
        yield from (f"  missed: {sentence}" for sentence in verdict.get("missed", ()))


def _line(verdict: dict[str, Any]) -> str:
    if verdict["standing"] == "unreadable":
        return str(verdict["faults"][0])
    name = verdict.get("run") or verdict["runs"]
    if verdict["ok"]:
        return f"{name}: {_fitting(verdict)}"
    more = len(verdict["faults"]) - 1
    others = f" (and {more} more; --json lists them)" if more > 0 else ""
    first = verdict["faults"][0] if verdict["faults"] else "nothing vouches for it"
    return f"{name}: {verdict['standing']}: {first}{others}"


def _fitting(verdict: dict[str, Any]) -> str:
    if "run" in verdict:
        erased = f", {verdict['erased']} erased on purpose" if verdict["erased"] else ""
        stamped = f", stamped {verdict['stamped_at']}" if verdict["stamped_at"] else ""
        note = f" ({verdict['note']})" if verdict["note"] else ""
        fitting = f"{verdict['events']} events, {verdict['files']} files fit"
        return f"{verdict['standing']}, {fitting}{erased}{stamped}{note}"
    if not verdict["last_number"] and not verdict["count"]:
        return "no run yet"
    if not verdict["last_number"]:
        return f"{verdict['count']} runs, none numbered: made before there was a ledger"
    here = (
        f"{verdict['count']} runs, {verdict['left_out']} left out of this export: "
        if verdict["left_out"]
        else ""
    )
    return f"{here}complete, runs 1 to {verdict['last_number']} without a gap"

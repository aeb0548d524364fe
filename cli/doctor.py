"""`clerkwork doctor`: what is here, what is missing, and how to get it."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import Annotated

import typer

from clerkwork.cli import checkup
from clerkwork.cli.checkup import Finding, State
from clerkwork.cli.failures import APPLICATION_EXCEPTION, DONE

_MARKS: dict[State, str] = {"ok": "ok", "missing": "MISSING", "optional": "-"}


def doctor(
    fix: Annotated[
        bool, typer.Option("--fix", help="Get the browser and the font that bots cannot do without.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the findings as JSON.")] = False,
) -> int:
    """Look for what bots need on this machine, and start the browser to prove that it works.

    Exit code 0 when bots can run here, 1 when something is missing.

    \b
    Example:
      clerkwork doctor --fix
    """
    if fix:
        from clerkwork.cli.repair import repair

        repair(lambda line: print(line, file=sys.stderr, flush=True))
    findings = checkup.examine()
    print(json.dumps([asdict(finding) for finding in findings], indent=2) if as_json else _table(findings))
    return APPLICATION_EXCEPTION if any(finding.state == "missing" for finding in findings) else DONE


def _table(findings: list[Finding]) -> str:
    lines: list[str] = []
    for finding in findings:
        lines.append(f"{_MARKS[finding.state]:8}{finding.name:13}{finding.seen}")
        if finding.remedy:
            lines.append(f"{'':21}{finding.remedy}")
    missing = [finding.name for finding in findings if finding.state == "missing"]
    lines.append(f"missing: {', '.join(missing)}" if missing else "bots can run here")
    return "\n".join(lines)

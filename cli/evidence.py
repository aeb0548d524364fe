"""`clerkwork evidence`: hand runs to an auditor, and erase what must no longer be kept."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from clerkwork.cli.failures import APPLICATION_EXCEPTION, DONE

if TYPE_CHECKING:
    from clerkwork.evidence.erasure import Part
    from clerkwork.evidence.retention import Due

evidence = typer.Typer(no_args_is_help=True, rich_markup_mode=None)

Runs = Annotated[list[Path], typer.Argument(metavar="RUN...", help="Folders of runs.")]
Folder = Annotated[Path, typer.Argument(metavar="RUNS", help="The folder that holds the runs.")]


class What(StrEnum):
    """What `erase` erases."""

    PICTURES = "pictures"
    DOWNLOADS = "downloads"
    RUN = "run"


@evidence.callback()
def _evidence() -> None:
    """Hand runs to an auditor, and erase what must no longer be kept.

    \b
    Example:
      clerkwork evidence export runs/20261122T020000Z-rent-device-7f3a --to november.zip
    """


@evidence.command("export")
def export(
    runs: Runs,
    to: Annotated[Path, typer.Option("--to", metavar="FILE.zip", help="The file to write.")],
) -> int:
    """Pack runs into one file that 'clerkwork verify' takes on any machine that trusts the key.

    \b
    Example:
      clerkwork evidence export runs/* --to november.zip
    """
    from clerkwork.evidence.bundle import export as pack
    from clerkwork.evidence.verify_runs import is_run

    chosen = [run for run in runs if is_run(run)]  # a shell's * also names the files beside the runs
    print(pack(chosen, to))
    return DONE


@evidence.command("erase")
def erase(
    runs: Runs,
    why: Annotated[str, typer.Option("--why", metavar="TEXT", help="The reason, for the auditor.")],
    what: Annotated[
        list[What] | None, typer.Option("--what", help="What to erase; may be given several times.")
    ] = None,
) -> int:
    """Erase pictures, downloads or all of a run, and sign that it was done. Nothing brings them back.

    What is left stays proven: 'clerkwork verify' tells erased from removed.

    \b
    Example:
      clerkwork evidence erase runs/20261122T020000Z-rent-device-7f3a --why "asked by the person"
    """
    from clerkwork.evidence.erasure import erase as erase_parts

    parts: list[Part] = [one.value for one in what or [What.PICTURES]]
    for run in runs:
        erased = erase_parts(run, parts, why=why).told[-1]["files"]
        print(f"{run}: {erased} files erased ({', '.join(parts)})")
    return DONE


@evidence.command("prune")
def prune(
    runs: Folder,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what is due.")] = False,
    today: Annotated[
        datetime | None, typer.Option("--today", formats=["%Y-%m-%d"], help="Count from another day.")
    ] = None,
) -> int:
    """Erase what the bots' keeping times say is due. Meant for a nightly schedule.

    A bot says `evidence: {keep: {pictures: 90 days, run: 7 years}}`; what held when it ran holds.

    \b
    Example:
      clerkwork evidence prune runs --dry-run
    """
    from clerkwork.evidence.errors import EvidenceError
    from clerkwork.evidence.retention import due
    from clerkwork.evidence.run_folder import RunFolder
    from clerkwork.evidence.verify_runs import is_run

    day, failed = (today.date() if today else date.today()), False
    for run in sorted(path for path in runs.iterdir() if is_run(path) and (path / "run.json").exists()):
        try:
            for one in due(RunFolder.open(run).info, day):
                _prune(run, one, dry_run=dry_run)
        except EvidenceError as error:  # one bad folder must not keep the others from being pruned
            print(f"{run}: {error}")
            failed = True
    return APPLICATION_EXCEPTION if failed else DONE


def _prune(run: Path, due: Due, *, dry_run: bool) -> None:
    from clerkwork.evidence.erasure import erase as erase_parts
    from clerkwork.evidence.erasure import files_of

    files = files_of(run, [due.part])
    if not files:
        return
    if dry_run:
        print(f"{run}: {due.part} due since {due.since} (kept {due.kept})")
        return
    erase_parts(run, [due.part], why=f"kept {due.kept}, as the bot says", who="clerkwork evidence prune")
    print(f"{run}: {len(files)} files erased ({due.part}, kept {due.kept})")

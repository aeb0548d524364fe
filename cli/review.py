"""`clerkwork review`: shows what a run left to look at, and accepts it into the bot."""

from __future__ import annotations

import getpass
import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from clerkwork.cli.failures import DONE, NEEDS_REVIEW

if TYPE_CHECKING:
    from clerkwork.runner.accept import Acceptance
    from clerkwork.runner.review import Item, ToReview


def review(
    run: Annotated[Path, typer.Argument(metavar="RUN", help="The run's folder.")],
    steps: Annotated[
        list[str] | None,
        typer.Option("--accept", metavar="STEP", help="Accept what this step left, by its id or number."),
    ] = None,
    everything: Annotated[bool, typer.Option("--accept-all", help="Accept all that is shown.")] = False,
    bot: Annotated[
        Path | None, typer.Option("--bot", metavar="BOT", help="The bot's folder, if it was moved since.")
    ] = None,
    by: Annotated[
        str | None,
        typer.Option("--by", metavar="NAME", help="Who accepts; default: the user of this machine."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
) -> int:
    """Show the targets that a run healed and the pictures that differ or are new, and accept them.

    An accepted heal changes the target in targets.yaml and its crop, an accepted picture becomes the
    baseline; nothing else of the bot changes. Who accepted what, and when, is kept in the ledger of runs.
    Nothing is accepted from a run whose evidence was altered, nor over a change made since the run.

    Exit code 0 when nothing is left to review, 4 when something is, 2 when something cannot be accepted.

    \b
    Example:
      clerkwork review runs/20261122T020000Z-rent-device-1f3a --accept submit --accept 7
    """
    from clerkwork.runner.accept import accept
    from clerkwork.runner.review import to_review

    found = to_review(run)
    chosen = _chosen(found, steps or [], everything=everything)
    acceptance = None
    if chosen:
        acceptance = accept(found, _bot(found, bot), chosen, by or getpass.getuser())
        found = to_review(run)
    if as_json:
        print(json.dumps(_as_json(found, acceptance), indent=2, default=str))
    else:
        _tell(found, acceptance)
    if acceptance and acceptance.refused:
        return 2
    done = acceptance.done if acceptance else ()
    left = [one for one in found.open if (one.index, one.name) not in {(d.index, d.name) for d in done}]
    return NEEDS_REVIEW if left else DONE


def _chosen(found: ToReview, steps: Sequence[str], *, everything: bool) -> list[Item]:
    """What of the run is to be accepted. Raises BadParameter for a step that left nothing."""
    for step in steps:
        if not any(step in (one.step, str(one.index)) for one in found.items):
            there = ", ".join(dict.fromkeys(one.step or str(one.index) for one in found.items)) or "none"
            raise typer.BadParameter(f"--accept {step}: that step left nothing to review; there is: {there}")
    return [
        one
        for one in found.items
        if one.accepted is None and (everything or one.step in steps or str(one.index) in steps)
    ]


def _bot(found: ToReview, given: Path | None) -> Path:
    from clerkwork.bots.load import folder_of

    if given:
        return folder_of(given)
    if found.bot_folder is None:
        raise typer.BadParameter("the run does not say where its bot lay: name it with --bot")
    return found.bot_folder


def _as_json(found: ToReview, acceptance: Acceptance | None) -> dict[str, Any]:
    """Keys are stable; candidates are in words."""
    told: dict[str, Any] = {
        "run": found.info.run,
        "bot": found.info.bot,
        "items": [
            {key: value for key, value in asdict(one).items() if key not in ("target", "recorded", "masks")}
            for one in found.items
        ],
        "open": len(found.open),
    }
    if acceptance:
        told["accepted"] = [{"index": one.index, "name": one.name} for one in acceptance.done]
        told["refused"] = [
            {"index": one.index, "name": one.name, "why": why} for one, why in acceptance.refused
        ]
        told["differs"] = list(acceptance.differs)
    return told


def _tell(found: ToReview, acceptance: Acceptance | None) -> None:
    from rich.console import Console

    from clerkwork.cli.review_words import acceptance_in_words, items_in_words

    console = Console(highlight=False, soft_wrap=True)
    for line in items_in_words(found):
        console.print(line)
    if acceptance:
        for line in acceptance_in_words(acceptance):
            console.print(line)
    elif found.open:
        console.print(f"[dim]the pictures side by side: {found.run / 'report.html'}[/]")
        console.print("[dim]--accept STEP or --accept-all takes them into the bot[/]")

"""`clerkwork report`: the page that shows what a run did."""

from __future__ import annotations

import webbrowser
from pathlib import Path
from typing import Annotated

import typer

from clerkwork.cli.failures import DONE


def report(
    run: Annotated[Path, typer.Argument(metavar="RUN", help="The run's folder.")],
    inline_pictures: Annotated[
        bool, typer.Option("--inline-pictures", help="Put the pictures into the page: one file to pass on.")
    ] = False,
    show: Annotated[bool, typer.Option("--open", help="Open the page in this desktop's browser.")] = False,
) -> int:
    """Write report.html into a run's folder, and print its path.

    The page opens from disk, without a network: each step with its picture, what was expected and what was
    seen, what failed and why, and whether the evidence is unaltered.

    \b
    Example:
      clerkwork report runs/20261122-020000-rent-device
    """
    from clerkwork.evidence.report.page import write_report

    page = write_report(run, inline_pictures=inline_pictures)
    print(page)
    if show:
        webbrowser.open(page.resolve().as_uri())
    return DONE

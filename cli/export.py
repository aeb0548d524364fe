"""`clerkwork export`: writes a bot as a Playwright script."""

from __future__ import annotations

import shutil
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class To(StrEnum):
    pytest = "pytest"
    python = "python"


def export(
    bot: Annotated[Path, typer.Argument(metavar="BOT", help="Folder of the bot, or its bot.yaml.")],
    to: Annotated[To, typer.Option("--to", help="A test for pytest-playwright, or a plain script.")],
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Where it is written; else to stdout.")
    ] = None,
) -> int:
    """Write a bot as a file that runs with Playwright alone and is yours to change.

    Example: clerkwork export bots/library/rent_device --to pytest --out test_rent_device.py
    """
    from clerkwork.bots.exports import export as exported
    from clerkwork.bots.load import load_bundle

    bundle = load_bundle(bot)
    text, routine = exported(bundle, to.value)
    for remark in routine.remarks:
        print(f"{bundle.bot.name}: {remark}", file=sys.stderr)
    if out is None:
        print(text, end="")
        if routine.files:
            print(f"it needs beside it: {', '.join(routine.files)} of {bundle.folder}", file=sys.stderr)
        return 0
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(text, encoding="utf-8")
    for path in routine.files:
        (out.parent / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(bundle.folder / path, out.parent / path)
    print(out)
    return 0

"""`clerkwork import`: makes a bot of what another tool recorded."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from clerkwork.cli.pairs import pairs

if TYPE_CHECKING:
    from clerkwork.bots.imports import Imported


def import_foreign(
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="DevTools .json, Selenium IDE .side, codegen .py or .jsonl."),
    ],
    into: Annotated[
        Path, typer.Option("--into", metavar="DIR", help="Where the bot's folder is made.")
    ] = Path(),
    name: Annotated[
        str | None, typer.Option("--name", help="Name of the bot; else that of the file.")
    ] = None,
    systems: Annotated[
        list[str] | None, typer.Option("--system", metavar="NAME=URL", help="A name for a console's address.")
    ] = None,
) -> int:
    """Make a bot of a recording of Chrome DevTools, Selenium IDE or Playwright codegen.

    What cannot be converted is named with its line. Passwords become secrets; their values are not kept.

    Example: clerkwork import rent.side --system rentals=http://127.0.0.1:8101
    """
    from clerkwork.bots.imports import read_foreign

    bot_name = name or re.sub(r"[^a-z0-9]+", "-", file.stem.lower()).strip("-") or "imported"
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", bot_name):
        raise typer.BadParameter(
            f"--name takes small letters, digits and -, such as rent-device; got {bot_name!r}"
        )
    folder = into / bot_name
    if (folder / "bot.yaml").exists():
        raise typer.BadParameter(f"there is a bot in {folder} already; give another --name")
    imported = read_foreign(file, bot_name, pairs(systems, "--system"))
    _write(folder, imported, file.parent)
    _tell(file, folder, imported)
    return 0


def _write(folder: Path, imported: Imported, beside: Path) -> None:
    from clerkwork.bots.bot import Bundle
    from clerkwork.bots.runbook import write_runbook
    from clerkwork.bots.save import save_bot, save_targets, write_atomically

    folder.mkdir(parents=True, exist_ok=True)
    save_targets(folder, imported.targets)
    save_bot(folder, imported.bot)
    for path in imported.files():
        given = beside / Path(path).name
        if given.is_file():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(given, folder / path)
    runbook = write_runbook(Bundle(folder, imported.bot, imported.targets))
    write_atomically(folder / "RUNBOOK.md", runbook.encode())


def _tell(file: Path, folder: Path, imported: Imported) -> None:
    from clerkwork.bots.secrets import variable_of

    for remark in imported.remarks:
        kind = "left out" if remark.kind == "left" else "look at this"
        print(f"{file}:{remark.line}: {kind}: {remark.what}: {remark.why}")
    for secret in imported.secrets:
        print(f"a password stands openly in {file}; it is not kept: give it as {variable_of(secret)}")
    for path in imported.files():
        if not (folder / path).is_file():
            print(f"the bot uploads {Path(path).name}: put that file at {folder / path}")
    left = sum(remark.kind == "left" for remark in imported.remarks)
    print(
        f"{folder}: {len(imported.bot.steps)} steps, {len(imported.targets.targets)} targets; {left} left out"
    )

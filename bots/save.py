"""Bots written to disk, and the digest that says which bot it was.

A new file is written in the short form; an existing one keeps its comments, order and quotes, and only
what differs is changed. Nothing differs: nothing is written. A file that cannot be read is never
overwritten.
"""

from __future__ import annotations

import hashlib
import io
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel

from clerkwork.bots.bot import FORMAT, Bot, Targets
from clerkwork.bots.load import BOT_FILE, TARGETS_FILE
from clerkwork.bots.migrations import migrate
from clerkwork.bots.parse import model_of
from clerkwork.bots.revise import revise
from clerkwork.bots.short import short
from clerkwork.bots.source import editor, plain, read_source

SCHEMA = Path(__file__).with_name("bot.schema.json")
_BOM = b"\xef\xbb\xbf"
_SEALED = ("files", "crops")


def save_bot(folder: Path | str, bot: Bot) -> Path:
    """Writes bot.yaml into the bundle; returns its path. Raises BotInvalid if the one there is invalid."""
    place = Path(folder)
    return _save(place / BOT_FILE, bot, head=f"# yaml-language-server: $schema={_schema_from(place)}\n")


def save_targets(folder: Path | str, targets: Targets) -> Path:
    """Writes targets.yaml into the bundle; returns its path. Raises BotInvalid if the one there is invalid."""
    return _save(Path(folder) / TARGETS_FILE, targets, head="")


def digest(folder: Path | str) -> str:
    """sha256 (hex) over what the bot does: bot.yaml, targets.yaml, then files/ and crops/ by path.

    Of each file its path inside the bundle (UTF-8, with /), a zero byte, and its own sha256 are taken.
    Baselines are left out: accepting a picture does not make it another bot.
    """
    total = hashlib.sha256()
    for name, one in file_digests(folder).items():
        total.update(name.encode("utf-8", "surrogateescape") + b"\0")
        total.update(bytes.fromhex(one))
    return total.hexdigest()


def file_digests(folder: Path | str) -> dict[str, str]:
    """sha256 (hex) of each file that `digest` takes, by its path inside the bundle, in its order."""
    return {name: hashlib.sha256(file.read_bytes()).hexdigest() for name, file in _files(Path(folder))}


def write_atomically(file: Path, data: bytes) -> None:
    """The whole file or the old one, never a part, also after a crash."""
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.", suffix=".part")
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        part.chmod(file.stat().st_mode & 0o777 if file.exists() else 0o644)
        part.replace(file)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _save(file: Path, model: BaseModel, *, head: str) -> Path:
    if file.exists():
        _update(file, model)
    else:
        stream = io.StringIO()
        editor().dump(short(model), stream)
        write_atomically(file, (head + stream.getvalue()).encode())
    return file


def _update(file: Path, model: BaseModel) -> None:
    source = read_source(file)
    is_old = source.tree.get("clerkwork", FORMAT) != FORMAT
    migrate(source)
    old, new = short(model_of(source, type(model))), short(model)
    if plain(old) == plain(new) and not is_old:
        return
    revise(source.tree, old, new)
    stream = io.StringIO()
    editor(source.text).dump(source.tree, stream)
    text = stream.getvalue().replace("\n", "\r\n" if "\r\n" in source.text else "\n")
    bom = _BOM if file.read_bytes().startswith(_BOM) else b""
    write_atomically(file, bom + text.encode())


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    for name in (BOT_FILE, TARGETS_FILE):
        if (folder / name).is_file():
            yield name, folder / name
    for part in _SEALED:
        found = {
            file.relative_to(folder).as_posix(): file for file in (folder / part).rglob("*") if file.is_file()
        }
        yield from sorted(found.items())


def _schema_from(folder: Path) -> str:
    """The way from a bundle to the schema: one that lies in a folder above it, else the installed one."""
    here = folder.absolute()
    for up, parent in enumerate(here.parents, start=1):
        if (parent / SCHEMA.name).is_file():
            return "../" * up + SCHEMA.name
    try:
        return Path(os.path.relpath(SCHEMA, here)).as_posix()
    except ValueError:  # another drive
        return SCHEMA.as_uri()

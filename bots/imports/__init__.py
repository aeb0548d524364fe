"""Recordings of other tools made into bots.

    Chrome DevTools Recorder     .json     `devtools`
    Selenium IDE                 .side     `selenium`
    Playwright codegen, Python   .py       `codegen_python`
    Playwright codegen, JSONL    .jsonl    `codegen_jsonl`

Nothing of a foreign file is ever run. Every step becomes a step of the bot, or a remark with its line.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from clerkwork.bots.bot import Bot, Targets
from clerkwork.bots.errors import ForeignInvalid
from clerkwork.bots.imports.assemble import assemble
from clerkwork.bots.imports.codegen_jsonl import read_jsonl
from clerkwork.bots.imports.codegen_python import read_python
from clerkwork.bots.imports.devtools import read_devtools
from clerkwork.bots.imports.located_json import Located, parse
from clerkwork.bots.imports.script import Remark, Script
from clerkwork.bots.imports.selenium import read_selenium

MAX_BYTES = 20_000_000


@dataclass(frozen=True)
class Imported:
    """A foreign recording as a bot. `secrets` are those whose values stood openly in the file."""

    bot: Bot
    targets: Targets
    remarks: tuple[Remark, ...]
    secrets: tuple[str, ...]

    def files(self) -> tuple[str, ...]:
        """Paths inside the bundle of what the bot uploads."""
        return tuple(path for step in self.bot.steps for path in getattr(step, "files", ()))


def read_foreign(file: Path, name: str, systems: Mapping[str, str] | None = None) -> Imported:
    """The bot that a foreign file becomes. Raises ForeignInvalid, or OSError when it cannot be read."""
    script = _script(file)
    if not script.drafts:
        why = f"; it has {len(script.remarks)} that cannot be" if script.remarks else ""
        raise ForeignInvalid(f"{file}: nothing in it can be made into a step{why}")
    bot, targets, secrets = assemble(script, name, systems or {})
    return Imported(bot, targets, tuple(sorted(script.remarks)), secrets)


def _script(file: Path) -> Script:
    text = _text(file)
    try:
        if file.suffix == ".py":
            return read_python(text)
        if file.suffix == ".jsonl":
            return read_jsonl(text)
        value = parse(text)
    except SyntaxError as error:
        raise ForeignInvalid(f"{file}:{error.lineno}: it is no Python: {error.msg}") from None
    except json.JSONDecodeError as error:
        raise ForeignInvalid(f"{file}:{error.lineno}:{error.colno}: it is no JSON: {error.msg}") from None
    except RecursionError:
        raise ForeignInvalid(f"{file}: it is nested too deeply") from None
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        raise ForeignInvalid(f"{file}: it is not as its tool writes it ({type(error).__name__})") from None
    return _from_json(file, value)


def _from_json(file: Path, value: object) -> Script:
    if isinstance(value, Located):
        reader = read_devtools if "steps" in value else read_selenium if "tests" in value else None
        if reader:
            try:
                return reader(value)
            except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
                why = f"it is not as its tool writes it ({type(error).__name__})"
                raise ForeignInvalid(f"{file}: {why}") from None
    raise ForeignInvalid(
        f"{file}: it is none of the formats that are known: a DevTools Recorder .json, a Selenium IDE .side,"
        " or what playwright codegen writes as .py or .jsonl"
    )


def _text(file: Path) -> str:
    if file.stat().st_size > MAX_BYTES:
        raise ForeignInvalid(f"{file}: it is larger than {MAX_BYTES // 1_000_000} MB")
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise ForeignInvalid(f"{file}: it is not UTF-8 text") from None

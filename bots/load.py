"""Bot folders read into bundles: form, models, then the rules that look across both files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from clerkwork.bots.bot import Bot, Bundle, Targets
from clerkwork.bots.errors import BotInvalid, Fault
from clerkwork.bots.parse import Model, read_model
from clerkwork.bots.rules import Subject, judge
from clerkwork.bots.source import Source

BOT_FILE = "bot.yaml"
TARGETS_FILE = "targets.yaml"


@dataclass(frozen=True)
class Examination:
    """All that was found in a folder; `bundle` is None where faults keep it from being one."""

    folder: Path
    bundle: Bundle | None
    faults: tuple[Fault, ...]
    warnings: tuple[Fault, ...]


def load_bundle(folder: Path | str) -> Bundle:
    """The bot in `folder` (or whose bot.yaml is given). Raises BotInvalid with all faults at once."""
    found = examine(folder)
    if found.bundle is None:
        raise BotInvalid(found.faults)
    return found.bundle


def examine(folder: Path | str) -> Examination:
    """All faults and warnings of a bot; never raises for what the files hold."""
    place = folder_of(folder)
    bot, bot_source, faults = _read(place / BOT_FILE, Bot)
    targets, targets_source, more = _read_targets(place / TARGETS_FILE)
    faults += more
    warnings: list[Fault] = []
    if bot is not None and bot_source is not None:
        subject = Subject(place, bot, targets, bot_source, targets_source)
        for fault in judge(subject):
            (warnings if fault.severity == "warning" else faults).append(fault)
    whole = bot is not None and targets is not None and not faults
    bundle = Bundle(place, bot, targets) if whole and bot and targets else None
    return Examination(place, bundle, tuple(sorted(faults)), tuple(sorted(warnings)))


def folder_of(bot: Path | str) -> Path:
    """The bundle's folder, whether it or its bot.yaml was named."""
    path = Path(bot)
    return path.parent if path.name == BOT_FILE else path


def _read(file: Path, model: type[Model]) -> tuple[Model | None, Source | None, list[Fault]]:
    try:
        return *read_model(file, model), []
    except BotInvalid as invalid:
        return None, None, list(invalid.faults)


def _read_targets(file: Path) -> tuple[Targets | None, Source | None, list[Fault]]:
    """A bot that names no target needs no targets.yaml."""
    if not file.exists() and not file.is_symlink():
        return Targets(), None, []
    return _read(file, Targets)

"""Going on from a bot that exists: some of its steps are kept, and what is recorded comes between them."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from clerkwork.bots.actions.acting import Action
from clerkwork.bots.actions.checkpoint import Checkpoint
from clerkwork.bots.bot import Bot, System, Targets
from clerkwork.bots.load import BOT_FILE, TARGETS_FILE
from clerkwork.bots.parse import read_model
from clerkwork.bots.step import Step
from clerkwork.bots.walk import outputs_filled, walk
from clerkwork.recorder.errors import OptionInvalid
from clerkwork.recorder.normalise import Kept, Recording
from clerkwork.recorder.trail import FILE, FOLDER

_BASE = "base"
_KEPT = "kept.json"


@dataclass(frozen=True)
class Splice:
    """The steps before `start` and those from `end` on are kept; both count from 0."""

    bot: Bot
    targets: Targets
    start: int
    end: int

    @property
    def kept(self) -> tuple[Step, ...]:
        return (*self.bot.steps[: self.start], *self.bot.steps[self.end :])

    @property
    def place(self) -> str:
        """Where the console must be for recording to go on."""
        return f"where step {self.start} ends" if self.start else "where step 1 begins"

    def names(self) -> Kept:
        """What the names in the bot stand for."""
        used = _targets_of(self.bot.model_copy(update={"steps": self.kept}))
        return Kept(
            targets={name: one for name, one in self.targets.targets.items() if name in used},
            in_rows=frozenset(
                name for step in self.kept if getattr(step, "row", None) for name in step.targets()
            ),
            checkpoints=frozenset(step.checkpoint for step in self.kept if isinstance(step, Checkpoint)),
        )

    def windows(self) -> set[str]:
        """The windows that its steps open."""
        return {step.opens for step in self.kept if isinstance(step, Action) and step.opens}

    def with_(self, recording: Recording) -> tuple[Bot, Targets]:
        """The bot with the recorded steps in their place, and the targets that it uses now."""
        first, rest = self.bot.steps[: self.start], self.bot.steps[self.end :]
        bot = self.bot.model_copy(
            update={
                "steps": (*first, *recording.steps, *rest),
                "systems": _systems(self.bot.systems, recording.systems),
            }
        )
        used = _targets_of(bot)
        targets = {**self.targets.targets, **recording.targets}
        update = {"secrets": _secrets(bot, recording.secrets), "outputs": _outputs(self.bot, bot)}
        return bot.model_copy(update=update), Targets(
            targets={name: one for name, one in targets.items() if name in used}
        )


def splice_of(folder: Path, after: str | None, replace: tuple[str, str] | None) -> Splice:
    """The bot in `folder` and which of its steps stay. Raises OptionInvalid, BotInvalid."""
    if not (folder / BOT_FILE).exists():
        option = "--after" if after is not None else "--replace"
        raise OptionInvalid(f"{option}: there is no bot in '{folder}'", "leave it out to record a new bot")
    if after is not None and replace is not None:
        raise OptionInvalid("--after and --replace do not go together", "give one of them")
    bot, targets = _read(folder)
    if after is not None:
        return Splice(bot, targets, _place("--after", after, bot) + 1, len(bot.steps))
    first, last = (_place("--replace", one, bot) for one in replace or ("1", "1"))
    if first > last:
        raise OptionInvalid(
            f"--replace: step {last + 1} comes before step {first + 1}", "give the first step, then the last"
        )
    return Splice(bot, targets, first, last + 1)


def begin(folder: Path, splice: Splice) -> None:
    """Keeps the bot as it was, so that --resume can go on, and sets the journals of earlier sittings aside."""
    journal, base = folder / FOLDER / FILE, folder / FOLDER / _BASE
    base.mkdir(parents=True, exist_ok=True)
    for name in (BOT_FILE, TARGETS_FILE):
        if (folder / name).exists():
            shutil.copyfile(folder / name, base / name)
    (base / _KEPT).write_text(json.dumps({"start": splice.start, "end": splice.end}), encoding="utf-8")
    number = 1
    while (aside := journal.with_stem(f"{journal.stem}.{number}")).exists():
        number += 1
    if journal.exists():
        journal.rename(aside)


def resumed(folder: Path) -> Splice | None:
    """What a sitting that was broken off went on from. Raises BotInvalid."""
    base = folder / FOLDER / _BASE
    if not (base / _KEPT).exists():
        return None
    bot, targets = _read(base)
    return Splice(bot, targets, **json.loads((base / _KEPT).read_text(encoding="utf-8")))


def _read(folder: Path) -> tuple[Bot, Targets]:
    bot, _ = read_model(folder / BOT_FILE, Bot)
    if not (folder / TARGETS_FILE).exists():
        return bot, Targets()
    return bot, read_model(folder / TARGETS_FILE, Targets)[0]


def _place(option: str, wanted: str, bot: Bot) -> int:
    """The index of a step that is named by its id or its number, which counts from 1."""
    for place, step in enumerate(bot.steps):
        if step.id == wanted or str(place + 1) == wanted:
            return place
    ids = [step.id for step in bot.steps if step.id]
    named = f", and the ids {', '.join(ids)}" if ids else ""
    raise OptionInvalid(
        f"{option}: the bot {bot.name} has no step '{wanted}'", f"it has steps 1 to {len(bot.steps)}{named}"
    )


def _targets_of(bot: Bot) -> set[str]:
    return {name for placed in walk(bot) for name in placed.step.targets()}


def _systems(known: dict[str, System], new: dict[str, System]) -> dict[str, System]:
    """An address that the bot has stays: recording may have been done on another machine."""
    merged = {**new, **known}
    for name in known.keys() & new.keys():
        also = tuple(dict.fromkeys((*known[name].also, *new[name].also)))
        sign_in = new[name].sign_in if known[name].sign_in == "none" else known[name].sign_in
        merged[name] = known[name].model_copy(update={"also": also, "sign_in": sign_in})
    return {name: merged[name] for name in (*known, *(one for one in new if one not in known))}


def _secrets(bot: Bot, new: Sequence[str]) -> tuple[str, ...]:
    """The secrets that a step or a sign-in still uses."""
    text = bot.model_dump_json()
    basic = {
        f"{name}_{part}"
        for name, one in bot.systems.items()
        if one.sign_in == "basic"
        for part in ("user", "password")
    }
    declared = dict.fromkeys((*bot.secrets, *new))
    return tuple(name for name in declared if name in basic or re.search(rf"\bsecrets\.{name}\b", text))


def _outputs(old: Bot, new: Bot) -> dict[str, object]:
    """The outputs without those that a step filled which is gone."""
    filled = [{name for placed in walk(bot) for _, name in outputs_filled(placed)} for bot in (old, new)]
    return {name: one for name, one in old.outputs.items() if name not in filled[0] - filled[1]}

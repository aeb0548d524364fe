"""Writes a recording into its bundle: bot.yaml, targets.yaml and RUNBOOK.md."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from clerkwork.bots.bot import Bot, Bundle, Input, Targets, Viewport
from clerkwork.bots.load import BOT_FILE
from clerkwork.bots.runbook import write_runbook
from clerkwork.bots.save import save_bot, save_targets, write_atomically
from clerkwork.recorder.normalise import Recording
from clerkwork.recorder.pictures import FOLDER as CROPS
from clerkwork.recorder.splice import Splice
from clerkwork.selectors.target import Target

_INTEGER = re.compile(r"-?(0|[1-9]\d{0,14})")


def save(folder: Path, name: str, recording: Recording, splice: Splice | None = None) -> Path:
    """Returns the path of bot.yaml. A bundle that is there keeps its comments; one between whose steps
    nothing was recorded stays as it is."""
    if splice and not recording.steps:
        return folder / BOT_FILE
    bot, targets = splice.with_(recording) if splice else _new(name, recording)
    inputs = {key: input_for(value) for key, value in recording.inputs.items() if key not in bot.inputs}
    bot = bot.model_copy(update={"inputs": {**bot.inputs, **inputs}})
    folder.mkdir(parents=True, exist_ok=True)
    save_targets(folder, Targets(targets=_pictured(folder, targets.targets)))
    path = save_bot(folder, bot)
    runbook = write_runbook(Bundle(folder, bot, targets))
    write_atomically(folder / "RUNBOOK.md", runbook.encode())
    return path


def _new(name: str, recording: Recording) -> tuple[Bot, Targets]:
    width, height = recording.viewport or (1280, 900)
    bot = Bot(
        name=name,
        title=name.replace("-", " ").capitalize(),
        viewport=Viewport(width=width, height=height),
        systems=recording.systems,
        secrets=recording.secrets,
        steps=recording.steps,
    )
    return bot, Targets(targets=recording.targets)


def _pictured(folder: Path, targets: Mapping[str, Target]) -> dict[str, Target]:
    """The targets with the crops that are there; crops of acts that became no step are removed."""
    used = {target.crop for target in targets.values()}
    for file in (folder / CROPS).glob("*.png"):
        if f"{CROPS}/{file.name}" not in used:
            file.unlink()
    gone = {"crop": None}
    return {
        name: target
        if target.crop is None or (folder / target.crop).exists()
        else target.model_copy(update=gone)
        for name, target in targets.items()
    }


def input_for(value: str) -> Input:
    """An input whose type its example gives away; `007` is a text."""
    if _INTEGER.fullmatch(value):
        return Input(type="integer", example=int(value))
    return Input(type="text", example=value)

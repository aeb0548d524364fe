"""Every step of a bot with its place in the file, those inside `expect` and `commit.probe` included."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from clerkwork.bots.actions.acting import Action
from clerkwork.bots.actions.checkpoint import Region, TextMask
from clerkwork.bots.bot import Bot
from clerkwork.bots.step import Step

Trail = tuple[str | int, ...]
"""Keys and indexes down from the top of the file."""

_LITERAL = frozenset({"id", "note", "pattern", "press", "checkpoint", "name"})
"""Keys whose text is taken as it stands; every other text may hold expressions."""


@dataclass(frozen=True)
class Placed:
    """A step, where it stands, and whether it is part of a probe."""

    trail: Trail
    step: Step
    in_probe: bool = False


def walk(bot: Bot) -> Iterator[Placed]:
    """All steps in the order of the file."""
    yield from _walk(("steps",), bot.steps, in_probe=False)


def texts(placed: Placed) -> Iterator[tuple[Trail, str]]:
    """The texts of a step that may hold expressions; those of the steps inside it are not among them."""
    yield from _texts(placed.trail, placed.step)


def target_uses(placed: Placed) -> Iterator[tuple[Trail, str]]:
    """Where a step names a target, and which."""
    wanted = set(placed.step.targets())
    for key, value in _entries(placed.step):
        if key in ("row", "named", "with", "is", "into", "window", "id", "opens"):
            continue
        if isinstance(value, str) and value in wanted:
            yield (*placed.trail, key), value
        elif isinstance(value, tuple) and key == "mask":
            yield from _masks((*placed.trail, key), value)


def _masks(trail: Trail, masks: Sequence[str | Region | TextMask]) -> Iterator[tuple[Trail, str]]:
    for at, mask in enumerate(masks):
        if isinstance(mask, str):
            yield (*trail, at), mask
        elif isinstance(mask, Region) and mask.on:
            yield (*trail, at, "on"), mask.on


def outputs_filled(placed: Placed) -> Iterator[tuple[Trail, str]]:
    """Where a step puts something into an output, and which."""
    into = getattr(placed.step, "into", None)
    if into:
        yield (*placed.trail, "into"), into
    if isinstance(placed.step, Action) and placed.step.download and placed.step.download.into:
        yield (*placed.trail, "download", "into"), placed.step.download.into


def _walk(trail: Trail, steps: Sequence[Step], *, in_probe: bool) -> Iterator[Placed]:
    for at, step in enumerate(steps):
        here = (*trail, at)
        yield Placed(here, step, in_probe)
        if isinstance(step, Action):
            if step.commit:
                yield from _walk((*here, "commit", "probe"), step.commit.probe, in_probe=True)
            yield from _walk((*here, "expect"), step.expect, in_probe=in_probe)


def _texts(trail: Trail, value: Any) -> Iterator[tuple[Trail, str]]:
    if isinstance(value, str):
        yield trail, value
    elif isinstance(value, tuple):
        for at, item in enumerate(value):
            if not isinstance(item, Step):
                yield from _texts((*trail, at), item)
    elif isinstance(value, BaseModel):
        for key, item in _entries(value):
            if key not in _LITERAL:
                yield from _texts((*trail, key), item)


def _entries(model: BaseModel) -> Iterator[tuple[str, Any]]:
    for name, field in type(model).model_fields.items():
        yield field.alias or name, getattr(model, name)

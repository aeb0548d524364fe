"""One file as its model: the form first, then the newest format, then the fields."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from clerkwork.bots.errors import BotInvalid
from clerkwork.bots.messages import explain
from clerkwork.bots.migrations import migrate
from clerkwork.bots.source import Source, plain, read_source

Model = TypeVar("Model", bound=BaseModel)


def read_model(file: Path, model: type[Model]) -> tuple[Model, Source]:
    """One file as its model, with its source. Raises BotInvalid."""
    source = read_source(file)
    migrate(source)
    return model_of(source, model), source


def model_of(source: Source, model: type[Model]) -> Model:
    """The model of a source in the newest format. Raises BotInvalid."""
    try:
        return model.model_validate(plain(source.tree), by_alias=True, by_name=False)
    except ValidationError as error:
        faults = explain(error, model, source)
    raise BotInvalid(faults)

"""Follow the location of a pydantic error through the models.

A location such as ("steps", 0, "click", "row") mixes keys of the file with tags that pydantic adds for
unions ("click", the second part of a Union). The models tell which is which.
"""

from __future__ import annotations

import types
from collections.abc import Sequence
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, Discriminator, Tag
from pydantic.fields import FieldInfo


def follow(model: type[BaseModel], location: Sequence[str | int]) -> tuple[tuple[str | int, ...], Any]:
    """The keys of `location` that stand in the file, and the type expected at its end."""
    path: list[str | int] = []
    expected: Any = model
    for step in location:
        expected, in_file = _descend(expected, step)
        if in_file:
            path.append(step)
    return tuple(path), expected


def keys_of(expected: Any) -> tuple[str, ...]:
    """The keys that a file may have where this type is expected, in the models' order."""
    model = _without_none(expected)
    if not (isinstance(model, type) and issubclass(model, BaseModel)):
        return ()
    return tuple(field.alias or name for name, field in model.model_fields.items())


def _descend(expected: Any, step: str | int) -> tuple[Any, bool]:
    """The type one step further down, and whether the step is a key of the file."""
    expected = _without_none(expected)
    origin, arguments = get_origin(expected), get_args(expected)
    if origin is Annotated:
        tagged = _member(arguments[0], arguments[1:], step)
        return (tagged, False) if tagged is not None else _descend(arguments[0], step)
    if _is_union(origin):
        return _first_fitting(arguments, step), False
    if origin is dict:
        return arguments[1], step != "[key]"
    if origin in (tuple, list):
        return arguments[0], True
    if isinstance(expected, type) and issubclass(expected, BaseModel):
        field = _field(expected, step)
        return (_annotation(field), True) if field else (None, True)
    return None, isinstance(step, int)


def _field(model: type[BaseModel], key: str | int) -> FieldInfo | None:
    return next(
        (field for name, field in model.model_fields.items() if key in (field.alias or name, name)), None
    )


def _annotation(field: FieldInfo) -> Any:
    if field.discriminator or any(isinstance(item, Discriminator) for item in field.metadata):
        return Annotated[field.annotation, field.discriminator or field.metadata[0]]
    return field.annotation


def _member(union: Any, metadata: Sequence[Any], tag: str | int) -> Any:
    """The member of a tagged union with this tag; None when it is no tagged union."""
    if not _is_union(get_origin(union)):
        return None
    for member in get_args(union):
        if any(isinstance(item, Tag) and item.tag == tag for item in get_args(member)[1:]):
            return get_args(member)[0]
    names = [item.discriminator for item in metadata if isinstance(item, FieldInfo)]
    names += [item for item in metadata if isinstance(item, str)]
    for name in filter(None, names):
        for member in get_args(union):
            if member.model_fields[str(name)].default == tag:
                return member
    return None


def _first_fitting(members: Sequence[Any], step: str | int) -> Any:
    """The member that pydantic calls by this name: `tuple[...]`, or something that has no parts."""
    wanted = tuple if str(step).startswith("tuple") else None
    return next((member for member in members if get_origin(member) is wanted), None)


def _without_none(expected: Any) -> Any:
    if _is_union(get_origin(expected)):
        members = [member for member in get_args(expected) if member is not type(None)]
        return members[0] if len(members) == 1 else expected
    return expected


def _is_union(origin: Any) -> bool:
    return origin in (Union, types.UnionType)

"""The form in which a bot is written: defaults left out, the action key first, small things on one line."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from clerkwork.bots.actions.acting import Action, Commit
from clerkwork.bots.actions.registry import action_of
from clerkwork.bots.bot import Bot, Input, Output, Targets
from clerkwork.bots.step import Retry, Step
from clerkwork.selectors.target import Fingerprint, Target

_BLOCK = (Bot, Targets, Target, Fingerprint, Step, Commit)
"""Models that are written over several lines even when they would fit on one."""

_ALWAYS: dict[type[BaseModel], frozenset[str]] = {
    Input: frozenset({"type"}),
    Output: frozenset({"type"}),
    Retry: frozenset({"attempts", "on"}),
}
"""Keys that are written even when they hold the default, beside `by` and `clerkwork`."""

_MARKS = ("?", ":", "-", "@")
"""First characters that may begin something else than a plain text."""

_AS_GIVEN = frozenset({"example", "default"})


def short(model: BaseModel) -> CommentedMap:
    """A model as the tree that is written to a file."""
    found = CommentedMap()
    for key, value in _entries(model):
        found[key] = _tree(value, as_given=key in _AS_GIVEN)
    if not isinstance(model, _BLOCK) and not any(_is_block(value) for value in found.values()):
        found.fa.set_flow_style()
    return found


def _entries(model: BaseModel) -> list[tuple[str, Any]]:
    """Keys and values to be written, in order."""
    fields = type(model).model_fields
    kept = []
    for name in _order(model):
        value, field = getattr(model, name), fields[name]
        default = field.get_default(call_default_factory=True) if not field.is_required() else None
        always = name in ("by", "clerkwork") or name in _ALWAYS.get(type(model), ())
        if value is not None and (always or field.is_required() or value != default):
            kept.append((field.alias or name, value))
    return kept


def _order(model: BaseModel) -> list[str]:
    """A step reads: id, its action, what the action needs, when, what follows, for people."""
    names = list(type(model).model_fields)
    if not isinstance(model, Step):
        return names
    general = list(Step.model_fields)
    acting = [name for name in Action.model_fields if name not in general]
    own = [name for name in names if name not in general and name not in acting]
    action = action_of(model) or own[0]
    first = ["id", action, *(name for name in own if name != action)]
    last = ["when", "timeout", "retry", "business", "note"]
    return [*first, *(name for name in acting if name in names), *last]


def _tree(value: Any, *, as_given: bool = False) -> Any:
    if isinstance(value, BaseModel):
        return short(value)
    if isinstance(value, dict):
        return _mapping({key: _tree(item) for key, item in value.items()})
    if isinstance(value, (tuple, list)):
        return _sequence([_tree(item) for item in value])
    if isinstance(value, float) and value.is_integer() and not as_given:
        return int(value)
    return _text(value) if isinstance(value, str) else value


def _mapping(items: dict[str, Any]) -> CommentedMap:
    found = CommentedMap(items)
    if not any(isinstance(item, (CommentedMap, CommentedSeq)) for item in items.values()):
        found.fa.set_flow_style()
    return found


def _sequence(items: list[Any]) -> CommentedSeq:
    found = CommentedSeq(items)
    if not any(isinstance(item, (CommentedMap, CommentedSeq)) for item in items):
        found.fa.set_flow_style()
    return found


def _text(value: str) -> str:
    """Expressions and texts of several lines stand in double quotes; ruamel quotes the rest where it must.

    It takes a text such as ?@action for plain, which its own reader then refuses inside { }.
    """
    wants_quotes = "{{" in value or not value.isprintable() or value[:1] in _MARKS
    return DoubleQuotedScalarString(value) if wants_quotes else value


def _is_block(value: Any) -> bool:
    return isinstance(value, (CommentedMap, CommentedSeq)) and value.fa.flow_style() is not True

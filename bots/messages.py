"""pydantic's errors, said in the words of this project and with their place in the file."""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ValidationError

from clerkwork.bots.actions.registry import ACTIONS, CHECKS, actions_in
from clerkwork.bots.errors import Fault
from clerkwork.bots.shape import follow, keys_of
from clerkwork.bots.source import Source

_PATTERNS = {
    r"^[a-z][a-z0-9_]*$": "lower-case letters, digits and _, a letter first",
    r"^[a-z0-9][a-z0-9-]*$": "lower-case letters, digits and -",
    r"^[a-z0-9][a-z0-9_-]*$": "lower-case letters, digits, _ and -",
    r"^[1-9][0-9]* days$": "a number of days, such as '180 days'",
    r"^https?://[^\s/]+": "an address such as 'https://rentals.example.com'",
}
_KINDS = {
    "string_type": "a text",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "int_parsing_size": "a smaller whole number",
    "float_type": "a number",
    "float_parsing": "a number",
    "tuple_type": "a list",
    "dict_type": "keys with values",
    "model_type": "keys with values",
    "model_attributes_type": "keys with values",
    "date_type": "a date, such as 2026-11-21",
    "date_parsing": "a date, such as 2026-11-21",
    "date_from_datetime_parsing": "a date, such as 2026-11-21",
    "date_from_datetime_inexact": "a date, such as 2026-11-21",
}


def explain(error: ValidationError, model: type[BaseModel], source: Source) -> list[Fault]:
    """One fault for each thing that is wrong; the alternatives of one value are one fault."""
    grouped: dict[tuple[tuple[int, int], str], list[str]] = defaultdict(list)
    details = error.errors(include_url=False)
    for detail in details:
        if _is_beside_the_point(detail, details):
            continue
        path, of, subject, message = _explain_one(detail, model)
        said = grouped[source.place(path, of=of), subject]
        if message not in said:
            said.append(message)
    return [
        Fault(source.file, *place, f"{subject} {' or '.join(said)}".strip())
        for (place, subject), said in grouped.items()
    ]


def _is_beside_the_point(detail: Mapping[str, Any], details: Sequence[Mapping[str, Any]]) -> bool:
    """Whether a list is only said to be no text, while something in the list is what is wrong."""
    if detail["type"] != "string_type" or not isinstance(detail["input"], list):
        return False
    above = detail["loc"][:-1]
    return any(
        other["loc"][: len(above)] == above and len(other["loc"]) > len(above) + 1 for other in details
    )


def _explain_one(
    detail: Mapping[str, Any], model: type[BaseModel]
) -> tuple[tuple[str | int, ...], str, str, str]:
    """Path in the file, key or value, what it is about, and what is wrong with it."""
    location = detail["loc"]
    if location and location[-1] == "[key]":
        path, _ = follow(model, location[:-1])
        return path, "key", f"the name {path[-1]!r}", _value_fault(detail)
    path, _ = follow(model, location)
    if detail["type"] == "missing":
        return path[:-1], "value", "", f"{_owner(path[:-1])}needs the key {path[-1]!r}"
    if detail["type"] == "extra_forbidden":
        _, owner = follow(model, location[:-1])
        return path, "key", f"unknown key {str(path[-1])!r};", suggest(str(path[-1]), keys_of(owner))
    if detail["type"].startswith("union_tag"):
        return path, "value", "", _union_fault(detail)
    return path, "value", _subject(path), _value_fault(detail)


def suggest(word: str, allowed: Iterable[str]) -> str:
    """`did you mean 'row'? allowed: ...`, the first half only where something is near."""
    allowed = list(allowed)
    close = difflib.get_close_matches(word[:80], allowed, n=1, cutoff=0.6)
    meant = f"did you mean {close[0]!r}? " if close else ""
    return f"{meant}allowed: {', '.join(allowed) or 'none'}"


def _union_fault(detail: Mapping[str, Any]) -> str:
    if "action_of" not in detail["ctx"]["discriminator"]:
        return _candidate_fault(detail)
    if detail["type"] == "union_tag_invalid":
        return f"only {', '.join(sorted(CHECKS))} may stand here, not {detail['ctx']['tag']}"
    given = detail["input"]
    found = actions_in(given)
    if len(found) > 1:
        return f"a step has exactly one action key, this one has {' and '.join(found)}"
    keys = [key for key in given if isinstance(key, str)] if isinstance(given, dict) else []
    close = [
        near for key in keys for near in difflib.get_close_matches(key[:80], list(ACTIONS), n=1, cutoff=0.7)
    ]
    meant = f"did you mean {close[0]!r}? " if close else ""
    return f"a step needs exactly one action key, this one has none; {meant}allowed: {', '.join(ACTIONS)}"


def _candidate_fault(detail: Mapping[str, Any]) -> str:
    allowed = detail["ctx"].get("expected_tags") or "role, label, text, id, row, near, css and more"
    if detail["type"] == "union_tag_invalid":
        return f"'by' is {_show(detail['ctx']['tag'])}; allowed: {allowed.replace(chr(39), '')}"
    return f"a candidate needs the key 'by'; allowed: {allowed.replace(chr(39), '')}"


def _value_fault(detail: Mapping[str, Any]) -> str:
    kind, context, given = detail["type"], detail.get("ctx", {}), detail["input"]
    if kind in _KINDS:
        quotes = "; write it in quotes" if kind == "string_type" and _is_scalar(given) else ""
        return f"must be {_KINDS[kind]}, got {_show(given)}{quotes}"
    if kind == "literal_error":
        allowed = [word.strip("'") for word in context["expected"].replace(" or ", ", ").split(", ")]
        return f"is {_show(given)}; {suggest(str(given), allowed)}"
    if kind == "string_pattern_mismatch":
        pattern = context["pattern"]
        return f"is {_show(given)}, it must be {_PATTERNS.get(pattern, f'a match of {pattern}')}"
    return f"is {_show(given)}, {_bound_fault(kind, context, detail['msg'])}"


def _bound_fault(kind: str, context: Mapping[str, Any], message: str) -> str:
    bounds = {
        "greater_than": "must be more than {gt:g}",
        "greater_than_equal": "must be at least {ge:g}",
        "less_than": "must be less than {lt:g}",
        "less_than_equal": "must be at most {le:g}",
        "string_too_long": "may have at most {max_length} characters",
        "string_too_short": "must have at least {min_length} character",
        "too_long": "may have at most {max_length} entries",
        "too_short": "must have at least {min_length} entry",
    }
    if kind in bounds:
        return bounds[kind].format(**context)
    return message.removeprefix("Value error, ").removeprefix("Input should be ")


def _subject(path: tuple[str | int, ...]) -> str:
    if not path:
        return "the file"
    if isinstance(path[-1], str):
        return repr(path[-1])
    owner = next((step for step in reversed(path) if isinstance(step, str)), "")
    return f"entry {path[-1] + 1} of {owner!r}"


def _owner(path: tuple[str | int, ...]) -> str:
    if not path:
        return "the file "
    in_steps = len(path) > 1 and isinstance(path[-1], int) and path[-2] in ("steps", "probe", "expect")
    return "the step " if in_steps else f"{_subject(path)} "


def _is_scalar(given: Any) -> bool:
    return given is not None and not isinstance(given, (dict, list))


def _show(given: Any) -> str:
    if given is None:
        return "nothing"
    if isinstance(given, (dict, list)):
        return "keys with values" if isinstance(given, dict) else "a list" if given else "an empty list"
    shown = repr(given) if isinstance(given, (str, int, float)) else str(given)
    return shown if len(shown) <= 60 else f"{shown[:57]}..."

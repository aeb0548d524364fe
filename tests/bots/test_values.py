from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from clerkwork.bots.bot import Bot
from clerkwork.bots.errors import InputInvalid
from clerkwork.bots.values import bind_inputs


def bot(**inputs: dict[str, Any]) -> Bot:
    return Bot.model_validate({"name": "x", "systems": {"web": {"url": "http://a"}}, "inputs": inputs})


FITTING = [
    ({"type": "text"}, " 007 ", " 007 "),
    ({"type": "text"}, 7, "7"),
    ({"type": "text", "choices": ["a", "b"]}, "b", "b"),
    ({"type": "text", "pattern": "L-[0-9]+"}, "L-7", "L-7"),
    ({"type": "integer"}, " 12 ", 12),
    ({"type": "integer"}, 12.0, 12),
    ({"type": "integer", "min": 1, "max": 3}, "3", 3),
    ({"type": "number"}, "1.5", 1.5),
    ({"type": "boolean"}, "Yes", True),
    ({"type": "boolean"}, "0", False),
    ({"type": "boolean"}, False, False),
    ({"type": "date"}, "2026-11-21", date(2026, 11, 21)),
    ({"type": "date"}, date(2026, 11, 21), date(2026, 11, 21)),
    ({"type": "integer", "default": 7}, None, 7),
    ({"type": "integer", "required": False}, None, None),
]


@pytest.mark.parametrize(("declared", "given", "bound"), FITTING)
def test_a_value_becomes_what_its_input_declares(declared: dict[str, Any], given: Any, bound: Any) -> None:
    values = {} if given is None else {"a": given}
    found = bind_inputs(bot(a=declared), values)["a"]
    assert (found, type(found)) == (bound, type(bound))


def test_a_file_is_bound_to_its_absolute_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "x.csv").write_text("a", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert bind_inputs(bot(a={"type": "file"}), {"a": "x.csv"}) == {"a": tmp_path / "x.csv"}


MISFITS = [
    ({"type": "integer"}, "x", "input a: got 'x', it must be a whole number"),
    ({"type": "integer"}, "1.5", "input a: got '1.5', it must be a whole number"),
    ({"type": "integer"}, True, "input a: got True, it must be a whole number"),
    ({"type": "integer", "min": 1}, "0", "input a: got 0, at least 1 is allowed"),
    ({"type": "number", "max": 2.5}, "3", "input a: got 3, at most 2.5 is allowed"),
    ({"type": "number"}, "nan", "input a: got 'nan', it must be a number"),
    ({"type": "boolean"}, "maybe", "input a: got 'maybe', allowed are true and false"),
    ({"type": "date"}, "21.11.2026", "input a: got '21.11.2026', it must be a date, such as 2026-11-21"),
    ({"type": "file"}, "nowhere", "input a: got 'nowhere', there is no file with this path"),
    ({"type": "text", "choices": ["a", "b"]}, "c", "input a: got 'c', allowed are 'a', 'b'"),
    ({"type": "text", "pattern": "L-[0-9]+"}, "L-x", r"input a: got 'L-x', it must match L-[0-9]+"),
    ({"type": "text", "max": 3}, "long", "input a: got 4 characters, at most 3 is allowed"),
    ({"type": "text"}, [], "input a: got [], it must be a text"),
    (
        {"type": "text", "example": "A. Meyer"},
        None,
        "input a: is not given; it needs a text, such as A. Meyer",
    ),
]


@pytest.mark.parametrize(("declared", "given", "said"), MISFITS)
def test_a_misfit_says_what_was_given_and_what_is_allowed(
    declared: dict[str, Any], given: Any, said: str
) -> None:
    with pytest.raises(InputInvalid) as caught:
        bind_inputs(bot(a=declared), {} if given is None else {"a": given})
    assert str(caught.value).startswith(said)


def test_all_misfits_come_at_once() -> None:
    with pytest.raises(InputInvalid) as caught:
        bind_inputs(bot(days={"type": "integer"}, name={}), {"dayz": "1", "days": "x"})
    assert str(caught.value) == (
        "input dayz: x has no such input; did you mean days? it has days, name; "
        "input days: got 'x', it must be a whole number; input name: is not given; it needs a text"
    )

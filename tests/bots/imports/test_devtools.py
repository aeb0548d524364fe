from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from clerkwork.bots.actions.click import Click
from clerkwork.bots.actions.fill import Fill
from clerkwork.bots.imports import Imported, read_foreign

DATA = Path(__file__).parent / "data"


def reading(tmp_path: Path, *steps: dict[str, Any]) -> Imported:
    file = tmp_path / "recording.json"
    navigate = {"type": "navigate", "url": "http://console.example/start"}
    file.write_text(json.dumps({"title": "Tested", "steps": [navigate, *steps]}, indent=1))
    return read_foreign(file, "tested")


def click(*selectors: str, **more: Any) -> dict[str, Any]:
    return {"type": "click", "target": "main", "selectors": [[one] for one in selectors], **more}


def test_the_several_selectors_become_candidates_in_their_order() -> None:
    imported = read_foreign(DATA / "rent.json", "rent")
    told = [one.model_dump(exclude_none=True) for one in imported.targets.targets["sign_in"].candidates]
    assert told == [
        {"by": "role", "role": "button", "name": "Sign in"},
        {"by": "role", "role": "link", "name": "Sign in"},
        {"by": "id", "value": "ctl00_ContentPlaceHolder1_btnSignIn"},
        {"by": "css", "css": '[id$="_btnSignIn"]'},
    ]


def test_what_cannot_be_converted_is_named_with_its_line() -> None:
    lines = (DATA / "rent.json").read_text().splitlines()
    left = {remark.what: remark for remark in read_foreign(DATA / "rent.json", "rent").remarks}
    assert set(left) == {"scroll", "waitForExpression"}
    for what, remark in left.items():
        assert f'"type": "{what}"' in lines[remark.line]  # the object begins on the line before its type


def test_a_password_becomes_a_secret_and_its_value_is_nowhere() -> None:
    imported = read_foreign(DATA / "rent.json", "rent", {"rentals": "http://127.0.0.1:8101"})
    assert imported.bot.secrets == ("rentals_password",)
    assert imported.bot.systems["rentals"].sign_in == "form"
    everything = imported.bot.model_dump_json() + imported.targets.model_dump_json() + repr(imported)
    assert "clerk-pass-7" not in everything


def test_a_click_into_a_field_before_it_is_filled_is_part_of_the_fill(tmp_path: Path) -> None:
    change = {"type": "change", "target": "main", "selectors": [["#days"]], "value": "7"}
    steps = reading(tmp_path, click("#days"), change).bot.steps
    assert [type(step) for step in steps[1:]] == [Fill]


def test_held_keys_button_and_double_click_are_kept(tmp_path: Path) -> None:
    held = {"type": "keyDown", "target": "main", "key": "Control"}
    up = {"type": "keyUp", "target": "main", "key": "Control"}
    twice = click("#b") | {"type": "doubleClick"}
    steps = reading(tmp_path, held, click("#a", button="secondary"), up, twice).bot.steps[1:]
    assert [(s.button, s.count, s.modifiers) for s in steps if isinstance(s, Click)] == [
        ("right", 1, ("Control",)),
        ("left", 2, ()),
    ]


def test_the_step_before_a_new_window_opens_it(tmp_path: Path) -> None:
    inside = click("#ok") | {"target": "http://console.example/lookup.do?id=4"}
    imported = reading(tmp_path, click("#find"), inside)
    opener = imported.bot.steps[1]
    assert isinstance(opener, Click)
    assert opener.opens == "lookup"
    assert imported.targets.targets["ok"].window == "lookup"


def test_a_text_with_braces_is_typed_as_it_stands(tmp_path: Path) -> None:
    from clerkwork.bots.expressions import render

    change = {"type": "change", "target": "main", "selectors": [["#note"]], "value": "{{ inputs.x }}"}
    step = reading(tmp_path, change).bot.steps[1]
    assert isinstance(step, Fill)
    assert render(step.with_, {}) == "{{ inputs.x }}"


def test_a_step_whose_selectors_are_all_foreign_is_left_out_with_its_reason(tmp_path: Path) -> None:
    imported = reading(tmp_path, click("button:has-text('Go') >> nth=1"))
    assert [(one.what, one.why) for one in imported.remarks] == [
        ("click", "none of its selectors can be used here")
    ]

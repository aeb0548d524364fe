from __future__ import annotations

from pathlib import Path
from typing import Any

from clerkwork.bots.actions.registry import ACTIONS
from clerkwork.bots.bot import Bot, Bundle, Targets
from clerkwork.bots.exports import FORMS, export
from clerkwork.bots.exports.steps import WRITERS

TARGET: dict[str, Any] = {
    "candidates": [{"by": "role", "role": "button", "name": "Go"}, {"by": "id", "value": "go"}],
    "fingerprint": {"tag": "button", "box": {"x": 0, "y": 0, "width": 100, "height": 20}},
}


def body(*steps: dict[str, Any], targets: dict[str, Any] | None = None) -> list[str]:
    """The lines of the routine, comments left out."""
    bot = Bot.model_validate(
        {
            "name": "x",
            "systems": {"app": {"url": "http://127.0.0.1:1"}},
            "inputs": {"who": {}},
            "steps": steps,
        }
    )
    known = {"go": TARGET, **(targets or {})}
    bundle = Bundle(Path("x"), bot, Targets.model_validate({"targets": known}))
    for form in FORMS:
        compile(export(bundle, form)[0], form, "exec")
    return [line for line in export(bundle, "python")[1].lines if not line.startswith("#")]


def test_every_action_has_a_writer() -> None:
    assert set(ACTIONS) <= set(WRITERS)


def test_all_candidates_stand_in_a_comment() -> None:
    bot = Bot.model_validate(
        {"name": "x", "systems": {"app": {"url": "http://h"}}, "steps": [{"click": "go"}]}
    )
    bundle = Bundle(Path("x"), bot, Targets.model_validate({"targets": {"go": TARGET}}))
    assert "# go: the button named 'Go'; the element with the id 'go'" in export(bundle, "python")[0]


def test_several_dialogs_are_answered_in_their_order() -> None:
    asked = [{"type": "confirm"}, {"type": "prompt", "answer": "accept", "text": "{{ inputs.who }}"}]
    assert body({"click": "go", "dialogs": asked}) == [
        "answers = iter([lambda dialog: dialog.accept(), lambda dialog: dialog.accept(WHO)])",
        'page.on("dialog", lambda dialog: next(answers)(dialog))',
        'page.get_by_role("button", name="Go", exact=True).click()',
    ]


def test_a_download_is_kept_under_its_name() -> None:
    assert body({"click": "go", "download": {}}) == [
        "with page.expect_download() as download_info:",
        '    page.get_by_role("button", name="Go", exact=True).click()',
        "download = DOWNLOADS / download_info.value.suggested_filename",
        "download_info.value.save_as(download)",
    ]


def test_a_condition_indents_the_whole_step() -> None:
    assert body({"press": "F3", "when": "{{ inputs.who == 'clerk' }}"}) == [
        "if WHO == 'clerk':",
        '    page.keyboard.press("F3")',
    ]


def test_a_text_for_keys_is_typed_also_a_part_of_a_value() -> None:
    assert body({"type": "{{ inputs.who[2:] }}"}, {"type": "x", "on": "go"}) == [
        "page.keyboard.type(str(WHO[2:]))",
        'page.get_by_role("button", name="Go", exact=True).press_sequentially("x")',
    ]


def test_a_row_is_found_by_this_runs_text() -> None:
    target = {
        "candidates": [{"by": "row", "text": "LT-1", "tag": "a", "role": "link"}],
        "fingerprint": {"tag": "a", "role": "link", "name": "Reserve", "path": ["table", "tr", "td"]},
    }
    assert body({"click": "reserve", "row": "{{ inputs.who }}"}, targets={"reserve": target}) == [
        'row = page.locator("tr").filter(has=page.get_by_text(WHO, exact=True))',
        'row.get_by_role("link", name="Reserve", exact=True).click()',
    ]


def test_place_button_and_keys_of_a_click_are_kept() -> None:
    step = {"click": "go", "button": "right", "modifiers": ["Shift"], "position": {"x": 0.5, "y": 0.1}}
    assert body(step) == [
        'page.get_by_role("button", name="Go", exact=True).click(button="right", modifiers=["Shift"],'
        ' position={"x": 50, "y": 2})'
    ]


def test_dragging_pointing_scrolling_and_history_are_written() -> None:
    assert body({"drag": "go", "to": "go"}, {"hover": "go"}, {"back": "main"}, {"reload": "main"}) == [
        'page.get_by_role("button", name="Go", exact=True)'
        '.drag_to(page.get_by_role("button", name="Go", exact=True))',
        'page.get_by_role("button", name="Go", exact=True).hover()',
        "page.go_back()",
        "page.reload()",
    ]
    assert body({"drag": "go", "to": {"x": 40}})[-2:] == [
        "page.mouse.move(x + 40, y + 0, steps=10)",
        "page.mouse.up()",
    ]
    assert len(body({"scroll": "go"})) == 1

"""What the person says about the steps themselves: undo, inputs, checks. Events in, steps out."""

from __future__ import annotations

import pytest

from tests.recorder.test_normalise import (
    BOX,
    BUTTON,
    LIST,
    NAME,
    NOTE,
    PASSWORD,
    Shape,
    act,
    click,
    plain,
    recorded,
)

UNDO: Shape = {"kind": "asked", "what": "undo"}
GONE_ON: Shape = {"kind": "navigated", "url": "http://127.0.0.1:8101/next"}
COMMIT: Shape = {"kind": "asked", "what": "commit"}


def named(name: str) -> Shape:
    return {"kind": "asked", "what": "input", "title": name}


@pytest.mark.parametrize(
    ("shapes", "steps"),
    [
        pytest.param(
            [act("typed", "1", NAME, value="a"), act("ticked", "2", BOX, checked=True), UNDO],
            [{"fill": "user_name", "with": "a"}],
            id="the last step is taken back",
        ),
        pytest.param(
            [
                act("typed", "1", NAME, value="a"),
                *click("p", "2", BUTTON),
                UNDO,
                UNDO,
                *click("q", "2", BUTTON),
            ],
            [{"click": "save"}],
            id="and the one before it",
        ),
        pytest.param(
            [act("typed", "1", NAME, value="a"), *click("p", "2", BUTTON), UNDO, GONE_ON],
            [{"fill": "user_name", "with": "a"}],
            id="what the page still does because of it goes with it",
        ),
        pytest.param(
            [act("typed", "1", NAME, value="a"), UNDO, act("typed", "1", value="ab")],
            [{"fill": "user_name", "with": "ab"}],
            id="a field that is typed into again begins anew",
        ),
        pytest.param(
            [act("typed", "1", NAME, value="a"), COMMIT, UNDO, *click("p", "2", BUTTON)],
            [{"fill": "user_name", "with": "a"}, {"click": "save"}],
            id="a mark is taken back before the step",
        ),
        pytest.param(
            [
                act("checked", "1", NAME, check="mask"),
                UNDO,
                {"kind": "asked", "what": "checkpoint", "title": "Desk"},
            ],
            [{"checkpoint": "desk"}],
            id="so is a mask",
        ),
        pytest.param([UNDO, *click("p", "2", BUTTON)], [{"click": "save"}], id="nothing to take back"),
        pytest.param(
            [act("typed", "1", NAME, value="7"), named("desk"), act("typed", "2", NOTE, value="7")],
            [{"fill": "user_name", "with": "{{ inputs.desk }}"}, {"fill": "note", "with": "7"}],
            id="one field's value becomes an input; a short one is no input elsewhere",
        ),
        pytest.param(
            [
                act("typed", "1", NAME, value="LT-0042"),
                named("device"),
                act("typed", "2", NOTE, value="For LT-0042"),
            ],
            [
                {"fill": "user_name", "with": "{{ inputs.device }}"},
                {"fill": "note", "with": "For {{ inputs.device }}"},
            ],
            id="a telling value is that input wherever it stands",
        ),
        pytest.param(
            [
                act("chosen", "1", LIST, labels=["High"]),
                act("ticked", "2", BOX, checked=True),
                named("priority"),
            ],
            [{"select": "priority", "choose": "{{ inputs.priority }}"}, {"check": "agree"}],
            id="a choice, too",
        ),
        pytest.param(
            [act("typed", "1", PASSWORD, secret=True), named("mine")],
            [{"fill": "password", "with": "{{ secrets.app_password }}"}],
            id="a secret never does",
        ),
        pytest.param(
            [act("checked", "1", BUTTON, check="shown"), act("checked", "1", check="enabled")],
            [{"shown": "save"}, {"enabled": "save"}],
            id="visible and enabled",
        ),
        pytest.param(
            [act("checked", "1", BUTTON, check="row", cells=["LT-0042", "lent", "L-1017"])],
            [{"see_row": ["LT-0042", "lent", "L-1017"]}],
            id="a row",
        ),
        pytest.param([act("checked", "1", BUTTON, check="row")], [], id="no row without cells"),
    ],
)
def test_wishes_become_steps_or_take_them_back(shapes: list[Shape], steps: list[Shape]) -> None:
    assert plain(recorded(*shapes)) == steps


def test_a_row_that_an_input_tells_leaves_other_numbers_open() -> None:
    row = act("checked", "1", BUTTON, check="row", cells=["L-1017", "LT-0042", "lent"])
    assert plain(recorded(row, device="LT-0042")) == [{"see_row": ["L-*", "{{ inputs.device }}", "lent"]}]


def test_what_was_filled_last_is_offered_as_an_input_by_a_free_name() -> None:
    typed = act("typed", "1", NAME, value="ada")
    assert recorded(typed).offer == "user_name"
    assert recorded(typed, user_name="bob").offer == "user_name_2"
    assert recorded(typed, named("clerk")).offer is None
    assert recorded(typed, named("clerk")).inputs == {"clerk": "ada"}
    assert recorded(act("typed", "2", PASSWORD, secret=True)).offer is None


def test_a_mask_that_was_drawn_lies_on_its_target_or_on_the_page() -> None:
    drawn = {"region": {"x": 4, "y": 8, "width": 40, "height": 20}}
    on_target = act("checked", "1", BUTTON, check="mask", **drawn)
    on_page = {"kind": "checked", "check": "mask", **drawn}
    asked = {"kind": "asked", "what": "checkpoint", "title": "Desk"}
    [step] = recorded(on_target, on_page, asked).steps
    region = {"x": 4.0, "y": 8.0, "width": 40.0, "height": 20.0}
    masks = step.model_dump(exclude_none=True)["mask"]
    assert masks == ({"on": "save", **region}, region)

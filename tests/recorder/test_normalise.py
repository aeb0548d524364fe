"""Events in, steps out: the rules as tables, without a browser."""

from __future__ import annotations

from typing import Any

import pytest

from clerkwork.recorder.events import EVENT, AnyEvent
from clerkwork.recorder.normalise import Options, Recording, steps_of

BASE = "http://127.0.0.1:8101"
Shape = dict[str, Any]


def field(name: str, tag: str = "input", **more: Any) -> Shape:
    """An element that its label tells from all others."""
    fingerprint = {"tag": tag, "label": name, **more}
    return {"candidates": [{"by": "label", "text": name}], "fingerprint": fingerprint, "url": "/form"}


def in_row(text: str) -> Shape:
    row = {"by": "row", "text": text, "tag": "a", "name": "Lend"}
    return {"candidates": [row], "fingerprint": {"tag": "a", "name": "Lend"}, "url": "/list"}


def told(*shapes: Shape) -> list[AnyEvent]:
    """Events a tenth of a second apart, in one system."""
    return [
        EVENT.validate_python({"at": 100 + n / 10, "origin": BASE, **shape}) for n, shape in enumerate(shapes)
    ]


def act(kind: str, ref: str, described: Shape | None = None, **more: Any) -> Shape:
    return {"kind": kind, "subject": {"ref": ref, "is": described}, **more}


def click(press: str, ref: str, described: Shape, count: int = 1, **more: Any) -> list[Shape]:
    return [
        act("down", ref, described, press=press, **more),
        {"kind": "clicked", "press": press, "count": count},
    ]


def recorded(*shapes: Shape, **inputs: str) -> Recording:
    return steps_of(told(*shapes), Options(systems={"app": BASE}, inputs=inputs))


def plain(recording: Recording) -> list[Shape]:
    hidden = {"after"}
    return [
        step.model_dump(by_alias=True, exclude_defaults=True, exclude=hidden, mode="json")
        for step in recording.steps
    ]


OPEN = {"kind": "navigated", "url": f"{BASE}/login", "how": "address"}
NAME, NOTE = field("User name"), field("Note", "textarea")
PASSWORD = field("Password", type="password")
LIST = field("Priority", "select")
BOX = field("Agree", type="checkbox")
BUTTON = field("Save", "button")


@pytest.mark.parametrize(
    ("shapes", "steps"),
    [
        pytest.param(
            [act("typed", "1", NAME, value="a"), {"at": 900, **act("typed", "1", value="ab")}],
            [{"fill": "user_name", "with": "ab"}],
            id="one fill however long the pause",
        ),
        pytest.param(
            [act("typed", "1", NAME, value="a"), act("typed", "2", NOTE, value="b"), act("typed", "1", value="ac")],
            [{"fill": "user_name", "with": "a"}, {"fill": "note", "with": "b"}, {"fill": "user_name", "with": "ac"}],
            id="another target ends a fill",
        ),
        pytest.param(
            [*click("p", "1", NAME), act("typed", "1", value="x")],
            [{"fill": "user_name", "with": "x"}],
            id="a click that only puts the caret is no step",
        ),
        pytest.param(
            [
                *click("p", "1", NAME),
                {"kind": "window_opened", "window": "popup", "opener": "main"},
                act("typed", "1", value="x"),
            ],
            [{"click": "user_name", "opens": "popup"}, {"fill": "user_name", "with": "x"}],
            id="a click that opened a window is a step",
        ),
        pytest.param(
            [act("typed", "1", NAME, value="x"), act("typed", "9", NAME, value="xy")],
            [{"fill": "user_name", "with": "xy"}],
            id="a field that was drawn anew is the same field",
        ),
        pytest.param(
            [*click("p", "1", LIST), act("chosen", "1", labels=["bart"]), act("chosen", "1", labels=["bob"])],
            [{"select": "priority", "choose": "bob"}],
            id="typing on a closed list is one choice",
        ),
        pytest.param([*click("p", "1", LIST)], [], id="a list that was only opened is no step"),
        pytest.param(
            [*click("p", "1", BOX), act("ticked", "1", checked=True)], [{"check": "agree"}], id="a tick is one step"
        ),
        pytest.param(
            [*click("p", "1", BOX), {"kind": "answered", "type": "alert", "message": "Sure", "accepted": True},
             act("ticked", "1", checked=False)],
            [{"uncheck": "agree", "dialogs": [{"type": "alert", "message": "Sure"}]}],
            id="a dialog between click and tick stays with the step",
        ),
        pytest.param(
            [*click("p", "1", BUTTON), *click("q", "1", BUTTON, 2)],
            [{"click": "save", "count": 2}],
            id="a double click is one step",
        ),
        pytest.param(
            [*click("p", "1", BUTTON), *click("q", "2", NOTE, 2)],
            [{"click": "save"}, {"click": "note"}],
            id="a second click that hit something else is its own",
        ),
        pytest.param(
            [act("down", "1", BUTTON, press="p"), {"kind": "up", "press": "p", "moved": 80}],
            [],
            id="a drag over text is no click",
        ),
        pytest.param(
            [act("down", "1", BUTTON, press="p"), {"kind": "up", "press": "p", "gone": True}],
            [{"click": "save"}],
            id="a press whose element was taken away is a click",
        ),
        pytest.param(
            [act("down", "1", BUTTON, press="p"), {"kind": "navigated", "url": f"{BASE}/next"}],
            [{"click": "save"}],
            id="a press that led away is a click",
        ),
        pytest.param([act("pressed", "1", NAME, key="Tab")], [], id="Tab that only leads on is no step"),
        pytest.param(
            [act("pressed", "1", NAME, key="Tab"), {"kind": "navigated", "url": f"{BASE}/next"}],
            [{"press": "Tab", "on": "user_name"}],
            id="Tab that the page reacts to is a step",
        ),
        pytest.param(
            [*click("p", "1", BUTTON), {"kind": "downloaded", "name": "list_7 (1).csv", "size": 3}],
            [{"click": "save", "download": {"name": r"list_\d+\ \(\d+\)\.csv"}}],
            id="a download's name with other digits is the same file",
        ),
        pytest.param(
            [act("typed", "1", NAME, value="{{ x }} {% y %}")],
            [{"fill": "user_name", "with": '{{ "{{" }} x }} {{ "{%" }} y %}'}],
            id="braces that were typed stay braces",
        ),
        pytest.param(
            [act("checked", "1", BUTTON, check="text", expected="Saved"), act("checked", "2", NAME, check="value", expected="x")],
            [{"see": "Saved"}, {"value": "user_name", "is": "x"}],
            id="checks that were asked for",
        ),
        pytest.param(
            [OPEN, {**OPEN, "url": f"{BASE}/form"}],
            [{"open": "app:/form"}],
            id="an address left again at once is not opened",
        ),
        pytest.param(
            [*click("p", "1", BUTTON), {"kind": "window_closed", "window": "main", "by": "person"}],
            [{"click": "save"}],
            id="closing the last window is no step",
        ),
    ],
)  # fmt: skip
def test_events_become_steps(shapes: list[Shape], steps: list[Shape]) -> None:
    assert plain(recorded(*shapes)) == steps


def test_what_came_after_is_told() -> None:
    shapes = [*click("p", "1", BUTTON), {"kind": "requested"}, *click("q", "2", NOTE), *click("r", "3", NAME)]
    late = {"kind": "navigated", "url": f"{BASE}/next", "at": 100.9}
    assert [step.after for step in recorded(*shapes, late).steps] == ["requests", None, "navigation"]


def test_a_page_that_goes_on_by_itself_much_later_is_no_effect() -> None:
    late = {"kind": "navigated", "url": f"{BASE}/next", "at": 160}
    assert recorded(*click("p", "1", BUTTON), late).steps[0].after is None


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ([], [], ["open app:/login"]),
        ([], click("a:2", "a:2", NAME), ["open app:/login", "click user_name"]),
        (click("a:1", "a:1", NAME), [], ["open app:/login", "click user_name"]),
        (
            click("a:1", "a:1", NAME),
            click("b:1", "b:1", NOTE),
            ["open app:/login", "click user_name", "open app:/login", "click note"],
        ),
    ],
)
def test_what_the_recorder_opens_to_go_on_from_is_a_step_once_something_is_done_there(
    before: list[Shape], after: list[Shape], words: list[str]
) -> None:
    again = {"kind": "started", "resumed": True, "viewport": [1280, 900]}
    seen = {
        "kind": "window_opened",
        "url": OPEN["url"],
    }  # a slow machine tells of the window when it is loaded
    for opened in ([OPEN], [seen, OPEN]):
        recording = recorded(OPEN, *before, again, *opened, *after)
        assert [step.words() for step in recording.steps] == words


def test_passwords_are_secrets_named_by_system_then_by_field() -> None:
    fields = [PASSWORD, field("New password", type="password") | {"url": "/change"}]
    shapes = [act("typed", str(n), one, secret=True) for n, one in enumerate(fields)]
    again = act("typed", "7", PASSWORD | {"url": "/login-again"}, secret=True)
    recording = recorded(*shapes, again)
    assert [step.with_ for step in recording.steps] == [
        "{{ secrets.app_password }}",
        "{{ secrets.new_password }}",
        "{{ secrets.app_password }}",
    ]
    assert recording.secrets == ("app_password", "new_password")
    assert recording.systems["app"].sign_in == "form"


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("LT-0042", "{{ inputs.device }}"),
        (" LT-0042 ", "{{ inputs.device }}"),
        ("for LT-0042, please", "for {{ inputs.device }}, please"),
        ("LT-00421", "LT-00421"),
        ("7", "{{ inputs.days }}"),
        ("7 days", "7 days"),
        ("PIN «secret:pin»", "PIN {{ secrets.pin }}"),
    ],
)
def test_values_are_words_of_the_bot(typed: str, text: str) -> None:
    recording = recorded(act("typed", "1", NAME, value=typed), device="LT-0042", days="7")
    assert plain(recording) == [{"fill": "user_name", "with": text}]


def test_rows_share_a_target_and_names_follow_inputs() -> None:
    link = {
        "candidates": [{"by": "role", "role": "link", "name": "LT-0042"}],
        "fingerprint": {"tag": "a", "name": "LT-0042"},
    }
    shapes = [
        *click("p", "1", in_row("LT-0041")),
        *click("q", "2", in_row("LT-0042")),
        *click("r", "3", link),
    ]
    recording = recorded(*shapes, device="LT-0042")
    assert plain(recording)[:2] == [
        {"click": "lend_in_row", "row": "LT-0041"},
        {"click": "lend_in_row", "row": "{{ inputs.device }}"},
    ]
    assert plain(recording)[2]["named"] == "{{ inputs.device }}"
    assert len(recording.targets) == 2


def test_an_act_that_was_reported_late_goes_before_its_effect() -> None:
    down, clicked = click("p", "1", BUTTON)
    dialog = {"kind": "answered", "type": "confirm", "accepted": False, "at": 101.0}
    events = told({**OPEN, "at": 99.0}, dialog, {**down, "at": 100.9}, {**clicked, "at": 100.91})
    assert plain(steps_of(events, Options(systems={"app": BASE})))[1] == {
        "click": "save",
        "dialogs": [{"type": "confirm", "answer": "dismiss"}],
    }


def test_systems_have_names_and_know_where_they_lead() -> None:
    away = {"kind": "navigated", "url": "https://login.example.com/sso", "at": 100.4}
    back = {"kind": "navigated", "url": f"{BASE}/home", "at": 100.5}
    other = {"kind": "navigated", "url": "https://billing.example.com/new?x=1", "how": "address", "at": 100.6}
    basic = {"kind": "signed_in", "origin": "https://billing.example.com"}
    recording = recorded(OPEN, *click("p", "1", BUTTON), away, back, other, basic)
    assert recording.systems["app"].also == ("https://login.example.com",)
    assert recording.systems["billing"].url == "https://billing.example.com"
    assert recording.systems["billing"].sign_in == "basic"
    assert recording.secrets == ("billing_user", "billing_password")
    assert plain(recording)[-1] == {"open": "billing:/new?x=1"}


def test_the_same_events_always_give_the_same_steps() -> None:
    events = told(OPEN, *click("p", "1", BUTTON), act("typed", "2", NAME, value="x"))
    assert steps_of(events) == steps_of(events)
    again = [EVENT.validate_json(event.model_dump_json(by_alias=True)) for event in events]
    assert steps_of(again) == steps_of(events)


@pytest.mark.parametrize(
    ("key", "how"), [("F5", "reload"), ("Alt+ArrowLeft", "back"), ("Alt+ArrowRight", "forward")]
)
def test_a_key_that_the_browser_took_for_its_button_is_that_button(key: str, how: str) -> None:
    pressed = {"kind": "pressed", "key": key}
    steps = plain(recorded(OPEN, pressed, {"kind": "navigated", "url": f"{BASE}/login", "how": how}))
    assert steps == [{"open": "app:/login"}, {how: "main"}]


def test_a_frame_that_went_back_is_the_windows_button() -> None:
    moved = {"kind": "navigated", "url": f"{BASE}/frame", "how": "back", "main": False}
    assert plain(recorded(OPEN, moved))[1:] == [{"back": "main"}]

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from clerkwork.bots.load import examine

Shown = Callable[..., list[str]]


@pytest.fixture
def shown(shelf: Any) -> Shown:
    """All faults and warnings of a bot with these texts after its three lines of head, short."""

    def show(text: str, targets: str | None = None) -> list[str]:
        whole = None if targets is None else f"targets:\n{targets}"
        found = examine(shelf.put(shelf.head + text, whole))
        return [f"{f.line}:{f.column}: {f.severity}: {f.message}" for f in (*found.faults, *found.warnings)]

    return show


BOT_RULES: list[tuple[str, str, str]] = [
    ("target", "steps:\n  - click: save\n", "5:12: fault: the target 'save' is not in targets.yaml; allowed: none"),
    ("target in a mask", "steps:\n  - checkpoint: a\n    mask: [clock]\n", "6:12: fault: the target 'clock' is not in"),
    ("target under a drawn mask", "steps:\n  - checkpoint: a\n    mask: [{on: clock, x: 0, y: 0, width: 9, height: 9}]\n", "6:17: fault: the target 'clock' is not in"),
    ("target in an expectation", "steps:\n  - open: web:/\n    expect:\n      - value: x\n        is: y\n", "7:16: fault: the target 'x' is"),
    ("system", "steps:\n  - open: wep:/login\n", "5:11: fault: the system 'wep' is not declared under 'systems'; did you mean 'web'?"),
    ("address", "steps:\n  - open: https://evil.example/\n", "5:11: fault: 'https://evil.example/' is no address"),
    ("address of another host", "steps:\n  - open: web://evil.example/\n", "5:11: fault: 'web://evil.example/' is no address"),
    ("window to close", "steps:\n  - close: popup\n", "5:12: fault: no step opens the window 'popup'"),
    ("window to press in", "steps:\n  - press: Enter\n    window: popup\n", "6:13: fault: no step opens the window 'popup'"),
    ("undeclared input", "steps:\n  - see: '{{ inputs.nme }}'\n", "5:10: fault: inputs.nme is not declared under 'inputs'"),
    ("undeclared secret", "steps:\n  - see: '{{ secrets.x }}'\n", "5:10: fault: secrets.x is not declared under 'secrets'"),
    ("undeclared output", "steps:\n  - open: 'web:/{{ outputs.x }}'\n", "5:11: fault: outputs.x is not declared"),
    ("input used in when", "steps:\n  - see: x\n    when: '{{ inputs.x }}'\n", "6:11: fault: inputs.x is not declared"),
    ("input used in a dialog", "steps:\n  - open: web:/\n    dialogs: [{type: prompt, text: '{{ inputs.x }}'}]\n", "6:36: fault: inputs.x is"),
    ("input used in a refusal", "business: [{see: '{{ inputs.x }}', reason: no}]\n", "4:18: fault: inputs.x is not declared"),
    ("output of a download", "steps:\n  - open: web:/\n    download: {into: x}\n", "6:22: fault: outputs.x is not declared"),
    ("unused input", "inputs:\n  device: {}\n", "5:3: warning: the input 'device' is used by no step"),
    ("unused secret", "secrets:\n  - a_key\n", "5:5: warning: the secret 'a_key' is used by no step"),
    ("output never read", "outputs:\n  total: {}\n", "5:3: warning: no step reads the output 'total'"),
    ("expression", "steps:\n  - see: '{{ inputs. }}'\n", "5:10: fault: the expression '{{ inputs. }}' cannot be read"),
    ("statement", "steps:\n  - see: '{% for a in b %}'\n", "5:10: fault: the expression '{% for a in b %}' holds {%"),
    ("hostile expression", "steps:\n  - see: \"{{ ''.__class__ }}\"\n", "5:10: fault: the expression \"''.__class__\" asks for"),
    ("ids", "steps:\n  - id: a\n    see: x\n  - id: a\n    see: y\n", "7:9: fault: the id 'a' is taken by the step in line 5"),
    ("probe", "steps:\n  - open: web:/\n    commit:\n      key: k\n      probe:\n        - press: Enter\n", "9:11: fault: a probe only looks, 'press'"),
    ("no probe", "steps:\n  - open: web:/\n    commit: {key: k}\n", "6:5: warning: a commit without a probe"),
    ("secret in a key", "secrets: [a]\nsteps:\n  - open: web:/\n    commit: {key: '{{ secrets.a }}', probe: [{see: x}]}\n", "7:19: fault: the key is journalled"),
    ("pattern of an input", "inputs:\n  a: {pattern: '('}\n", "5:16: fault: not a regular expression"),
    ("pattern of a download", "steps:\n  - open: web:/\n    download: {name: '['}\n", "6:22: fault: not a regular expression"),
    ("runaway pattern", "inputs:\n  a: {pattern: '(a+)+$', default: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab}\n", "5:16: warning: a repeat inside"),
    ("default", "inputs:\n  a: {type: integer, max: 5, default: 9}\n", "5:39: fault: the default does not fit the input 'a': got 9, at most 5"),
    ("example", "inputs:\n  a: {type: date, example: soon}\n", "5:28: fault: the example does not fit the input 'a': got 'soon', it must be a date"),
    ("bounds", "inputs:\n  a: {type: integer, min: 9, max: 5}\n", "5:27: fault: min 9 is above max 5"),
    ("review", "review: {last: 2020-01-01}\n", "4:16: warning: the review was due on 2020-06-29"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "said"), [case[1:] for case in BOT_RULES], ids=[case[0] for case in BOT_RULES]
)
def test_what_does_not_fit_together_is_named_with_its_place(shown: Shown, text: str, said: str) -> None:
    assert [line for line in shown(text) if line.startswith(said)]


def test_basic_sign_in_needs_its_two_secrets_and_uses_them(shelf: Any) -> None:
    text = shelf.head.replace("}}", ", sign_in: basic}}")
    missing = examine(shelf.put(text, None))
    assert [f.message.split(" ")[3] for f in missing.faults] == ["'web_password'", "'web_user'"]
    whole = examine(shelf.put(text + "secrets: [web_user, web_password]\n", None))
    assert (whole.faults, whole.warnings) == ((), ())


PATHS = ["../x", "files/../../x", "/etc/passwd", "C:/x", "C:x", "\\\\host\\x", "files\\x", "//host/x"]


@pytest.mark.parametrize("path", PATHS)
def test_a_path_that_leads_out_of_the_bundle_is_a_fault(shown: Shown, shelf: Any, path: str) -> None:
    found = shown(f"steps:\n  - upload: f\n    files: ['{path}']\n", shelf.target("f"))
    assert [
        line for line in found if line.startswith("6:13: fault: the path") and "out of the bundle" in line
    ]


def test_a_link_that_leads_out_of_the_bundle_is_a_fault(shown: Shown, shelf: Any, tmp_path: Path) -> None:
    (tmp_path / "outside.txt").write_text("x", encoding="utf-8")
    (shelf.folder / "files").mkdir()
    (shelf.folder / "files" / "x.txt").symlink_to(tmp_path / "outside.txt")
    found = shown("steps:\n  - upload: f\n    files: [files/x.txt]\n", shelf.target("f"))
    assert found == ["6:13: fault: the path 'files/x.txt' leads out of the bundle through a link"]


def test_a_file_to_upload_must_be_there_and_then_is_right(shown: Shown, shelf: Any) -> None:
    text = "steps:\n  - upload: f\n    files: [files/x.txt]\n"
    assert shown(text, shelf.target("f")) == ["6:13: fault: the file 'files/x.txt' is not in the bundle"]
    (shelf.folder / "files").mkdir()
    (shelf.folder / "files" / "x.txt").write_text("x", encoding="utf-8")
    assert shown(text, shelf.target("f")) == []


def test_a_target_in_a_window_that_nobody_opens_is_a_fault_until_a_step_opens_it(
    shown: Shown, shelf: Any
) -> None:
    popup = shelf.target("f") + "    window: popup\n"
    step = "steps:\n  - click: f\n"
    assert shown(step, popup)[0].startswith("7:13: fault: no step opens the window 'popup' of the target 'f'")
    assert shown(step + "  - open: web:/\n    opens: popup\n", popup) == []


def test_a_password_typed_into_the_bot_is_a_warning_that_does_not_show_it(shown: Shown, shelf: Any) -> None:
    found = shown("steps:\n  - fill: f\n    with: hunter2\n", shelf.target("f", "password"))
    assert [line.split(":")[:3] for line in found] == [["6", "11", " warning"]]
    assert "hunter2" not in found[0]


def test_a_target_with_a_single_candidate_is_a_warning(shown: Shown, shelf: Any) -> None:
    one = shelf.target("f").replace("      - {by: id, value: f}\n", "")
    assert "warning: 'f' has one candidate only" in shown("steps:\n  - click: f\n", one)[0]


def test_a_target_found_by_markup_alone_is_a_warning(shown: Shown, shelf: Any) -> None:
    markup = (
        shelf.target("f")
        .replace("by: id, value: f", "by: css, css: a")
        .replace("by: role, role: textbox, name: f", "by: xpath, xpath: //a")
    )
    assert (
        "warning: 'f' is found by its place in the markup alone" in shown("steps:\n  - click: f\n", markup)[0]
    )


def test_a_picture_that_is_missing_is_a_warning_and_one_outside_a_fault(shown: Shown, shelf: Any) -> None:
    step = "steps:\n  - click: f\n"
    assert ": warning: the file" in shown(step, shelf.target("f") + "    crop: crops/f.png\n")[0]
    assert ": fault: the path" in shown(step, shelf.target("f") + "    crop: ../f.png\n")[0]

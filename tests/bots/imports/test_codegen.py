from __future__ import annotations

from pathlib import Path

import pytest

from clerkwork.bots.actions.registry import action_of
from clerkwork.bots.actions.select import Select
from clerkwork.bots.errors import ForeignInvalid
from clerkwork.bots.imports import Imported, read_foreign
from clerkwork.selectors.target import ByRole, ByXPath

DATA = Path(__file__).parent / "data"
HEAD = """\
from playwright.sync_api import Page, expect

def test_example(page: Page) -> None:
    page.goto("http://console.example/start")
"""


def reading(tmp_path: Path, *lines: str) -> Imported:
    file = tmp_path / "script.py"
    file.write_text(HEAD + "".join(f"    {line}\n" for line in lines))
    return read_foreign(file, "tested")


def test_both_targets_of_codegen_become_the_same_bot() -> None:
    python, jsonl = (read_foreign(DATA / file, "rent") for file in ("rent.py", "rent.jsonl"))
    assert python.bot == jsonl.bot
    assert python.targets == jsonl.targets


def test_a_script_is_parsed_and_never_run(tmp_path: Path) -> None:
    trap = tmp_path / "sprung"
    imported = reading(tmp_path, f'open({str(trap)!r}, "w").write("x")', 'page.locator("#a").click()')
    assert not trap.exists()
    assert [(one.line, one.kind) for one in imported.remarks] == [(5, "left")]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ('page.locator("#a").fill(open("x").read())', "its value is not written out in the file"),
        ('page.locator("#a").tap()', "there is no such step"),
        ("for i in range(3): page.reload()", "only calls on pages and locators are understood"),
        ('page.locator("div:has-text(1) >> nth=2").click()', "its locator cannot be said here"),
        ('page2.get_by_text("x").click()', "page2 is no page that is known here"),
    ],
)
def test_what_is_not_understood_is_named_with_its_line(tmp_path: Path, line: str, why: str) -> None:
    assert [(one.line, one.why) for one in reading(tmp_path, line).remarks] == [(5, why)]


def test_a_chain_becomes_one_path(tmp_path: Path) -> None:
    line = 'page.get_by_role("row", name="LT-0042 Laptop").get_by_role("link", name="Reserve").first.click()'
    target = reading(tmp_path, line).targets.targets["reserve"]
    (found,) = target.candidates
    assert isinstance(found, ByXPath)
    assert found.xpath.startswith("(//*[self::tr or ") and found.xpath.endswith(")[1]")


def test_frames_are_followed_by_name_id_title_or_place(tmp_path: Path) -> None:
    imported = reading(
        tmp_path,
        'page.frame_locator("frame[name=left]").frame_locator("#inner").get_by_text("A").click()',
        'page.locator("iframe").nth(2).content_frame.get_by_text("B").click()',
    )
    frames = [target.frame for target in imported.targets.targets.values()]
    assert [(step.name, step.id, step.index) for path in frames for step in path] == [
        ("left", None, 0),
        (None, "inner", 0),
        (None, None, 2),
    ]


def test_async_scripts_checks_and_keys_are_read(tmp_path: Path) -> None:
    imported = reading(
        tmp_path,
        'page.get_by_label("Days").press("ControlOrMeta+a")',
        'expect(page.get_by_text("created")).to_be_visible()',
        'expect(page.locator("#state")).to_contain_text("done")',
        'expect(page.get_by_label("Days")).to_have_value("7")',
    )
    assert [action_of(step) for step in imported.bot.steps] == ["open", "press", "see", "see", "value"]
    assert imported.remarks == ()


def test_an_entry_chosen_by_its_value_stays_a_value(tmp_path: Path) -> None:
    step = reading(tmp_path, 'page.locator("#centre").select_option("4711")').bot.steps[1]
    assert isinstance(step, Select)
    assert (step.choose, step.match) == ("4711", "value")


def test_pointing_dragging_and_going_back_are_steps(tmp_path: Path) -> None:
    imported = reading(
        tmp_path,
        'page.locator("#menu").hover()',
        'page.locator("#card").drag_to(page.locator("#done"))',
        "page.go_back()",
    )
    told = [step.model_dump(by_alias=True, exclude_unset=True) for step in imported.bot.steps[1:]]
    assert told == [{"hover": "menu"}, {"drag": "card", "to": "done"}, {"back": "main"}]


def test_a_part_of_a_name_is_found_by_a_second_candidate(tmp_path: Path) -> None:
    target = reading(tmp_path, 'page.get_by_role("button", name="Sign").click()').targets.targets["sign"]
    assert [type(one) for one in target.candidates] == [ByRole, ByXPath]
    assert target.fingerprint.name is None


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("x.py", "def ("),
        ("x.json", "{,}"),
        ("x.jsonl", "{"),
        ("x.json", '{"hello": 1}'),
        ("x.side", "[]"),
        ("x.json", '{"steps": [{"type": "setViewport", "width": "wide"}]}'),
        ("x.json", '{"steps": []}'),
        ("x.json", "[" * 5000),
    ],
)
def test_a_file_of_no_known_form_is_refused_with_its_name(tmp_path: Path, name: str, text: str) -> None:
    file = tmp_path / name
    file.write_text(text)
    with pytest.raises(ForeignInvalid) as refused:
        read_foreign(file, "x")
    assert str(refused.value).startswith(str(file))


def test_a_password_typed_again_elsewhere_is_the_secret_there_too(tmp_path: Path) -> None:
    imported = reading(
        tmp_path,
        'page.get_by_label("Password").fill("login")',
        'page.get_by_role("button", name="Login", exact=True).click()',
        'page.locator("#again").fill("login")',
    )
    told = [step.model_dump(by_alias=True, exclude_unset=True) for step in imported.bot.steps[1:]]
    assert told == [
        {"fill": "password", "with": "{{ secrets.console_password }}"},
        {"click": "login"},
        {"fill": "again", "with": "{{ secrets.console_password }}"},
    ]
    assert imported.secrets == ("console_password",)

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import typer

from clerkwork.bots.schema import SCHEMA_FILE
from clerkwork.cli.lint import lint

Output = Callable[[], str]


@pytest.fixture
def output(capsys: pytest.CaptureFixture[str]) -> Output:
    return lambda: capsys.readouterr().out


def test_a_right_bot_passes(shelf: Any, output: Output) -> None:
    assert lint([shelf.put()]) == 0
    assert output() == "1 bot, 0 faults, 0 warnings\n"


def test_faults_and_warnings_of_all_bots_are_one_line_each(
    shelf: Any, output: Output, tmp_path: Path
) -> None:
    folder = shelf.put(shelf.head + "inputs: {a: {}}\nsteps:\n  - click: save\n")
    assert lint([folder, tmp_path / "nowhere"]) == 2
    assert output().splitlines() == [
        f"{folder / 'bot.yaml'}:4:10: warning: the input 'a' is used by no step",
        f"{folder / 'bot.yaml'}:6:12: fault: the target 'save' is not in targets.yaml; "
        "allowed: user_name, password, reserve_in_row, submit, loan_number",
        f"{tmp_path / 'nowhere' / 'bot.yaml'}:1:1: fault: the file does not exist",
        "2 bots, 2 faults, 1 warning",
    ]


def test_warnings_pass_unless_strict(shelf: Any) -> None:
    folder = shelf.put(shelf.head + "inputs: {a: {}}\n")
    assert lint([folder]) == 0
    assert lint([folder], strict=True) == 2


def test_machines_get_one_document(shelf: Any, output: Output) -> None:
    folder = shelf.put(shelf.head + "inputs: {a: {}}\n")
    assert lint([folder], as_json=True) == 0
    assert json.loads(output()) == {
        "bots": [str(folder)],
        "faults": [
            {
                "file": str(folder / "bot.yaml"),
                "line": 4,
                "column": 10,
                "severity": "warning",
                "message": "the input 'a' is used by no step",
            }
        ],
    }


def test_an_editor_is_told_where_the_schema_is(output: Output) -> None:
    assert lint(schema=True) == 0
    assert output() == f"{SCHEMA_FILE}\n"


def test_a_lint_of_nothing_is_a_usage_error() -> None:
    with pytest.raises(typer.BadParameter, match="name at least one bot's folder"):
        lint([])

"""Lint knows what the bots that a bot is reconciled by must be: there, readable, and harmless."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from clerkwork.cli.lint import lint

HEAD = 'clerkwork: 1\nname: {name}\nsystems: {{web: {{url: "http://127.0.0.1:1"}}}}\n'
LIST = "outputs: {orders: {type: rows}}\n"
COMMIT = "steps:\n  - open: web:/\n    commit: {key: k, probe: [{see: x}]}\n"
RECONCILE = "reconcile:\n  key: k\n  against:\n    - {bot: list_orders, rows: orders, column: No.}\n"


@pytest.mark.parametrize(
    ("control", "said"),
    [
        (LIST, None),
        (None, "the control 'list_orders' is not there, and there is no such folder beside it; put it into"),
        (LIST + COMMIT, "the control 'list_orders' has a commit step, and a control only reads"),
        ("outputs: {orders: {}}\n", "the control 'list_orders' has no output 'orders' of type rows"),
        (LIST + "inputs: {day: {}}\n", "is given no inputs, and it needs some: input day: is not given"),
        (LIST + "stepps: []\n", "the control 'list_orders' cannot be read: "),
    ],
)
def test_a_control_that_could_not_be_run_is_a_fault_in_its_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], control: str | None, said: str | None
) -> None:
    _write(tmp_path / "order", "order", RECONCILE)
    if control is not None:
        _write(tmp_path / "list_orders", "list-orders", control)
    assert lint([tmp_path / "order"]) == (0 if said is None else 2)
    told = capsys.readouterr().out
    if said is not None:
        assert f"{tmp_path / 'order' / 'bot.yaml'}:7:13: fault: " in told
        assert said in told


def test_who_signs_in_is_looked_at_like_every_other_text(
    shelf: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    head = shelf.head.replace("}}", ", account: '{{ secrets.web_user }} {{ inputs.who }} {{ outputs.x }}'}}")
    folder = shelf.put(f"{head}secrets: [web_user]\n", None)
    assert lint([folder]) == 2
    told = capsys.readouterr().out
    assert ":3:53: fault: inputs.who is not declared under 'inputs'" in told
    assert ":3:53: fault: outputs.x is not known before the first step" in told
    assert "web_user" not in told


def _write(folder: Path, name: str, text: str) -> None:
    folder.mkdir()
    (folder / "bot.yaml").write_text(HEAD.format(name=name) + text, encoding="utf-8")

"""`clerkwork lint --live` walks a bot up to its commit and says which targets the next release would break."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from clerkwork.bots.save import digest
from clerkwork.cli.main import main
from clerkwork.fixtures_sites.server import SiteServer

LIBRARY = Path(__file__).parents[2] / "bots" / "library"


@pytest.fixture
def bot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the library's rental bot, with its secret in the environment."""
    monkeypatch.setenv("CLERKWORK_SECRET_RENTALS_PASSWORD", "clerk-pass-7")
    folder = tmp_path / "rent_device"
    shutil.copytree(LIBRARY / "rent_device", folder)
    return folder


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def findings(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, list[dict[str, Any]]]:
    capsys.readouterr()
    code = main(["lint", "--live", "--json", *words])
    return code, json.loads(capsys.readouterr().out)["faults"]


def test_a_walk_commits_nothing_and_names_what_is_weak(
    site: Any, bot: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rentals: SiteServer = site("rentals")
    change(bot / "targets.yaml", """'input[name$="$btnSearch"]'""", "'#ctl00_ContentPlaceHolder1_btnSearch'")
    loans, before = rentals.state()["loans"], digest(bot)
    code, found = findings(
        capsys, str(bot), "--system", f"rentals={rentals.url}", "--input", "device=LT-0034"
    )
    assert code == 0, found
    assert {one["severity"] for one in found} <= {"warning"}
    assert {Path(one["file"]).name for one in found} == {"targets.yaml"}
    assert any("'ctl00_ContentPlaceHolder1_btnSearch' looks generated" in one["message"] for one in found), (
        found
    )
    lines = (bot / "targets.yaml").read_text(encoding="utf-8").splitlines()
    lost = next(one for one in found if "it finds nothing" in one["message"])
    assert "Server time" in lines[lost["line"] - 1]
    assert rentals.state()["loans"] == loans
    assert digest(bot) == before


def test_after_a_redesign_it_says_what_is_lost_and_where_the_bot_would_stop(
    site: Any, bot: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rentals: SiteServer = site("rentals")
    change(bot / "bot.yaml", "open: rentals:/login\n", "open: rentals:/login?skin=3\n")
    change(bot / "bot.yaml", "\nsteps:\n", "\ntimeout: 6\nsteps:\n")
    code, found = findings(
        capsys, str(bot), "--system", f"rentals={rentals.url}", "--input", "device=LT-0034"
    )
    assert code == 2
    messages = [one["message"] for one in found]
    assert any("'sign_in' is found by one candidate only" in message for message in messages), messages
    assert any("txtUser" in message and "it finds nothing" in message for message in messages)
    [fault] = [one for one in found if one["severity"] == "fault"]
    assert "target 'reserve_in_row' was not found" in fault["message"]
    line = (bot / "targets.yaml").read_text(encoding="utf-8").splitlines()[fault["line"] - 1]
    assert line[fault["column"] - 1 :].startswith("reserve_in_row:")


def test_inputs_belong_to_a_walk_of_one_bot(bot: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lint", str(bot), "--input", "device=LT-0034"]) == 2
    assert "belong to --live with one bot" in capsys.readouterr().err

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from clerkwork.cli.main import main
from clerkwork.evidence.run_folder import RunFolder

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def run(tmp_path: Path) -> Path:
    """A finished and sealed run of one event."""
    folder = RunFolder.create(tmp_path / "runs", "rent-device")
    folder.finish("done")
    return folder.path


def test_verify_says_that_a_sealed_run_fits(run: Path, capsys: Capture) -> None:
    assert main(["verify", str(run)]) == 0
    assert capsys.readouterr().out.startswith(f"{run}: sealed, ")


def test_verify_names_the_first_thing_that_does_not_fit(run: Path, capsys: Capture) -> None:
    info = run / "run.json"
    info.write_bytes(info.read_bytes().replace(b"rent-device", b"rent-devise", 1))
    assert main(["verify", str(run)]) == 1
    said = capsys.readouterr().out
    assert said.startswith(f"{run}: altered: ")
    assert "run.json" in said


def test_verify_says_the_same_for_machines_and_goes_on_after_a_folder_that_is_no_run(
    run: Path, tmp_path: Path, capsys: Capture
) -> None:
    assert main(["verify", "--json", str(tmp_path), str(run)]) == 1
    verdicts = json.loads(capsys.readouterr().out)
    assert [(verdict["ok"], verdict["standing"]) for verdict in verdicts] == [
        (False, "unreadable"),
        (True, "sealed"),
    ]


def test_report_prints_the_path_of_the_page(run: Path, capsys: Capture) -> None:
    assert main(["report", str(run)]) == 0
    page = Path(capsys.readouterr().out.strip())
    assert page == run / "report.html"
    assert "rent-device" in page.read_text(encoding="utf-8")


def test_a_report_of_no_run_is_one_sentence(tmp_path: Path, capsys: Capture) -> None:
    assert main(["report", str(tmp_path)]) == 1
    assert capsys.readouterr().err.startswith(f"clerkwork: {tmp_path}: no run folder here")


def test_a_key_is_handed_on_to_those_who_verify_elsewhere(
    run: Path, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    public = tmp_path / "here.pem"
    assert main(["keys", "export", "--to", str(public)]) == 0
    monkeypatch.setenv("CLERKWORK_HOME", str(tmp_path / "elsewhere"))
    assert main(["verify", str(run)]) == 1
    assert main(["keys", "trust", str(public)]) == 0
    assert main(["verify", str(run)]) == 0
    capsys.readouterr()
    assert main(["keys", "list", "--json"]) == 0
    assert [key["seals"] for key in json.loads(capsys.readouterr().out)] == [False]


def test_a_new_key_leaves_old_seals_good(run: Path, capsys: Capture) -> None:
    assert main(["keys", "new"]) == 0
    assert main(["verify", str(run)]) == 0
    capsys.readouterr()
    assert main(["keys", "list"]) == 0
    assert [line.split()[1] for line in capsys.readouterr().out.splitlines()] == ["seals", "trusted"]


def test_verify_of_a_folder_names_a_run_that_is_missing(run: Path, capsys: Capture) -> None:
    RunFolder.create(run.parent, "rent-device").finish("done")
    assert main(["verify", str(run.parent)]) == 0
    assert capsys.readouterr().out.endswith("complete, runs 1 to 2 without a gap\n")
    shutil.rmtree(run)
    assert main(["verify", str(run.parent)]) == 1
    assert (
        f"incomplete: {run.name}: missing, the ledger entered it as run number 1" in capsys.readouterr().out
    )

from __future__ import annotations

import json
import shutil
import zipfile
from datetime import date, timedelta
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


def test_an_export_is_verified_on_another_machine(
    run: Path, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    RunFolder.create(run.parent, "rent-device").finish("done")
    packed, key = tmp_path / "export.zip", tmp_path / "key.pem"
    assert main(["evidence", "export", str(run), str(run.parent / "ledger.jsonl"), "--to", str(packed)]) == 0
    assert main(["keys", "export", "--to", str(key)]) == 0
    monkeypatch.setenv("CLERKWORK_HOME", str(tmp_path / "auditor"))
    assert main(["verify", str(packed)]) == 1
    assert main(["keys", "trust", str(key)]) == 0
    capsys.readouterr()
    assert main(["verify", str(packed)]) == 0
    said = capsys.readouterr().out
    assert said.endswith("1 runs, 1 left out of this export: complete, runs 1 to 2 without a gap\n")


def test_an_export_from_which_something_was_taken_does_not_pass(
    run: Path, tmp_path: Path, capsys: Capture
) -> None:
    packed, cut = tmp_path / "export.zip", tmp_path / "cut.zip"
    assert main(["evidence", "export", str(run), "--to", str(packed)]) == 0
    with zipfile.ZipFile(packed) as whole, zipfile.ZipFile(cut, "w") as part:
        for name in whole.namelist():
            if not name.endswith("run.json"):
                part.writestr(name, whole.read(name))
    assert main(["verify", str(cut)]) == 1
    assert "run.json: missing" in capsys.readouterr().out


@pytest.mark.parametrize("content", [b"PK nonsense", b""])
def test_a_file_that_is_no_export_is_one_sentence(tmp_path: Path, capsys: Capture, content: bytes) -> None:
    (tmp_path / "export.zip").write_bytes(content)
    assert main(["verify", str(tmp_path / "export.zip")]) == 1
    assert "cannot be opened as an export of runs" in capsys.readouterr().out


def test_what_is_due_is_erased_and_the_rest_stays_proven(tmp_path: Path, capsys: Capture) -> None:
    root = tmp_path / "runs"
    keep = {"pictures": "90 days", "run": "7 years"}
    folder = RunFolder.create(root, "rent-device", keep=keep, encrypted=True)
    folder.keep_shot(b"\x89PNG")
    folder.finish("done")
    started = date.fromisoformat(folder.info.started[:10])

    def prune(days: int, *options: str) -> str:
        day = started + timedelta(days=days)
        assert main(["evidence", "prune", str(root), "--today", str(day), *options]) == 0
        return capsys.readouterr().out

    assert prune(89) == ""
    assert "pictures due since" in prune(90, "--dry-run")
    assert (folder.path / "shots").exists()
    assert "1 files erased (pictures, kept 90 days)" in prune(90)
    assert prune(91) == ""
    assert main(["verify", str(root)]) == 0
    assert "1 erased on purpose" in capsys.readouterr().out
    assert "erased (run, kept 7 years)" in prune(8 * 366)
    assert main(["verify", str(root)]) == 0


def test_an_erasure_is_told_with_its_number_of_files(run: Path, capsys: Capture) -> None:
    assert main(["evidence", "erase", str(run), "--what", "run", "--why", "asked"]) == 0
    assert capsys.readouterr().out == f"{run}: 2 files erased (run)\n"
    assert main(["evidence", "erase", str(run), "--what", "run", "--why", ""]) == 1
    assert "needs a reason" in capsys.readouterr().err

"""A run folder keeps each thing once, under a safe name, and ends with a seal."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clerkwork.evidence.errors import RunFolderError, SigningKeyError, StorageError
from clerkwork.evidence.files import safe_name
from clerkwork.evidence.journal import read_journal
from clerkwork.evidence.redact import Redactor
from clerkwork.evidence.run_folder import RunFolder
from clerkwork.evidence.verify import Standing, verify_run


def test_run_ids_sort_by_time_and_never_meet(tmp_path: Path) -> None:
    folders = [RunFolder.create(tmp_path, "Rent Device/é") for _ in range(20)]
    names = [folder.path.name for folder in folders]
    assert len(set(names)) == 20
    assert all(re.fullmatch(r"\d{8}T\d{6}Z-rent-device-[0-9a-f]{4}", name) for name in names)


def test_run_json_tells_who_ran_what_without_secrets(tmp_path: Path) -> None:
    folder = RunFolder.create(
        tmp_path,
        "rent-device",
        redactor=Redactor({"token": "t0ken!"}),
        bot_digest="ab" * 32,
        inputs={"device": "LT-0042", "note": "use t0ken!"},
        systems={"rentals": "http://127.0.0.1:8101"},
    )
    folder.describe(browser="Chromium 142")
    told = json.loads((folder.path / "run.json").read_text("utf-8"))
    assert told["inputs"] == {"device": "LT-0042", "note": "use «secret:token»"}
    assert told["run"] == folder.path.name
    assert RunFolder.open(folder.path).info.browser == "Chromium 142"


def test_a_picture_is_stored_once_per_content(run: RunFolder) -> None:
    first, again, other = run.keep_shot(b"one"), run.keep_shot(b"one"), run.keep_shot(b"two")
    assert first == again != other
    assert (run.path / first).read_bytes() == b"one"


def test_downloads_with_the_same_name_are_numbered(run: RunFolder, tmp_path: Path) -> None:
    (tmp_path / "source").write_bytes(b"second")
    names = [run.keep_download("a.csv", b"first"), run.keep_download("x/../a.csv", tmp_path / "source")]
    assert names == ["downloads/a.csv", "downloads/a (2).csv"]
    assert (run.path / names[1]).read_bytes() == b"second"


def test_a_download_that_cannot_be_copied_leaves_nothing_behind(run: RunFolder, tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="could not keep the download"):
        run.keep_download("gone.csv", tmp_path / "not there")
    assert [path.name for path in (run.path / "downloads").iterdir()] == ["loans.csv"]


@pytest.mark.parametrize(
    ("proposed", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Windows\\system.ini", "system.ini"),
        ("..", "download"),
        ("", "download"),
        (".draft-00000000", "draft-00000000"),
        ("con.txt", "_con.txt"),
        ('a<b>:"c|?*.csv. ', "a_b___c___.csv"),
        ("line\nbreak\x00.csv", "line_break_.csv"),
        ("ü" * 300 + ".csv", "ü" * 58 + ".csv"),
    ],
)
def test_a_hostile_file_name_is_made_harmless(proposed: str, kept: str) -> None:
    assert safe_name(proposed) == kept


@given(st.text())
def test_any_file_name_stays_in_its_folder(proposed: str) -> None:
    name = safe_name(proposed)
    assert Path(name).name == name
    assert name not in (".", "..")
    assert len(name.encode()) <= 130


def test_a_finished_run_is_sealed_and_can_be_verified(run: RunFolder) -> None:
    assert verify_run(run.path).standing is Standing.RUNNING
    seal = run.finish("needs_review", exit=4, differences=1)
    assert seal == run.path / "seal.json"
    last = read_journal(run.path / "journal.jsonl")[-1]
    assert (last.event, dict(last.data)) == (
        "run.finished",
        {"state": "needs_review", "exit": 4, "differences": 1},
    )
    assert verify_run(run.path).ok


def test_an_interrupted_run_is_resumed_and_sealed(run: RunFolder) -> None:
    run.close()
    assert verify_run(run.path).standing is Standing.UNFINISHED
    again = RunFolder.resume(run.path)
    again.journal.append("run.started", resumed=True)
    again.finish("done")
    assert verify_run(run.path).ok


def test_a_sealed_run_cannot_be_resumed(sealed: Path) -> None:
    with pytest.raises(RunFolderError, match="finished and sealed"):
        RunFolder.resume(sealed)
    with pytest.raises(RunFolderError, match="not open for writing"):
        RunFolder.open(sealed).journal.append("late")


def test_drafts_of_a_killed_writer_and_the_reserve_are_gone_after_the_end(run: RunFolder) -> None:
    (run.path / "shots" / ".draft-0a1b2c3d").write_bytes(b"half")
    run.finish("done")
    assert not list(run.path.rglob(".*"))


def test_a_folder_without_a_run_is_named(tmp_path: Path) -> None:
    with pytest.raises(RunFolderError, match=r"run.json cannot be read"):
        RunFolder.open(tmp_path)
    (tmp_path / "run.json").write_text('{"run": 3}')
    with pytest.raises(RunFolderError, match="run does not fit"):
        RunFolder.open(tmp_path)


def test_an_unusable_key_leaves_a_finished_run_that_says_it_is_not_sealed(
    run: RunFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLERKWORK_SIGNING_KEY_FILE", str(tmp_path / "nowhere.pem"))
    with pytest.raises(SigningKeyError, match="the key cannot be read"):
        run.finish("done")
    assert verify_run(run.path).standing is Standing.UNSEALED

"""What is erased is gone, its erasure is signed, and the rest stays proven."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from clerkwork.evidence.erasure import Part, erase
from clerkwork.evidence.errors import ErasureError, PictureUnreadable
from clerkwork.evidence.files import ERASED
from clerkwork.evidence.key_store import new_key
from clerkwork.evidence.picture_store import key_file
from clerkwork.evidence.report import write_report
from clerkwork.evidence.run_folder import RunFolder
from clerkwork.evidence.verify import Standing, verify_run
from clerkwork.evidence.verify_runs import verify_runs

PNG = b"\x89PNG\r\n\x1a\n a picture of a person's address"


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """A sealed run with encrypted pictures and a download."""
    folder = RunFolder.create(tmp_path / "runs", "rent-device", encrypted=True)
    for index in range(3):
        folder.journal.append("step.finished", index=index, shot=folder.keep_shot(PNG + bytes([index])))
    folder.keep_download("loans.csv", b"L-1;A. Meyer")
    folder.finish("done")
    return folder.path


def everything_below(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_an_encrypted_picture_is_noise_on_disk_and_a_picture_with_its_key(kept: Path) -> None:
    run = RunFolder.open(kept)
    shots = sorted(path.relative_to(kept).as_posix() for path in (kept / "shots").iterdir())
    assert len(shots) == 3
    assert b"address" not in everything_below(kept)
    assert {run.pictures.read(shot)[:-1] for shot in shots} == {PNG}
    assert verify_run(kept).standing is Standing.SEALED


def test_the_same_picture_is_stored_once(tmp_path: Path) -> None:
    folder = RunFolder.create(tmp_path, "rent-device", encrypted=True)
    assert folder.keep_shot(PNG) == folder.keep_shot(PNG) != folder.keep_shot(PNG + b"2")


def test_erased_pictures_cannot_be_opened_from_any_copy_and_the_rest_is_still_proven(
    kept: Path, tmp_path: Path
) -> None:
    backup = tmp_path / "backup" / kept.name
    shutil.copytree(kept, backup)
    write_report(kept, inline_pictures=True)
    erase(kept, ["pictures"], why="asked by the person")
    assert not (kept / "shots").exists()
    assert not (kept / "report.html").exists()
    assert not key_file(kept.name).exists()
    copies = [path.relative_to(backup).as_posix() for path in (backup / "shots").iterdir()]
    for copy in copies:
        with pytest.raises(PictureUnreadable, match="its key is not on this machine or was erased"):
            RunFolder.open(backup).pictures.read(copy)
    found = verify_run(kept)
    assert (found.standing, found.erased, found.faults) == (Standing.SEALED, 3, ())
    assert verify_runs(kept.parent).ok


@pytest.mark.parametrize("encrypted", [True, False])
def test_a_run_can_be_erased_whole_and_still_is_no_gap(tmp_path: Path, encrypted: bool) -> None:
    root = tmp_path / "runs"
    for _ in range(3):
        folder = RunFolder.create(root, "rent-device", encrypted=encrypted)
        folder.keep_shot(PNG)
        folder.finish("done")
    middle = sorted(root.glob("*-rent-device-*"))[1]
    erase(middle, ["run"], why="older than seven years", who="retention")
    assert sorted(path.name for path in middle.iterdir()) == [ERASED, "seal.json"]
    assert verify_run(middle).standing is Standing.ERASED
    assert verify_runs(root).ok


def test_erasing_goes_on_where_a_crash_broke_it_off(kept: Path) -> None:
    shots = {path: path.read_bytes() for path in (kept / "shots").iterdir()}
    erase(kept, ["pictures"], why="asked")
    (kept / "shots").mkdir()
    first, content = next(iter(shots.items()))
    first.write_bytes(content)
    found = verify_run(kept)
    assert found.standing is Standing.ALTERED
    assert "recorded as erased, but it is there" in (found.fault or "")
    erase(kept, ["pictures"], why="asked")
    assert verify_run(kept).ok


def test_an_erasure_is_believed_only_if_it_is_signed(kept: Path) -> None:
    (kept / "downloads" / "loans.csv").unlink()
    assert not verify_run(kept).ok
    forged = (kept / "seal.json").read_bytes()
    (kept / ERASED).write_bytes(forged)
    assert any("signed by a known key, but for another purpose" in fault for fault in verify_run(kept).faults)


def test_the_erasure_of_another_run_covers_nothing(kept: Path) -> None:
    other = RunFolder.create(kept.parent, "rent-device")
    other.keep_download("loans.csv", b"L-1;A. Meyer")
    other.finish("done")
    erase(other.path, ["downloads"], why="asked")
    shutil.copy(other.path / ERASED, kept / ERASED)
    (kept / "downloads" / "loans.csv").unlink()
    assert any("the record of another run" in fault for fault in verify_run(kept).faults)


def test_what_was_altered_before_it_was_erased_still_shows(kept: Path) -> None:
    (kept / "downloads" / "loans.csv").write_bytes(b"L-1;B. Meyer")
    erase(kept, ["downloads"], why="asked")
    assert verify_run(kept).fault == (
        "downloads/loans.csv: erased, but what was erased was not what had been sealed."
    )


def test_erasures_stay_good_after_a_change_of_keys(kept: Path) -> None:
    erase(kept, ["downloads"], why="asked")
    new_key()
    erase(kept, ["pictures"], why="asked again")
    found = verify_run(kept)
    assert (found.ok, found.erased) == (True, 4)


@pytest.mark.parametrize(("why", "parts"), [("", ["pictures"]), (" \n", ["run"])])
def test_an_erasure_without_a_reason_is_refused(kept: Path, why: str, parts: list[Part]) -> None:
    with pytest.raises(ErasureError, match="needs a reason"):
        erase(kept, parts, why=why)
    assert verify_run(kept).erased == 0


def test_a_run_that_goes_on_is_not_erased(tmp_path: Path) -> None:
    folder = RunFolder.create(tmp_path, "rent-device")
    with pytest.raises(ErasureError, match="the run goes on"):
        erase(folder.path, ["pictures"], why="asked")

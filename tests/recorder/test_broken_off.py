"""What was only half recorded when recorder or browser died is never replayed as if it were whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from clerkwork.recorder.broken_off import with_whole_files, without_open_dialog
from clerkwork.recorder.events import Answered, Clicked, KeptFile, Raised, Uploaded

WHOLE = KeptFile(name="whole.txt", size=5, kept="files/whole.txt")
BROKEN = KeptFile(name="broken.txt", size=9, kept="files/broken.txt")
NEVER = KeptFile(name="large.iso", size=10**9)


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "whole.txt").write_bytes(b"12345")
    (tmp_path / "files" / "broken.txt").write_bytes(b"1234")
    return tmp_path


def uploaded(*files: KeptFile) -> Uploaded:
    return Uploaded(seq=0, at=0.0, window="main", files=files)


CLICKED = Clicked(seq=1, at=1.0, window="main")


def test_whole_copies_stay_as_they_are(bundle: Path) -> None:
    events = [uploaded(WHOLE, NEVER), CLICKED]
    assert with_whole_files(events, bundle) == events


def test_an_upload_that_was_still_on_its_way_is_left_out(bundle: Path) -> None:
    assert with_whole_files([CLICKED, uploaded(WHOLE, BROKEN)], bundle) == [CLICKED]


@pytest.mark.parametrize("there", [True, False])
def test_a_broken_copy_that_more_was_done_after_is_only_named(bundle: Path, there: bool) -> None:
    if not there:
        (bundle / "files" / "broken.txt").unlink()
    [first, second] = with_whole_files([uploaded(WHOLE, BROKEN), CLICKED], bundle)
    assert isinstance(first, Uploaded)
    assert first.files == (WHOLE, KeptFile(name="broken.txt", size=9))
    assert second == CLICKED


RAISED = Raised(seq=2, at=1.1, window="main", type="confirm")
ANSWERED = Answered(seq=3, at=1.1, window="main", type="confirm", accepted=True)
NEXT = Clicked(seq=4, at=2.0, window="main")
EARLIER = Clicked(seq=0, at=0.5, window="main")


def test_a_press_whose_dialog_was_never_answered_is_left_out() -> None:
    assert without_open_dialog([EARLIER, CLICKED, RAISED]) == [EARLIER, RAISED]


def test_a_press_whose_dialog_was_answered_stays() -> None:
    assert CLICKED in without_open_dialog([EARLIER, CLICKED, RAISED, ANSWERED])
    assert CLICKED in without_open_dialog([CLICKED, RAISED, ANSWERED, NEXT])


def test_a_press_after_which_the_person_went_on_stays() -> None:
    assert without_open_dialog([CLICKED, RAISED, NEXT]) == [CLICKED, RAISED, NEXT]

from __future__ import annotations

from pathlib import Path

import pytest

from clerkwork.browser.errors import BrowserMissing
from clerkwork.cli.failures import guard
from clerkwork.cli.logging import redaction
from clerkwork.evidence.errors import RunFolderError


class TheProcessSaidNo(Exception):
    exit_code = 3


def raising(error: BaseException) -> int:
    raise error


def test_an_expected_failure_is_one_sentence_with_its_hint_and_its_exit_code(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert guard(lambda: raising(BrowserMissing("no browser is here", "install one"))) == 1
    assert capsys.readouterr().err == "clerkwork: no browser is here\n  hint: install one\n"


def test_an_error_says_its_own_exit_code(capsys: pytest.CaptureFixture[str]) -> None:
    assert guard(lambda: raising(TheProcessSaidNo("the device is already lent"))) == 3
    assert capsys.readouterr().err == "clerkwork: the device is already lent\n"


def test_an_error_of_a_rooms_tree_is_expected_without_saying_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert guard(lambda: raising(RunFolderError("there is no run here"))) == 1
    assert capsys.readouterr().err == "clerkwork: there is no run here\n"


def test_an_interruption_is_130(capsys: pytest.CaptureFixture[str]) -> None:
    assert guard(lambda: raising(KeyboardInterrupt())) == 130
    assert capsys.readouterr().err == "clerkwork: interrupted\n"


def test_an_internal_fault_keeps_its_traceback_in_a_file_and_says_where(
    clerkwork_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert guard(lambda: raising(ZeroDivisionError("three by nothing"))) == 1
    said = capsys.readouterr().err
    assert "Traceback" not in said
    kept = [path for path in (clerkwork_home / "faults").iterdir() if str(path) in said]
    assert "ZeroDivisionError: three by nothing" in kept[0].read_text(encoding="utf-8")


def test_debug_shows_the_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    assert guard(lambda: raising(BrowserMissing("no browser is here")), debug=True) == 1
    assert "Traceback (most recent call last)" in capsys.readouterr().err


def test_a_full_disk_or_a_wrong_path_is_a_sentence_and_not_an_internal_fault(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert guard(lambda: len((tmp_path / "missing").read_bytes())) == 1
    assert capsys.readouterr().err.startswith(
        f"clerkwork: no such file or directory: '{tmp_path / 'missing'}'"
    )


def test_a_secret_in_an_exception_reaches_neither_stderr_nor_the_kept_traceback(
    clerkwork_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    redaction.use(lambda text: text.replace("hunter2", "[secret]"))
    try:
        guard(lambda: raising(BrowserMissing("cannot sign in with hunter2", "hunter2 is wrong")), debug=True)
        guard(lambda: raising(ZeroDivisionError("hunter2")))
    finally:
        redaction.use(str)
    kept = "".join(path.read_text(encoding="utf-8") for path in (clerkwork_home / "faults").iterdir())
    assert "hunter2" not in capsys.readouterr().err + kept
    assert "ZeroDivisionError: [secret]" in kept

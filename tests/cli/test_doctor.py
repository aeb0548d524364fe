from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from clerkwork.cli.main import main

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A machine without a browser, without apt-get, and where nothing can be downloaded."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path / "downloads"))
    monkeypatch.setenv("PLAYWRIGHT_DOWNLOAD_HOST", "http://127.0.0.1:9")
    monkeypatch.delenv("CLERKWORK_BROWSER", raising=False)


def test_doctor_starts_the_browser_and_says_that_bots_can_run(browser_path: Path, capsys: Capture) -> None:
    assert main(["doctor"]) == 0
    shown = capsys.readouterr().out
    assert f"ok      browser      {browser_path} (chromium " in shown
    assert "starts and opens a page" in shown
    assert shown.endswith("bots can run here\n")


def test_doctor_says_the_same_for_machines(capsys: Capture) -> None:
    assert main(["doctor", "--json"]) == 0
    findings = {finding["name"]: finding for finding in json.loads(capsys.readouterr().out)}
    assert findings.keys() >= {
        "python",
        "browser",
        "window",
        "display",
        "fonts",
        "ocr",
        "desktop",
        "signing key",
    }
    assert findings["browser"]["state"] == "ok"


@pytest.mark.usefixtures("bare")
def test_a_missing_browser_comes_with_the_way_to_get_one(capsys: Capture) -> None:
    assert main(["doctor"]) == 1
    shown = capsys.readouterr().out
    assert "MISSING browser      no browser was found" in shown
    assert "clerkwork doctor --fix" in shown
    assert shown.endswith("missing: browser\n")


@pytest.mark.usefixtures("bare")
def test_fix_says_what_it_tried_and_what_is_left_to_do_by_hand(capsys: Capture) -> None:
    assert main(["doctor", "--fix"]) == 1
    tried = capsys.readouterr().err
    assert "downloading Playwright's own" in tried
    assert "the download failed: " in tried
    assert "chromium-headless-shell and chromium and fonts-dejavu-core must be installed by hand" in tried


def test_fix_leaves_a_machine_alone_where_bots_run(capsys: Capture) -> None:
    assert main(["doctor", "--fix"]) == 0
    assert capsys.readouterr().err == ""


def test_a_browser_that_does_not_start_is_missing_and_fix_does_not_hide_the_setting(
    monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.setenv("CLERKWORK_BROWSER", sys.executable)
    assert main(["doctor", "--fix"]) == 1
    shown = capsys.readouterr()
    assert f"the browser '{sys.executable}' did not start" in shown.out
    assert "correct it, or unset it" in shown.err


def test_a_signing_key_that_is_named_but_not_there_is_missing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: Capture
) -> None:
    monkeypatch.setenv("CLERKWORK_SIGNING_KEY_FILE", str(tmp_path / "gone.pem"))
    assert main(["doctor"]) == 1
    assert capsys.readouterr().out.endswith("missing: signing key\n")

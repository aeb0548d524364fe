from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from clerkwork.cli.main import COMMANDS, main

HEAVY = ("playwright", "cv2", "numpy", "fastapi", "jinja2", "cryptography", "pydantic", "loguru")


def test_help_imports_none_of_the_heavy_libraries() -> None:
    code = (
        "import sys; from clerkwork.cli.main import main; main(['--help']);"
        f"print('HEAVY', [name for name in {HEAVY!r} if name in sys.modules])"
    )
    seen = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert seen.stdout.rstrip().endswith("HEAVY []")


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    shown = capsys.readouterr().out
    assert [name for name in COMMANDS if not re.search(rf"^  {name} ", shown, re.MULTILINE)] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_shows_an_example(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([name, "--help"]) == 0
    assert re.search(rf"Example:\s+clerkwork {name} ", capsys.readouterr().out)


def test_version_is_the_packages(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert re.fullmatch(r"clerkwork \d+\.\d+\.\d+\n", capsys.readouterr().out)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nonsense"], "clerkwork: No such command 'nonsense'."),
        (["doctor", "--nonsense"], "clerkwork: No such option: --nonsense"),
        (["verify"], "clerkwork: Missing argument 'RUN...'."),
        (["sites", "serve", "nonsense"], "clerkwork: there is no mock site 'nonsense'"),
    ],
)
def test_wrong_usage_is_one_sentence_a_hint_and_exit_code_2(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 2
    error = capsys.readouterr().err.splitlines()
    assert error[0] == said
    assert error[1].startswith("  hint: ")
    assert len(error) == 2


def test_verify_names_a_folder_that_is_no_run(
    tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path_factory.mktemp("no-run")
    assert main(["verify", str(folder)]) == 1
    assert capsys.readouterr().out.startswith(f"{folder}: no run folder here")


def test_a_letter_that_the_terminal_does_not_know_is_no_fault(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "clerkwork.cli.main", "verify", str(tmp_path / "Prüfung-検査")]
    env = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    seen = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert seen.returncode == 1
    assert r"Pr\xfcfung-\u691c\u67fb: no run folder here" in seen.stdout

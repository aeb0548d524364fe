"""A second place keeps the ledger's heads, in a file, behind an address or in a git clone."""

from __future__ import annotations

import shutil
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from clerkwork.cli.main import main
from clerkwork.evidence.ledger import LEDGER, read_ledger
from clerkwork.evidence.run_folder import RunFolder

Capture = pytest.CaptureFixture[str]


class Keeper(BaseHTTPRequestHandler):
    """Keeps what is posted and gives it back, as an audit service would."""

    kept: bytes = b""
    tokens: list[str | None] = []  # noqa: RUF012  (a server's handlers share it)

    def do_POST(self) -> None:
        Keeper.tokens.append(self.headers.get("authorization"))
        Keeper.kept += self.rfile.read(int(self.headers["content-length"]))
        self._answer(b"")

    def do_GET(self) -> None:
        self._answer(Keeper.kept)

    def _answer(self, content: bytes) -> None:
        self.send_response(200)
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  (its name there)
        """Tests are quiet."""


@pytest.fixture
def address() -> Iterator[str]:
    Keeper.kept, Keeper.tokens = b"", []
    with HTTPServer(("127.0.0.1", 0), Keeper) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/heads"
        server.shutdown()
        thread.join()


@pytest.fixture
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "file":
        return str(tmp_path / "heads.jsonl")
    if request.param == "address":
        return str(request.getfixturevalue("address"))
    subprocess.run(["git", "init", "-q", str(tmp_path / "clone")], check=True)
    return f"git:{tmp_path / 'clone'}"


def make_runs(root: Path, number: int) -> list[Path]:
    made = []
    for _ in range(number):
        folder = RunFolder.create(root, "rent-device")
        folder.finish("done")
        made.append(folder.path)
    return made


def cut_off(root: Path, runs: list[Path]) -> None:
    """The last runs and all that the ledger says of them, which nothing in the folder can show."""
    ledger = (root / LEDGER).read_bytes().splitlines(keepends=True)
    (root / LEDGER).write_bytes(b"".join(ledger[: -2 * len(runs)]))
    for run in runs:
        shutil.rmtree(run)


@pytest.mark.parametrize("place", ["file", "address", "git"], indirect=True)
def test_a_cut_off_end_shows_against_a_witness(
    place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    root = tmp_path / "runs"
    monkeypatch.setenv("CLERKWORK_WITNESS", place)
    runs = make_runs(root, 3)
    assert main(["verify", str(root), "--witness", place]) == 0
    cut_off(root, runs[1:])
    assert main(["verify", str(root)]) == 0
    capsys.readouterr()
    assert main(["verify", str(root), "--witness", place]) == 1
    assert "ends at seq 1, but a witness knows seq 5" in capsys.readouterr().out


def test_an_address_is_told_who_calls(address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLERKWORK_WITNESS", address)
    monkeypatch.setenv("CLERKWORK_WITNESS_TOKEN", "let-me-in")
    make_runs(tmp_path / "runs", 1)
    assert Keeper.tokens == ["Bearer let-me-in"]
    assert b"let-me-in" not in Keeper.kept


def test_a_commit_is_pushed_where_there_is_a_remote(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME"):
        monkeypatch.delenv(name, raising=False)
    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", str(tmp_path / "remote")], check=True)
    subprocess.run(["git", "clone", "-q", str(tmp_path / "remote"), str(tmp_path / "clone")], check=True)
    subprocess.run(
        ["git", "-C", str(tmp_path / "clone"), "config", "push.autoSetupRemote", "true"], check=True
    )
    monkeypatch.setenv("CLERKWORK_WITNESS", f"git:{tmp_path / 'clone'}")
    make_runs(tmp_path / "runs", 2)
    log = ["git", "-C", str(tmp_path / "remote"), "log", "--format=%s", "--all"]
    assert subprocess.run(log, check=True, capture_output=True, text=True).stdout.split() == ["head", "head"]


def test_a_witness_that_is_away_fails_no_run_and_is_not_passed_over_in_silence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLERKWORK_WITNESS", str(tmp_path / "unmounted" / "heads.jsonl"))
    root = tmp_path / "runs"
    make_runs(root, 1)
    ledger = read_ledger(root)
    assert ledger is not None
    last = ledger.entries[-1]
    assert last.event == "head.unpublished"
    assert "unmounted" in last.data["why"]
    assert main(["verify", str(root)]) == 0


def test_a_head_that_somebody_forged_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    heads = tmp_path / "heads.jsonl"
    monkeypatch.setenv("CLERKWORK_WITNESS", str(heads))
    make_runs(tmp_path / "runs", 1)
    line = heads.read_bytes()
    heads.write_bytes(line.replace(b'"sig": "', b'"sig": "AAAA', 1))
    assert main(["verify", str(tmp_path / "runs"), "--witness", str(heads)]) == 1
    assert f"{heads} line 1: the signature does not fit" in capsys.readouterr().out


def test_heads_of_another_folders_ledger_do_not_count(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    heads = tmp_path / "heads.jsonl"
    monkeypatch.setenv("CLERKWORK_WITNESS", str(heads))
    make_runs(tmp_path / "many", 3)
    make_runs(tmp_path / "few", 1)
    assert main(["verify", str(tmp_path / "few"), "--witness", str(heads)]) == 0


def test_a_witness_that_cannot_be_asked_is_one_sentence(tmp_path: Path, capsys: Capture) -> None:
    make_runs(tmp_path / "runs", 1)
    assert main(["verify", str(tmp_path / "runs"), "--witness", str(tmp_path / "nowhere")]) == 1
    assert "the witness cannot be asked: No such file" in capsys.readouterr().out

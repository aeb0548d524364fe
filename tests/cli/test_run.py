"""`clerkwork run` as schedulers call it: exit codes, machine output, and no traceback ever."""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from xml.etree import ElementTree

import pytest

from clerkwork.cli.main import main

SECRET = "s3cret-Wörd-77"
PAGES = {
    "/": "<h1>Ready</h1>",
    "/lent": "<h1>LT-1 is already lent</h1>",
    "/echo": f"<h1>Your password is {SECRET}</h1>",
}
BOT = """clerkwork: 1
name: looking
systems: {{desk: {{url: "{url}"}}}}
inputs: {{page: {{default: ""}}, count: {{type: integer, default: 1, max: 9}}}}
secrets: [desk_password]
business: [{{see: already lent, reason: "it is already lent"}}]
timeout: 1
steps:
  - open: "desk:/{{{{ inputs.page }}}}"
    retry: {{attempts: 1}}
{more}
"""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/broken":
                self.send_error(500)
                return
            body = PAGES.get(self.path, "nothing here").encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_words: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@dataclass(frozen=True)
class Said:
    """What a command left: its exit code and its two streams."""

    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Command:
    """`clerkwork run` on a bot of a few lines; `runs` is where its runs lie."""

    folder: Path
    runs: Path
    address: str
    capture: pytest.CaptureFixture[str]

    def bot(self, more: str = "  - see: Ready") -> None:
        self.folder.mkdir(exist_ok=True)
        (self.folder / "bot.yaml").write_text(BOT.format(url=self.address, more=more), encoding="utf-8")
        (self.folder / "targets.yaml").write_text("clerkwork: 1\ntargets: {}\n", encoding="utf-8")

    def __call__(self, *words: str, runs: bool = True) -> Said:
        where = ["--runs", str(self.runs)] if runs else []
        code = main(["run", str(self.folder), *where, *words])
        out, err = self.capture.readouterr()
        said = Said(code, out, err)
        assert "Traceback" not in out + err
        assert SECRET not in out + err
        return said

    @property
    def folders(self) -> list[Path]:
        return sorted(path for path in self.runs.glob("*") if path.is_dir())


@pytest.fixture
def command(
    tmp_path: Path, address: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Command:
    monkeypatch.setenv("CLERKWORK_SECRET_DESK_PASSWORD", SECRET)
    found = Command(tmp_path / "bot", tmp_path / "runs", address, capsys)
    found.bot()
    return found


# The command runs in a loop of its own, so these tests are plain functions.


def test_a_run_that_is_done_says_so_and_where_its_report_is(command: Command) -> None:
    said = command()
    assert said.code == 0
    assert "done: 2 steps" in said.out
    [folder] = command.folders
    assert str(folder / "report.html") in said.out
    assert (folder / "report.html").is_file()


def test_json_is_one_line_on_stdout_and_nothing_else(command: Command) -> None:
    said = command("--json")
    assert said.out.count("\n") == 1
    told = json.loads(said.out)
    assert (told["state"], told["exit"], told["bot"]) == ("done", 0, "looking")
    assert [step["state"] for step in told["steps"]] == ["done", "done"]
    assert said.err == ""


ENDS: dict[str, tuple[list[str], str, int, str]] = {
    "done": ([], "  - see: Ready", 0, "done"),
    "application exception": (["--input", "page=broken"], "", 1, "application_exception"),
    "expectation": ([], "  - {see: Nowhere, timeout: 0.3}", 1, "application_exception"),
    "business exception": (["--input", "page=lent"], "", 3, "business_exception"),
    "needs review": ([], "  - checkpoint: page", 4, "needs_review"),
    "in doubt": (
        [],
        '  - {open: "desk:/broken", commit: {key: "1"}, retry: {attempts: 1}}',
        5,
        "in_doubt",
    ),
}


@pytest.mark.parametrize("end", ENDS)
def test_each_end_has_its_exit_code_for_people_json_and_junit(
    command: Command, tmp_path: Path, end: str
) -> None:
    words, more, code, state = ENDS[end]
    command.bot(more)
    file = tmp_path / "deep" / "junit.xml"
    said = command("--json", "--attempts", "1", "--junit", str(file), *words)
    told = json.loads(said.out)
    assert (said.code, told["exit"], told["state"]) == (code, code, state), told["why"]
    suite = ElementTree.parse(file).getroot()
    failed = suite.find(".//failure"), suite.find(".//error")
    assert (failed[0] is not None, failed[1] is not None) == (code in (3, 4), code in (1, 5))


@pytest.mark.parametrize(
    ("words", "seen"),
    [
        (["--input", "nobody=1"], "nobody"),
        (["--input", "count=ten"], "count"),
        (["--input", "count=12"], "count"),
        (["--input", "count"], "--input takes NAME=VALUE"),
        (["--input", "count=1", "--input", "count=2"], "given twice"),
        (["--system", "other=http://127.0.0.1"], "--system other: looking has desk"),
        (["--system", "=x"], "--system takes NAME=VALUE"),
        (["--system", "desk=ftp://example.com"], "desk"),
        (["--shots", "sometimes"], "sometimes"),
        (["--attempts", "0"], "attempts"),
        (["--nonsense"], "--nonsense"),
    ],
)
def test_what_cannot_be_meant_is_refused_before_anything_runs(command: Command, words, seen: str) -> None:
    said = command(*words)
    assert said.code == 2
    assert seen in said.err
    assert said.out == ""
    assert command.folders == []


def test_a_missing_secret_is_named_with_the_way_to_give_it(
    command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CLERKWORK_SECRET_DESK_PASSWORD")
    said = command()
    assert said.code == 2
    assert "the secret desk_password has no value" in said.err
    assert "CLERKWORK_SECRET_DESK_PASSWORD" in said.err
    assert command.folders == []


@pytest.mark.parametrize("words", [[], ["--json"]])
def test_a_system_that_does_not_answer_is_named(command: Command, words: list[str]) -> None:
    said = command("--system", "desk=http://127.0.0.1:9", "--attempts", "1", *words)
    assert said.code == 1
    assert "no answer from http://127.0.0.1:9/" in said.out


def test_a_bot_that_is_not_there_or_not_valid_is_usage(command: Command, tmp_path: Path) -> None:
    assert main(["run", str(tmp_path / "nowhere")]) == 2
    command.bot("  - {clik: nothing}")
    said = command()
    assert said.code == 2
    assert "bot.yaml:" in said.err


def test_a_dry_run_stops_before_the_commit(command: Command) -> None:
    command.bot('  - {open: "desk:/lent", commit: {key: "1"}, retry: {attempts: 1}}')
    said = command("--dry-run", "--json")
    told = json.loads(said.out)
    assert (said.code, told["why"]) == (0, "the dry run ended before: open desk:/lent")
    assert [step["state"] for step in told["steps"]] == ["done", "skipped"]


def test_a_dry_run_without_a_commit_says_that_it_goes_to_the_end(command: Command) -> None:
    said = command("--dry-run")
    assert said.code == 0
    assert "no step is marked as commit" in said.out


@pytest.mark.parametrize(("shots", "kept"), [("every", 1), ("checks", 1), ("failure", 0)])
def test_pictures_are_kept_as_asked_for(command: Command, shots: str, kept: int) -> None:
    command("--shots", shots)
    [folder] = command.folders
    assert len(list(folder.glob("shots/*.png"))) == kept


def test_a_secret_that_the_page_shows_is_in_no_output_and_no_file(command: Command) -> None:
    command.bot('  - {see: "nothing of {{ secrets.desk_password }}", timeout: 0.3}')
    said = command("--debug", "--verbose", "--verbose", "--attempts", "1", "--input", "page=echo")
    assert said.code == 1
    for file in command.runs.rglob("*"):
        if file.is_file():
            content = file.read_bytes()
            assert SECRET.encode() not in content
            assert base64.b64encode(SECRET.encode()) not in content


def test_a_folder_that_cannot_be_written_is_a_sentence(command: Command, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    said = Said(main(["run", str(command.folder), "--runs", str(tmp_path / "file" / "runs")]), "", "")
    out, err = command.capture.readouterr()
    assert said.code == 1
    assert "could not make" in err
    assert "Traceback" not in out + err


def test_going_on_with_what_is_no_run_is_a_sentence(command: Command, tmp_path: Path) -> None:
    said = command("--resume", str(tmp_path / "nowhere"), runs=False)
    assert said.code in (1, 2)
    assert "not a run folder" in said.err

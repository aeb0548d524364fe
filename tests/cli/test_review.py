"""`clerkwork review` as a person uses it in the morning after: look, accept, run again."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from clerkwork.cli.main import main
from clerkwork.evidence.ledger import read_ledger

BOT = """# yaml-language-server: $schema=bot.schema.json
clerkwork: 1
name: ordering
systems: {desk: {url: "URL"}}
timeout: 30
steps:
  - open: desk:/
  - id: who
    fill: employee
    with: A. Meyer
  - click: submit   # the big one
  - checkpoint: sent
"""
TARGETS = """clerkwork: 1
# taught in spring
targets:
  employee:
    url: /
    frame:
      - {name: content}   # the middle one
    candidates:
      - {by: label, text: Employee}   # by its label
    fingerprint: {tag: input, type: text, role: textbox, name: Employee, label: Employee, attributes: {id: who, name: employee, type: text}}
  submit:
    url: /
    frame:
      - {name: content}
    candidates:
      - {by: role, role: button, name: Submit order}
    fingerprint: {tag: button, type: button, role: button, name: Submit order, text: Submit order, attributes: {id: send}}
    # the owner wants this one kept
  other:
    url: /
    candidates:
      - {by: role, role: button, name: Nothing}
    fingerprint: {tag: button, role: button}
"""
PAGE = """<title>Orders</title><h1>Orders</h1><form name="order">
<p><label for="who">Employee</label> <input id="who" name="employee"></p>
<button id="send" type="button" onclick="document.title = 'sent ' + who.value">Submit order</button></form>"""


@dataclass
class Office:
    """A console, a bot for it as it was before its frames went away, and the runs of that bot."""

    url: str
    folder: Path
    content: dict[str, str] = field(default_factory=lambda: {"/": PAGE})

    @property
    def bot(self) -> Path:
        return self.folder / "bot"

    @property
    def runs(self) -> list[Path]:
        return sorted(path for path in (self.folder / "runs").iterdir() if path.is_dir())

    def run(self) -> int:
        return main(["run", str(self.bot), "--runs", str(self.folder / "runs"), "--attempts", "1", "--json"])

    def review(self, *words: str, run: int = -1) -> int:
        return main(["review", str(self.runs[run]), *words])


@pytest.fixture(scope="module")
def healed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office after its first run, which healed two targets and took the first picture."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = office.content.get(self.path, "").encode()
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_words: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    office = Office(f"http://127.0.0.1:{server.server_port}", tmp_path_factory.mktemp("office"))
    thread.start()
    office.bot.mkdir()
    (office.bot / "bot.yaml").write_text(BOT.replace("URL", office.url))
    (office.bot / "targets.yaml").write_text(TARGETS)
    assert office.run() == 4
    yield office
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def office(healed: Office, tmp_path: Path) -> Office:
    """A copy of the bot and its run, to accept and to spoil."""
    shutil.copytree(healed.folder, tmp_path / "office")
    return Office(healed.url, tmp_path / "office", healed.content)


def told(capsys: pytest.CaptureFixture[str]) -> str:
    return capsys.readouterr().out


def test_a_review_shows_what_was_healed_and_changes_nothing(office, capsys) -> None:
    before = (office.bot / "targets.yaml").read_text()
    capsys.readouterr()
    assert office.review("--bot", str(office.bot)) == 4
    shown = told(capsys)
    assert "step 2 (who)" in shown
    assert "the textbox 'Employee'" in shown
    assert "margin" in shown
    assert "there was no baseline" in shown
    assert (office.bot / "targets.yaml").read_text() == before
    assert office.review("--json") == 4
    items = json.loads(told(capsys))["items"]
    assert [(item["index"], item["kind"], item["name"]) for item in items] == [
        (2, "heal", "employee"),
        (3, "heal", "submit"),
        (4, "picture", "sent"),
    ]
    assert all((office.runs[0] / item["crop_after"]).is_file() for item in items[:2])


def test_what_is_accepted_is_in_the_bot_and_the_next_run_needs_nobody(office, capsys) -> None:
    here = ("--bot", str(office.bot), "--by", "K. Roth")
    bot = (office.bot / "bot.yaml").read_text()
    assert office.review("--accept", "who", *here) == 4
    once = (office.bot / "targets.yaml").read_text()
    assert changed(TARGETS, once) <= section(TARGETS, "employee")
    assert "# taught in spring" in once
    assert "# the owner wants this one kept" in once
    assert office.review("--accept-all", *here) == 0
    twice = (office.bot / "targets.yaml").read_text()
    assert section(twice, "other") == section(TARGETS, "other")
    assert (office.bot / "bot.yaml").read_text() == bot
    assert {path.name for path in office.bot.iterdir()} == {
        "bot.yaml",
        "targets.yaml",
        "crops",
        "baselines",
        "learned.yaml",
    }
    assert accepted_in(office) == [("K. Roth", "employee"), ("K. Roth", "submit"), ("K. Roth", "sent")]
    capsys.readouterr()
    assert office.run() == 0
    outcome = json.loads(told(capsys))
    assert (outcome["state"], outcome["heals"]) == ("done", 0)
    assert office.review(run=-1) == 0
    assert "nothing to review" in told(capsys)
    assert main(["verify", *map(str, office.runs)]) == 0


def section(targets: str, name: str) -> set[str]:
    """The lines of one target."""
    lines = targets.splitlines()
    start = lines.index(f"  {name}:")
    end = next((at for at in range(start + 1, len(lines)) if lines[at][:3].strip()), len(lines))
    return set(lines[start:end])


def changed(before: str, after: str) -> set[str]:
    """Lines that are no longer there."""
    return set(before.splitlines()) - set(after.splitlines())


def accepted_in(office: Office) -> list[tuple[Any, Any]]:
    ledger = read_ledger(office.folder / "runs")
    assert ledger is not None
    return [(one.data["who"], one.data["name"]) for one in ledger.entries if one.event == "run.accepted"]


def test_nothing_is_accepted_over_a_change_made_since_the_run(office, capsys) -> None:
    mine = TARGETS.replace("text: Employee}   # by its label", "text: Staff}   # by its label")
    (office.bot / "targets.yaml").write_text(mine)
    assert office.review("--accept-all", "--bot", str(office.bot)) == 2
    shown = told(capsys)
    assert "employee was not accepted: the target was changed since the run" in shown
    assert "targets.yaml was changed" in shown
    assert section((office.bot / "targets.yaml").read_text(), "employee") == section(mine, "employee")
    assert "submit is in targets.yaml now" in shown


def test_nothing_is_accepted_from_altered_evidence(office, capsys) -> None:
    journal = office.runs[0] / "journal.jsonl"
    journal.write_bytes(journal.read_bytes().replace(b"Submit order", b"Delete order"))
    assert office.review("--accept-all", "--bot", str(office.bot)) == 2
    assert "altered" in capsys.readouterr().err
    assert (office.bot / "targets.yaml").read_text() == TARGETS


def test_a_picture_that_differs_becomes_the_baseline(office, capsys) -> None:
    here = ("--bot", str(office.bot))
    assert office.review("--accept-all", *here) == 0
    baseline = next((office.bot / "baselines").rglob("sent.png"))
    first = baseline.read_bytes()
    office.content["/"] = PAGE.replace("<h1>Orders", "<h1>Purchase orders")
    try:
        assert office.run() == 4
    finally:
        office.content["/"] = PAGE
    capsys.readouterr()
    assert office.review() == 4
    assert "pixels differ" in told(capsys)
    assert baseline.read_bytes() == first
    assert office.review("--accept", "4") == 0
    assert baseline.read_bytes() != first


def test_a_step_that_left_nothing_is_named(office, capsys) -> None:
    assert office.review("--accept", "1") == 2
    assert "there is: who, 3, 4" in capsys.readouterr().err

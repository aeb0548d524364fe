"""A batch is compared with what the console says afterwards: missing, doubled and different rows are found."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from clerkwork.fixtures_sites.server import SiteServer
from tests.chaos.night import PASSWORD
from tests.controls import make_bots, reconciled, redacting


@pytest.fixture(scope="module")
async def bots(service_desk: SiteServer, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return await make_bots(tmp_path_factory.mktemp("bots"), service_desk.url)


def started(bots: Path, folder: Path, *subjects: str) -> subprocess.Popen[str]:
    """The command, at work on these items."""
    (folder / "items.csv").write_text("\n".join(["subject", *subjects]), encoding="utf-8")
    words = ["run", str(bots / "tickets"), "--items", "items.csv"]
    words += ["--results", "out.csv", "--shots", "failure"]
    return subprocess.Popen(
        [sys.executable, "-m", "clerkwork.cli.main", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd=folder,
        env=os.environ | {"CLERKWORK_SECRET_DESK_PASSWORD": PASSWORD},
    )


def ended(process: subprocess.Popen[str], folder: Path) -> tuple[int, list[dict[str, str]], str]:
    """Exit code, the rows of the results, and what was said."""
    said, _ = process.communicate(timeout=120)
    out = folder / "out.csv"
    text = out.read_text(encoding="utf-8-sig") if out.exists() else ""
    return process.returncode, list(csv.DictReader(io.StringIO(text))), said


def run(bots: Path, folder: Path, *subjects: str) -> tuple[int, list[dict[str, str]], str]:
    return ended(started(bots, folder, *subjects), folder)


def bots_run(folder: Path) -> list[str]:
    """The bots of the runs that were begun so far."""
    return sorted(json.loads(path.read_text())["bot"] for path in (folder / "runs").glob("*/run.json"))


def test_what_the_console_confirms_is_done(service_desk: SiteServer, bots: Path, tmp_path: Path) -> None:
    service_desk.reset()
    reconciled(bots, equal={"Status": "Open"})
    code, rows, said = run(bots, tmp_path, "Item A", "Item B")
    assert code == 0, said
    assert [row["state"] for row in rows] == ["done", "done"]
    assert bots_run(tmp_path) == ["file-tickets", "file-tickets", "list-tickets"]


def test_who_stops_the_command_while_it_asks_the_console_has_the_results_of_the_batch(
    service_desk: SiteServer, bots: Path, tmp_path: Path
) -> None:
    service_desk.reset()
    reconciled(bots, equal={"Status": "Closed"})
    process, deadline = started(bots, tmp_path, "Item A"), time.monotonic() + 60
    while "list-tickets" not in bots_run(tmp_path):
        assert time.monotonic() < deadline
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    code, rows, said = ended(process, tmp_path)
    assert code == 130, said
    assert rows[0]["state"] == "done"
    assert "go on with: --items items.csv --resume file-tickets-" in said


def test_a_row_that_says_otherwise_needs_review_with_what_it_says(
    service_desk: SiteServer, bots: Path, tmp_path: Path
) -> None:
    service_desk.reset()
    reconciled(bots, equal={"Status": "Closed"})
    code, rows, said = run(bots, tmp_path, "Item A")
    assert code == 4, said
    assert rows[0]["state"] == "needs_review"
    assert "list_tickets: Status is 'Open', not 'Closed'" in rows[0]["why"]


def test_an_item_that_the_console_does_not_know_needs_review(
    service_desk: SiteServer, bots: Path, tmp_path: Path
) -> None:
    service_desk.reset()
    reconciled(bots, column="Assigned")
    code, rows, said = run(bots, tmp_path, "Item B")
    assert code == 4, said
    assert "Item B: list_tickets has no row for it" in rows[0]["why"]


def test_a_control_that_is_not_there_is_told_before_anything_is_done(
    service_desk: SiteServer, bots: Path, tmp_path: Path
) -> None:
    service_desk.reset()
    reconciled(bots, bot="elsewhere")
    code, _, said = run(bots, tmp_path, "Item A")
    assert code == 2
    assert "no such folder beside it" in said
    assert not any(ticket["subject"] == "Item A" for ticket in service_desk.state()["tickets"])
    reconciled(bots, bot="tickets")
    code, _, said = run(bots, tmp_path, "Item A")
    assert code == 2
    assert "has a commit step" in said


def test_a_control_that_cannot_read_what_it_compares_leaves_the_results_of_the_batch(
    service_desk: SiteServer, bots: Path, tmp_path: Path
) -> None:
    service_desk.reset()
    reconciled(bots, column="Subjekt")
    code, rows, said = run(bots, tmp_path, "Item A")
    assert code == 1
    assert "the control list_tickets read no column 'Subjekt'; it read " in said
    assert rows[0]["state"] == "done"


def test_a_difference_holds_nothing_that_the_bot_redacts(
    service_desk: SiteServer, bots: Path, tmp_path: Path
) -> None:
    service_desk.reset()
    reconciled(bots, column="Assigned")
    redacting(bots / "tickets" / "bot.yaml", bots / "list_tickets" / "bot.yaml")
    iban = "DE89370400440532013000"
    code, rows, said = run(bots, tmp_path, iban)
    assert code == 4, said
    assert "list_tickets has no row for it" in rows[0]["why"]
    assert iban not in rows[0]["why"]
    kept = [path for path in (tmp_path / "runs").rglob("*") if path.is_file()]
    assert [path for path in kept if iban.encode() in path.read_bytes()] == []

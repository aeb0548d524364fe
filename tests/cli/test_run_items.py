"""`clerkwork run --items` and `clerkwork items` as people and schedulers use them, on a mock site."""

from __future__ import annotations

import asyncio
import csv
import json
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from openpyxl import load_workbook

from clerkwork.evidence.verify_runs import verify_runs
from clerkwork.fixtures_sites.server import SiteServer
from tests.chaos.night import PASSWORD, make_bot


@pytest.fixture(scope="module")
def bots(service_desk: SiteServer, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`tickets` has a commit with a probe, `blind` one without."""
    folder = tmp_path_factory.mktemp("bots")
    asyncio.run(make_bot(folder / "tickets", service_desk.url))
    asyncio.run(make_bot(folder / "blind", service_desk.url, probed=False))
    return folder


@dataclass
class Office:
    """A folder with items files and runs, and the command that works there."""

    folder: Path
    bots: Path
    desk: SiteServer

    def items(self, name: str, rows: Sequence[Sequence[object]]) -> Path:
        path = self.folder / name
        with path.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows(rows)
        return path

    def call(self, *words: object) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self._command(*words),
            capture_output=True,
            text=True,
            cwd=self.folder,
            env=self._settings(),
            timeout=120,
            check=False,
        )

    def run(self, *words: object, bot: str = "tickets") -> subprocess.CompletedProcess[str]:
        return self.call("run", self.bots / bot, "--shots", "failure", *words)

    def started(self, *words: object) -> subprocess.Popen[str]:
        """The command under way."""
        return subprocess.Popen(
            self._command("run", self.bots / "tickets", "--shots", "failure", *words),
            stdout=subprocess.PIPE,
            text=True,
            cwd=self.folder,
            env=self._settings(),
        )

    def filed(self) -> list[str]:
        """Subjects of the tickets that were not there from the start."""
        return [
            one["subject"] for one in self.desk.state()["tickets"] if one["requester"] == "Haddad, Samir"
        ][self._before :]

    def __post_init__(self) -> None:
        self._before = 0
        self._before = len(self.filed())

    @staticmethod
    def _command(*words: object) -> list[str]:
        return [sys.executable, "-m", "clerkwork.cli.main", *map(str, words)]

    @staticmethod
    def _settings() -> dict[str, str]:
        return os.environ | {"CLERKWORK_SECRET_DESK_PASSWORD": PASSWORD}


@pytest.fixture
def office(service_desk: SiteServer, bots: Path, tmp_path: Path) -> Office:
    service_desk.reset()
    return Office(tmp_path, bots, service_desk)


def test_every_row_is_done_and_comes_back_with_what_came_of_it(office: Office) -> None:
    office.items("calls.csv", [["subject", "caller"], ["Item A", "Ann"], ["Item B", "=1+1"]])
    done = office.run("--items", "calls.csv", "--jobs", 2, "--results", "out.xlsx", "--junit", "out.xml")
    assert done.returncode == 0, done.stdout + done.stderr
    assert sorted(office.filed()) == ["Item A", "Item B"]
    sheet = load_workbook(office.folder / "out.xlsx").active
    assert sheet is not None
    head, *rows = sheet.iter_rows(values_only=True)
    told = [dict(zip(head, row, strict=True)) for row in rows]
    assert [(one["subject"], one["caller"], one["state"]) for one in told] == [
        ("Item A", "Ann", "done"),
        ("Item B", "=1+1", "done"),
    ]
    assert sheet["B3"].data_type == "s"
    assert all((office.folder / "runs" / str(one["run"])).is_dir() for one in told)
    suite = ElementTree.parse(office.folder / "out.xml").getroot()
    assert [case.get("name") for case in suite] == ["item 1", "item 2"]
    assert verify_runs(office.folder / "runs").ok


def test_the_same_file_again_files_nothing_twice(office: Office) -> None:
    office.items("calls.csv", [["subject"], ["Item A"], ["Item B"]])
    for _ in range(2):
        done = office.run("--items", "calls.csv", "--json")
        assert done.returncode == 0, done.stdout + done.stderr
        told = json.loads(done.stdout)
        assert told["counts"] == {"done": 2}
        assert told["exit"] == 0
        assert sorted(office.filed()) == ["Item A", "Item B"]
    assert (office.folder / told["results"]).read_bytes().startswith(b"\xef\xbb\xbfsubject,state,why")


def test_every_fault_is_told_before_a_browser_starts(office: Office) -> None:
    office.items("calls.csv", [["subject", "x"], ["", "1"], ["Item A", "2"], ["", "3"]])
    done = office.run("--items", "calls.csv")
    assert done.returncode == 2
    assert "row 2: input subject: is not given" in done.stderr
    assert "row 4: input subject: is not given" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (office.folder / "runs").exists()


def test_a_batch_that_was_interrupted_goes_on_at_the_first_unfinished_item(office: Office) -> None:
    office.items("calls.csv", [["subject"], *([f"Item {one:02}"] for one in range(6))])
    with office.started("--items", "calls.csv") as process:
        assert process.stdout is not None
        lines = iter(process.stdout.readline, "")
        batch = next(lines).split()[-1]
        assert "item 1/6 done" in next(lines)
        process.send_signal(signal.SIGINT)
        rest = "".join(lines)
        assert process.wait(60) == 130
    assert f"--resume {batch}" in rest
    before = len(office.filed())
    assert before < 6
    done = office.run("--items", "calls.csv", "--resume", batch, "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    assert sorted(office.filed()) == [f"Item {one:02}" for one in range(6)]
    shown = json.loads(office.call("items", "show", batch, "--json").stdout)
    assert shown[0]["attempts"] == 1
    changed = office.items("other.csv", [["subject"], ["Item X"]])
    refused = office.run("--items", changed, "--resume", batch)
    assert refused.returncode == 2
    assert "is not what the batch" in refused.stderr


def test_an_item_in_doubt_is_listed_and_settled_by_a_person(office: Office) -> None:
    office.items("calls.csv", [["subject"], ["Item A"], ["Item B"]])
    office.desk.faults(lose_answer_once=True)
    done = office.run("--items", "calls.csv", "--json", bot="blind")
    assert done.returncode == 5, done.stdout + done.stderr
    batch = json.loads(done.stdout)["batch"]
    listed = office.call("items", "in-doubt", "--json")
    assert listed.returncode == 5
    [doubt] = json.loads(listed.stdout)
    assert (doubt["number"], [one["key"] for one in doubt["commits"]]) == (1, ["Item A"])
    assert (office.folder / doubt["picture"]).is_file()
    assert f"settle {batch} 1 done|again" in office.call("items", "in-doubt").stdout
    settled = office.call("items", "settle", batch, 1, "done", "--by", "M. Auditor", "--note", "T-1026 is it")
    assert settled.returncode == 0, settled.stderr
    assert office.call("items", "in-doubt").stdout == "nothing is in doubt\n"
    again = office.call("items", "settle", batch, 1, "again")
    assert again.returncode == 2
    assert "does not wait for anybody's word" in again.stderr
    shown = json.loads(office.call("items", "show", batch, "--json").stdout)
    assert shown[0]["state"] == "done"
    assert shown[0]["settled"]["by"] == "M. Auditor"
    ledger = (office.folder / "runs" / "ledger.jsonl").read_text()
    assert '"item.settled"' in ledger
    assert "T-1026 is it" in ledger
    assert verify_runs(office.folder / "runs").ok
    office.run("--items", "calls.csv", bot="blind")
    assert sorted(office.filed()) == ["Item A", "Item B"]


def test_one_settled_as_not_done_is_done_when_the_batch_goes_on(office: Office) -> None:
    office.items("calls.csv", [["subject"], ["Item A"]])
    office.desk.faults(maintenance=True)
    first = office.run("--items", "calls.csv", "--attempts", 1, "--json")
    office.desk.faults(maintenance=False)
    batch = json.loads(first.stdout)["batch"]
    assert first.returncode == 1, first.stdout
    put = office.call("items", "again", batch)
    assert put.stdout.startswith("put back: 1\n")
    listed: list[dict[str, Any]] = json.loads(office.call("items", "list", "--json").stdout)
    assert listed[0]["counts"] == {"queued": 1}
    done = office.run("--items", "calls.csv", "--resume", batch)
    assert done.returncode == 0, done.stdout
    assert office.filed() == ["Item A"]


def test_items_of_a_folder_without_runs(office: Office) -> None:
    done = office.call("items", "list")
    assert done.returncode == 2
    assert "nothing is remembered beside runs" in done.stderr

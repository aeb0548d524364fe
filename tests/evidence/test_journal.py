"""The journal chains, survives a kill at any moment, and tells when it cannot go on."""

from __future__ import annotations

import hashlib
import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from clerkwork.evidence.chain import ZERO_HASH, read_chain
from clerkwork.evidence.errors import JournalError, StorageError
from clerkwork.evidence.journal import Journal, read_journal
from clerkwork.evidence.redact import Redactor

WRITER = """
import sys
from pathlib import Path
from clerkwork.evidence.journal import Journal
from clerkwork.evidence.redact import Redactor
with Journal.create(Path(sys.argv[1]), Redactor()) as journal:
    for count in range(10_000_000):
        journal.append("step.started", count=count, words="x" * (count % 5000))
        if count == 200:
            print("under way", flush=True)
"""
LIMITED_WRITER = """
import resource, signal, sys
from pathlib import Path
from clerkwork.evidence.errors import StorageError
from clerkwork.evidence.journal import Journal
from clerkwork.evidence.redact import Redactor
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (5000, resource.RLIM_INFINITY))
with Journal.create(Path(sys.argv[1]), Redactor()) as journal:
    try:
        for count in range(1000):
            journal.append("step.started", count=count, words="x" * 100)
    except StorageError as error:
        print(error)
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    journal.append("run.finished")
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal.jsonl"


def write(path: Path, count: int = 3) -> None:
    with Journal.create(path, Redactor()) as journal:
        for number in range(count):
            journal.append("step.started", index=number, words="Füllt „Name“ aus")


def test_each_line_holds_the_hash_of_the_line_before(path: Path) -> None:
    write(path)
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert [line["seq"] for line in lines] == [0, 1, 2]
    assert [line["prev"] for line in lines] == [ZERO_HASH, lines[0]["hash"], lines[1]["hash"]]


def test_anybody_can_recompute_a_line_with_standard_tools(path: Path) -> None:
    write(path, 1)
    line = json.loads(path.read_text("utf-8"))
    told = line.pop("hash")
    canonical = json.dumps(line, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert hashlib.sha256(canonical.encode("utf-8")).hexdigest() == told
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", line["time"])


def test_what_is_appended_is_read_again_without_secrets(path: Path) -> None:
    with Journal.create(path, Redactor({"pw": "hunter2"})) as journal:
        entry = journal.append("dialog", text="is hunter2 right?", index=1, durable=True)
    assert read_journal(path) == [entry]
    assert entry.data == {"text": "is «secret:pw» right?", "index": 1}


def test_half_a_surrogate_pair_from_a_page_is_stored_readably(path: Path) -> None:
    with Journal.create(path, Redactor()) as journal:
        journal.append("step.finished", page_title="broken \ud83d title")
    assert [entry.data["page_title"] for entry in read_journal(path)] == ["broken ? title"]


def test_resuming_continues_the_chain(path: Path) -> None:
    write(path)
    with Journal.resume(path, Redactor()) as journal:
        assert journal.append("run.started", resumed=True).seq == 3
    assert [entry.seq for entry in read_journal(path)] == [0, 1, 2, 3]


@pytest.mark.parametrize("kept", [0, 1, 60, -1])
def test_a_half_written_last_line_is_cut_off_and_the_cut_recorded(path: Path, kept: int) -> None:
    write(path)
    lines = path.read_bytes().splitlines(keepends=True)
    torn = lines[2][:kept]
    path.write_bytes(lines[0] + lines[1] + torn)
    with Journal.resume(path, Redactor()):
        pass
    events = [(entry.event, dict(entry.data)) for entry in read_journal(path)[2:]]
    assert events == ([("journal.cut", {"bytes": len(torn)})] if torn else [])


def test_killing_the_writer_loses_at_most_the_event_in_flight(path: Path) -> None:
    writer = subprocess.Popen([sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE)
    with writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"under way\n"
        with pytest.raises(JournalError, match="another process still writes"):
            Journal.resume(path, Redactor())
        os.kill(writer.pid, signal.SIGKILL)
    whole = read_chain(path.read_bytes())
    assert len(whole.entries) > 200
    assert [entry.data["count"] for entry in whole.entries] == list(range(len(whole.entries)))
    with Journal.resume(path, Redactor()) as journal:
        journal.append("run.finished")
    assert not read_chain(path.read_bytes()).faults


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on a process's file sizes")
def test_a_disk_that_fills_up_gives_one_sentence_and_leaves_whole_lines(path: Path) -> None:
    writer = subprocess.run([sys.executable, "-c", LIMITED_WRITER, str(path)], capture_output=True, text=True)
    assert writer.stderr == ""
    assert re.fullmatch(
        rf"{path}: could not write the journal: File too large; free some space .*\n", writer.stdout
    )
    entries = read_journal(path)
    assert len(entries) > 10
    assert entries[-1].event == "run.finished"


def test_an_altered_journal_is_not_continued(path: Path) -> None:
    write(path)
    path.write_bytes(path.read_bytes().replace(b'"index":1', b'"index":7'))
    with pytest.raises(JournalError, match=r"journal.jsonl line 2 \(seq 1\): altered"):
        Journal.resume(path, Redactor())


def test_a_value_that_is_not_plain_json_is_refused_by_name(path: Path) -> None:
    with Journal.create(path, Redactor()) as journal:
        with pytest.raises(JournalError, match=r"event read holds a value that is not plain JSON"):
            journal.append("read", value=object())
        with pytest.raises(JournalError, match="not plain JSON"):
            journal.append("read", value=float("nan"))
        assert journal.append("read", value="fine").seq == 0


def test_a_closed_journal_takes_no_more_events(path: Path) -> None:
    write(path)
    journal = Journal.resume(path, Redactor())
    journal.close()
    with pytest.raises(JournalError, match="it is closed"):
        journal.append("late")


def test_a_journal_that_is_there_is_never_overwritten(path: Path) -> None:
    write(path)
    with pytest.raises(StorageError, match="File exists"):
        Journal.create(path, Redactor())
    with pytest.raises(StorageError, match="No such file"):
        Journal.resume(path.with_name("other.jsonl"), Redactor())

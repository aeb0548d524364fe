"""Runs are numbered without gaps, whoever starts them, and a folder of runs shows what is missing."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from clerkwork.evidence.chain import link
from clerkwork.evidence.errors import JournalError, RunFolderError
from clerkwork.evidence.ledger import LEDGER, enter_run, head_of, read_ledger
from clerkwork.evidence.run_folder import RunFolder
from clerkwork.evidence.seal import seal_run
from clerkwork.evidence.verify import Anchor
from clerkwork.evidence.verify_runs import verify_runs

Runs = list[Path]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "runs"


@pytest.fixture
def runs(root: Path) -> Runs:
    """Four sealed runs, one after the other."""
    made = []
    for bot in ("rent-device", "open-ticket", "rent-device", "rent-device"):
        folder = RunFolder.create(root, bot)
        folder.finish("done")
        made.append(folder.path)
    return made


def test_runs_are_numbered_over_all_bots(runs: Runs, root: Path) -> None:
    assert [RunFolder.open(run).info.number for run in runs] == [1, 2, 3, 4]
    found = verify_runs(root)
    assert (found.ok, found.faults, found.last_number, len(found.runs)) == (True, (), 4, 4)
    assert sorted(verdict.number or 0 for verdict in found.runs.values()) == [1, 2, 3, 4]


def test_runs_that_start_together_get_numbers_of_their_own(root: Path) -> None:
    root.mkdir()
    with ThreadPoolExecutor(8) as pool:
        numbers = list(pool.map(lambda n: enter_run(root, f"run-{n}", "bot"), range(40)))
    assert sorted(numbers) == list(range(1, 41))
    ledger = read_ledger(root)
    assert ledger is not None
    assert (len(ledger.entries), ledger.faults) == (40, ())


def test_half_a_line_of_a_crash_is_cut_off(runs: Runs, root: Path) -> None:
    with (root / LEDGER).open("ab") as file:
        file.write(b'{"data":{"run')
    RunFolder.create(root, "rent-device").finish("done")
    assert verify_runs(root).ok


def test_an_altered_end_is_not_continued(runs: Runs, root: Path) -> None:
    raw = (root / LEDGER).read_bytes()
    (root / LEDGER).write_bytes(raw[:-20] + b"0" + raw[-19:])
    with pytest.raises(JournalError, match="the last line was altered"):
        RunFolder.create(root, "rent-device")


def test_a_killed_run_is_known_though_it_never_was_sealed(root: Path, runs: Runs) -> None:
    RunFolder.create(root, "rent-device").close()
    found = verify_runs(root)
    assert (found.ok, found.faults, found.last_number) == (False, (), 5)


def test_a_folder_that_holds_no_runs_is_a_clear_error(root: Path) -> None:
    root.mkdir()
    with pytest.raises(RunFolderError, match="no runs here"):
        verify_runs(root)


def _remove_a_run(root: Path, runs: Runs) -> None:
    shutil.rmtree(runs[1])


def _remove_the_last_run(root: Path, runs: Runs) -> None:
    shutil.rmtree(runs[3])


def _remove_the_ledger(root: Path, runs: Runs) -> None:
    (root / LEDGER).unlink()


def _drop_a_line(root: Path, runs: Runs) -> None:
    lines = (root / LEDGER).read_bytes().splitlines(keepends=True)
    (root / LEDGER).write_bytes(b"".join(lines[:2] + lines[3:]))


def _cut_off_the_end(root: Path, runs: Runs) -> None:
    lines = (root / LEDGER).read_bytes().splitlines(keepends=True)
    (root / LEDGER).write_bytes(b"".join(lines[:4]))


def _copy_a_run(root: Path, runs: Runs) -> None:
    shutil.copytree(runs[0], root / "copied")


def _take_a_run_out_and_chain_anew(root: Path, runs: Runs) -> None:
    """What one can do without the key: the ledger and its numbers rebuilt as if a run had never been."""
    ledger = read_ledger(root)
    assert ledger is not None
    shutil.rmtree(runs[1])
    kept = [entry for entry in ledger.entries if entry.data["run"] != runs[1].name]
    lines, prev = [], "0" * 64
    for seq, entry in enumerate(kept):
        again, line = link(seq, entry.time, entry.event, entry.data, prev)
        lines.append(line)
        prev = again.hash
    (root / LEDGER).write_bytes(b"".join(lines))


def _seal_again_with_the_key(root: Path, runs: Runs) -> None:
    (runs[2] / "seal.json").unlink()
    seal_run(runs[2])


@pytest.mark.parametrize(
    ("tamper", "named"),
    [
        (_remove_a_run, "missing, the ledger entered it as run number 2"),
        (_remove_the_last_run, "missing, the ledger entered it as run number 4"),
        (_remove_the_ledger, "ledger.jsonl: missing, although the seal of"),
        (_drop_a_line, "ledger.jsonl line 3"),
        (_cut_off_the_end, "is not in the ledger; the ledger's end was cut off"),
        (_copy_a_run, "copied: run number 1 is not in the ledger; it was put here later"),
        (_take_a_run_out_and_chain_anew, "run number 3 stands where 2 should"),
        (_seal_again_with_the_key, "not the seal that the ledger entered"),
    ],
)
def test_what_is_done_to_a_folder_of_runs_is_named(
    runs: Runs, root: Path, tamper: Callable[[Path, Runs], None], named: str
) -> None:
    tamper(root, runs)
    found = verify_runs(root)
    assert not found.ok
    assert any(named in fault for fault in found.faults), found.faults


def test_a_ledger_chained_anew_under_the_same_numbers_contradicts_the_seals(runs: Runs, root: Path) -> None:
    ledger = read_ledger(root)
    assert ledger is not None
    lines, prev = [], "0" * 64
    for entry in ledger.entries:
        data = dict(entry.data) | ({"bot": "another"} if "bot" in entry.data else {})
        again, line = link(entry.seq, entry.time, entry.event, data, prev)
        lines.append(line)
        prev = again.hash
    (root / LEDGER).write_bytes(b"".join(lines))
    assert verify_runs(root).faults[-1].endswith("knows; the ledger was rewritten.")


def test_the_last_runs_cut_off_with_their_ledger_show_against_an_anchor(runs: Runs, root: Path) -> None:
    """Nothing in the folder can tell; what was published elsewhere can."""
    head = head_of(root)
    _cut_off_the_end(root, runs)
    shutil.rmtree(runs[2])
    shutil.rmtree(runs[3])
    assert verify_runs(root).ok
    assert verify_runs(root, anchors=[Anchor(head.seq, head.hash)]).faults == (
        "ledger.jsonl ends at seq 3, but a witness knows seq 7: its last 4 lines or more were cut off.",
    )

"""Whatever is done to a folder of runs without the signing key shows, and is named.

Seeded and random: `CLERKWORK_EDITS=10000` makes many more than the suite does.
"""

from __future__ import annotations

import json
import os
import random
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from clerkwork.evidence.chain import link, read_chain
from clerkwork.evidence.erasure import erase
from clerkwork.evidence.keys import SigningKey
from clerkwork.evidence.ledger import LEDGER
from clerkwork.evidence.run_folder import RunFolder
from clerkwork.evidence.seal import seal_run
from clerkwork.evidence.verify import Anchor
from clerkwork.evidence.verify_runs import RunsVerdict, verify_runs
from tests.evidence.conftest import begin_run

EDITS = int(os.environ.get("CLERKWORK_EDITS", "150"))
FREE = ("report.html",)
"""Anybody may make the report again; it proves nothing."""


@dataclass
class Shelf:
    """A folder of runs, and what it held before anybody touched it."""

    root: Path
    files: dict[str, bytes]
    anchors: list[Anchor]

    def restore(self) -> None:
        shutil.rmtree(self.root)
        for name, content in self.files.items():
            (self.root / name).parent.mkdir(parents=True, exist_ok=True)
            (self.root / name).write_bytes(content)

    def verify(self) -> RunsVerdict:
        return verify_runs(self.root, anchors=self.anchors)


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    with pytest.MonkeyPatch.context() as settings:
        settings.setenv("CLERKWORK_HOME", str(tmp_path_factory.mktemp("keys")))
        yield filled_shelf(tmp_path_factory)


def filled_shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    root = tmp_path_factory.mktemp("shelf") / "runs"
    for _ in range(3):
        begin_run(root).finish("done")
    encrypted = RunFolder.create(root, "rent-device", encrypted=True)
    encrypted.journal.append("step.finished", index=0, shot=encrypted.keep_shot(b"\x89PNG a"))
    encrypted.keep_download("loans.csv", b"L-1;A. Meyer")
    encrypted.finish("done")
    erase(encrypted.path, ["downloads"], why="asked")
    files = {
        path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()
    }
    last = read_chain(files[LEDGER]).entries[-1]
    return Shelf(root, files, [Anchor(last.seq, last.hash)])


@pytest.fixture(autouse=True)
def home(shelf: Shelf) -> None:
    """The module's keys, instead of a test's own."""


Edit = Callable[[Shelf, random.Random], str]
"""Tampers with the shelf; returns what a fault must name."""


def _some_file(shelf: Shelf, dice: random.Random) -> str:
    return dice.choice(sorted(name for name in shelf.files if not name.endswith(FREE)))


def _some_lines(shelf: Shelf, dice: random.Random) -> str:
    return dice.choice(sorted(name for name in shelf.files if name.endswith(".jsonl")))


def _some_run(shelf: Shelf, dice: random.Random) -> str:
    return dice.choice(sorted({name.split("/")[0] for name in shelf.files if "/" in name}))


def change_a_byte(shelf: Shelf, dice: random.Random) -> str:
    name = _some_file(shelf, dice)
    content = bytearray(shelf.files[name])
    content[dice.randrange(len(content))] ^= dice.randrange(1, 256)
    (shelf.root / name).write_bytes(content)
    return name


def insert_bytes(shelf: Shelf, dice: random.Random) -> str:
    name = _some_file(shelf, dice)
    content, at = shelf.files[name], dice.randrange(len(shelf.files[name]) + 1)
    (shelf.root / name).write_bytes(content[:at] + dice.randbytes(dice.randrange(1, 9)) + content[at:])
    return name


def cut_a_file(shelf: Shelf, dice: random.Random) -> str:
    name = _some_file(shelf, dice)
    (shelf.root / name).write_bytes(shelf.files[name][: dice.randrange(len(shelf.files[name]))])
    return name


def remove_a_file(shelf: Shelf, dice: random.Random) -> str:
    name = _some_file(shelf, dice)
    (shelf.root / name).unlink()
    return name


def add_a_file(shelf: Shelf, dice: random.Random) -> str:
    name = f"{_some_run(shelf, dice)}/downloads/extra-{dice.randrange(999)}.csv"
    (shelf.root / name).parent.mkdir(exist_ok=True)
    (shelf.root / name).write_bytes(dice.randbytes(20))
    return name


def swap_two_files(shelf: Shelf, dice: random.Random) -> str:
    first, second = _some_file(shelf, dice), _some_file(shelf, dice)
    while shelf.files[first] == shelf.files[second]:
        second = _some_file(shelf, dice)
    (shelf.root / first).write_bytes(shelf.files[second])
    (shelf.root / second).write_bytes(shelf.files[first])
    return first


def _rewrite_lines(shelf: Shelf, name: str, lines: list[bytes]) -> str:
    (shelf.root / name).write_bytes(b"".join(lines))
    return name


def drop_a_line(shelf: Shelf, dice: random.Random) -> str:
    name = _some_lines(shelf, dice)
    lines = shelf.files[name].splitlines(keepends=True)
    del lines[dice.randrange(len(lines))]
    return _rewrite_lines(shelf, name, lines)


def swap_two_lines(shelf: Shelf, dice: random.Random) -> str:
    name = _some_lines(shelf, dice)
    lines = shelf.files[name].splitlines(keepends=True)
    first, second = dice.sample(range(len(lines)), 2)
    lines[first], lines[second] = lines[second], lines[first]
    return _rewrite_lines(shelf, name, lines)


def repeat_a_line(shelf: Shelf, dice: random.Random) -> str:
    name = _some_lines(shelf, dice)
    lines = shelf.files[name].splitlines(keepends=True)
    lines.insert(dice.randrange(len(lines) + 1), dice.choice(lines))
    return _rewrite_lines(shelf, name, lines)


def _chained_anew(entries: list[tuple[str, str, dict[str, object]]]) -> list[bytes]:
    lines, prev = [], "0" * 64
    for seq, (time, event, data) in enumerate(entries):
        entry, line = link(seq, time, event, data, prev)
        lines.append(line)
        prev = entry.hash
    return lines


def change_an_event_and_chain_anew(shelf: Shelf, dice: random.Random) -> str:
    name = _some_lines(shelf, dice)
    entries = [(one.time, one.event, dict(one.data)) for one in read_chain(shelf.files[name]).entries]
    entries[dice.randrange(len(entries))][2]["note"] = f"slipped in {dice.random()}"
    return _rewrite_lines(shelf, name, _chained_anew(entries))


def drop_an_event_and_chain_anew(shelf: Shelf, dice: random.Random) -> str:
    name = _some_lines(shelf, dice)
    entries = [(one.time, one.event, dict(one.data)) for one in read_chain(shelf.files[name]).entries]
    del entries[dice.randrange(len(entries))]
    return _rewrite_lines(shelf, name, _chained_anew(entries))


def seal_with_another_key(shelf: Shelf, dice: random.Random) -> str:
    run = _some_run(shelf, dice)
    seal_run(shelf.root / run, SigningKey.generate())
    return f"{run}/seal.json"


def change_the_sealed_statement(shelf: Shelf, dice: random.Random) -> str:
    run = _some_run(shelf, dice)
    envelope = json.loads(shelf.files[f"{run}/seal.json"])
    payload = envelope["payload"]
    at = dice.randrange(len(payload) - 4)
    envelope["payload"] = payload[:at] + ("A" if payload[at] != "A" else "B") + payload[at + 1 :]
    (shelf.root / run / "seal.json").write_text(json.dumps(envelope, sort_keys=True, indent=1) + "\n")
    return f"{run}/seal.json"


def exchange_the_seals(shelf: Shelf, dice: random.Random) -> str:
    first, second = _some_run(shelf, dice), _some_run(shelf, dice)
    while first == second:
        second = _some_run(shelf, dice)
    (shelf.root / first / "seal.json").write_bytes(shelf.files[f"{second}/seal.json"])
    return first


def remove_a_run(shelf: Shelf, dice: random.Random) -> str:
    run = _some_run(shelf, dice)
    shutil.rmtree(shelf.root / run)
    return run


def copy_a_run(shelf: Shelf, dice: random.Random) -> str:
    run = _some_run(shelf, dice)
    shutil.copytree(shelf.root / run, shelf.root / f"{run}-again")
    return f"{run}-again"


def remove_a_run_with_its_lines(shelf: Shelf, dice: random.Random) -> str:
    run = _some_run(shelf, dice)
    shutil.rmtree(shelf.root / run)
    kept = [
        (one.time, one.event, dict(one.data))
        for one in read_chain(shelf.files[LEDGER]).entries
        if one.data.get("run") != run
    ]
    return _rewrite_lines(shelf, LEDGER, _chained_anew(kept))


def cut_off_the_last_runs(shelf: Shelf, dice: random.Random) -> str:
    lines = shelf.files[LEDGER].splitlines(keepends=True)
    kept = dice.randrange(len(lines))
    entered = [
        one.data["run"]
        for one in read_chain(shelf.files[LEDGER]).entries[kept:]
        if one.event == "run.entered"
    ]
    for run in entered:
        shutil.rmtree(shelf.root / str(run))
    return _rewrite_lines(shelf, LEDGER, lines[:kept])


EDITS_OF_ALL_KINDS: tuple[Edit, ...] = (
    change_a_byte,
    insert_bytes,
    cut_a_file,
    remove_a_file,
    add_a_file,
    swap_two_files,
    drop_a_line,
    swap_two_lines,
    repeat_a_line,
    change_an_event_and_chain_anew,
    drop_an_event_and_chain_anew,
    seal_with_another_key,
    change_the_sealed_statement,
    exchange_the_seals,
    remove_a_run,
    copy_a_run,
    remove_a_run_with_its_lines,
    cut_off_the_last_runs,
)


def named_in(found: RunsVerdict, what: str) -> bool:
    """Whether a fault names the file, line or run that was touched."""
    run, _, inner = what.partition("/")
    of_run = [fault for path, verdict in found.runs.items() if path.name == run for fault in verdict.faults]
    return any(what in fault or run in fault for fault in found.faults) or any(inner in one for one in of_run)


def test_untouched_everything_fits(shelf: Shelf) -> None:
    found = shelf.verify()
    assert found.ok, [found.faults, [verdict.faults for verdict in found.runs.values()]]


@pytest.mark.parametrize("edit", EDITS_OF_ALL_KINDS, ids=lambda edit: edit.__name__)
def test_every_edit_is_detected_and_named(shelf: Shelf, edit: Edit) -> None:
    dice = random.Random(edit.__name__)
    for number in range(max(1, EDITS // len(EDITS_OF_ALL_KINDS))):
        try:
            touched = edit(shelf, dice)
            found = shelf.verify()
            assert not found.ok, (number, touched)
            assert named_in(found, touched), (number, touched, found)
        finally:
            shelf.restore()

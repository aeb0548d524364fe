"""Whatever is altered in a sealed run is found and named."""

from __future__ import annotations

import base64
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from clerkwork.evidence.chain import ZERO_HASH, link
from clerkwork.evidence.errors import RunFolderError
from clerkwork.evidence.key_store import signing_key
from clerkwork.evidence.keys import SigningKey
from clerkwork.evidence.run_folder import RunFolder
from clerkwork.evidence.seal import seal_run
from clerkwork.evidence.verify import Standing, Verdict, verify_run

# Every example works on its own copy; the sealed run itself is only read.
tampering = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
PLACE = st.integers(min_value=0, max_value=10**9)


@contextmanager
def copy_of(run: Path) -> Iterator[Path]:
    with TemporaryDirectory() as folder:
        yield Path(shutil.copytree(run, Path(folder) / run.name))


def altered(path: Path) -> Verdict:
    """The verdict on a run that must not pass."""
    verdict = verify_run(path)
    assert not verdict.ok
    assert verdict.standing is Standing.ALTERED
    assert verdict.fault
    return verdict


def files_of(run: Path) -> list[Path]:
    return sorted(path for path in run.rglob("*") if path.is_file())


def lines_of(run: Path) -> list[bytes]:
    return (run / "journal.jsonl").read_bytes().splitlines(keepends=True)


def write_lines(run: Path, lines: list[bytes]) -> None:
    (run / "journal.jsonl").write_bytes(b"".join(lines))


def rechain(lines: list[bytes]) -> list[bytes]:
    """The lines with seq, prev and hash made consistent again, as a forger without the key would."""
    prev, chained = ZERO_HASH, []
    for seq, line in enumerate(lines):
        told = json.loads(line)
        entry, written = link(seq, told["time"], told["event"], told["data"], prev)
        prev = entry.hash
        chained.append(written)
    return chained


def test_an_untouched_run_is_sealed_and_signed_by_this_machine(sealed: Path) -> None:
    verdict = verify_run(sealed)
    assert (verdict.standing, verdict.ok, verdict.sealed, verdict.fault) == (
        Standing.SEALED,
        True,
        True,
        None,
    )
    assert verdict.signed_by == signing_key().public.keyid


@tampering
@given(which=PLACE, where=PLACE, mask=st.integers(1, 255))
def test_a_flipped_byte_is_named(sealed: Path, which: int, where: int, mask: int) -> None:
    with copy_of(sealed) as run:
        path = files_of(run)[which % len(files_of(run))]
        content = bytearray(path.read_bytes())
        content[where % len(content)] ^= mask
        path.write_bytes(content)
        fault = altered(run).fault
        assert fault
        assert fault.startswith(path.relative_to(run).as_posix())


@tampering
@given(where=PLACE, mask=st.integers(1, 255))
def test_a_flipped_byte_in_the_journal_is_named_by_its_line(sealed: Path, where: int, mask: int) -> None:
    with copy_of(sealed) as run:
        content = bytearray((run / "journal.jsonl").read_bytes())
        place = where % len(content)
        number = content[:place].count(b"\n") + 1
        content[place] ^= mask
        (run / "journal.jsonl").write_bytes(content)
        fault = altered(run).fault
        assert fault
        assert fault.startswith(f"journal.jsonl line {number}")


@tampering
@given(where=PLACE, mask=st.integers(1, 255))
def test_a_flipped_byte_in_the_seal_is_named(sealed: Path, where: int, mask: int) -> None:
    with copy_of(sealed) as run:
        content = bytearray((run / "seal.json").read_bytes())
        content[where % len(content)] ^= mask
        (run / "seal.json").write_bytes(content)
        fault = altered(run).fault
        assert fault
        assert fault.startswith("seal.json")


@tampering
@given(where=PLACE)
def test_a_dropped_line_is_named(sealed: Path, where: int) -> None:
    with copy_of(sealed) as run:
        lines = lines_of(run)
        place = where % (len(lines) - 1)
        write_lines(run, lines[:place] + lines[place + 1 :])
        assert altered(run).fault == (
            f"journal.jsonl line {place + 1} (seq {place + 1}): seq {place} should stand here;"
            " a line was dropped or lines were swapped."
        )


@tampering
@given(one=PLACE, other=PLACE)
def test_two_swapped_lines_are_named(sealed: Path, one: int, other: int) -> None:
    with copy_of(sealed) as run:
        lines = lines_of(run)
        first, second = sorted((one % len(lines), other % len(lines)))
        assume(first != second)
        lines[first], lines[second] = lines[second], lines[first]
        write_lines(run, lines)
        fault = altered(run).fault
        assert fault
        assert fault.startswith(f"journal.jsonl line {first + 1} (seq {second})")
        assert "swapped" in fault


@tampering
@given(kept=PLACE)
def test_a_tail_cut_between_lines_is_named(sealed: Path, kept: int) -> None:
    with copy_of(sealed) as run:
        lines = lines_of(run)
        count = kept % len(lines)
        write_lines(run, lines[:count])
        fault = altered(run).fault or ""
        assert fault == "journal.jsonl: empty, its lines were removed." or fault == (
            f"journal.jsonl ends at seq {count - 1} where the seal says {len(lines) - 1}:"
            f" its last {len(lines) - count} lines were cut off."
        )


@tampering
@given(kept=PLACE)
def test_a_tail_cut_within_a_line_is_named(sealed: Path, kept: int) -> None:
    with copy_of(sealed) as run:
        content = (run / "journal.jsonl").read_bytes()
        left = content[: kept % len(content)]
        assume(left and not left.endswith(b"\n"))
        (run / "journal.jsonl").write_bytes(left)
        number = left.count(b"\n") + 1
        assert (altered(run).fault or "").startswith(f"journal.jsonl line {number}: half-written")


@tampering
@given(which=PLACE, content=st.binary(max_size=200))
def test_a_replaced_picture_is_named(sealed: Path, which: int, content: bytes) -> None:
    with copy_of(sealed) as run:
        shots = sorted((run / "shots").iterdir())
        shot = shots[which % len(shots)]
        assume(content != shot.read_bytes())
        shot.write_bytes(content)
        assert (altered(run).fault or "").startswith(f"shots/{shot.name}: altered or replaced")


@tampering
@given(which=PLACE)
def test_a_missing_file_is_named(sealed: Path, which: int) -> None:
    with copy_of(sealed) as run:
        files = [path for path in files_of(run) if path.name != "seal.json"]
        gone = files[which % len(files)]
        gone.unlink()
        assert (altered(run).fault or "").startswith(f"{gone.relative_to(run).as_posix()}: missing")


@tampering
@given(name=st.sampled_from(["note.txt", "shots/x.png", "downloads/.hidden", "deep/er/file", ".reserve"]))
def test_an_extra_file_is_named(sealed: Path, name: str) -> None:
    with copy_of(sealed) as run:
        (run / name).parent.mkdir(parents=True, exist_ok=True)
        (run / name).write_bytes(b"planted")
        assert altered(run).fault == f"{name}: extra file, it is not in the seal."


@tampering
@given(where=PLACE, state=st.sampled_from(["failed", "skipped"]))
def test_a_journal_chained_anew_without_the_key_is_named(sealed: Path, where: int, state: str) -> None:
    with copy_of(sealed) as run:
        lines = lines_of(run)
        place = where % len(lines)
        told = json.loads(lines[place])
        told["data"]["state"] = state
        lines[place] = json.dumps(told).encode() + b"\n"
        write_lines(run, rechain(lines))
        assert (altered(run).fault or "").endswith(
            "not the line that was sealed; the journal was rewritten and chained anew."
        )


def test_lines_added_after_the_sealed_end_are_named(sealed: Path) -> None:
    lines = lines_of(sealed)
    write_lines(sealed, rechain([*lines, lines[-1]]))
    assert altered(sealed).fault == (
        f"journal.jsonl line {len(lines) + 1}: lines follow the sealed end at seq {len(lines) - 1}."
    )


def test_a_seal_by_an_unknown_key_is_named(sealed: Path) -> None:
    stranger = SigningKey(Ed25519PrivateKey.generate())
    seal_run(sealed, stranger)
    verdict = altered(sealed)
    assert not verdict.sealed
    assert verdict.fault
    assert verdict.fault.startswith(f"seal.json: signed by an unknown key {stranger.public.keyid[:16]}")
    assert verify_run(sealed, [stranger.public]).ok


def test_a_forged_seal_under_a_known_keys_name_is_named(sealed: Path) -> None:
    envelope = json.loads((sealed / "seal.json").read_bytes())
    known = envelope["signatures"][0]["keyid"]
    seal_run(sealed, SigningKey(Ed25519PrivateKey.generate()))
    forged = json.loads((sealed / "seal.json").read_bytes())
    forged["signatures"][0]["keyid"] = known
    (sealed / "seal.json").write_text(json.dumps(forged))
    assert altered(sealed).fault == (
        f"seal.json: the signature does not fit; it was altered after key {known[:16]} signed it."
    )


def test_the_seal_of_another_run_does_not_fit(sealed: Path, tmp_path: Path) -> None:
    other = RunFolder.create(tmp_path / "others", "rent-device")
    shutil.copy(other.finish("done"), sealed / "seal.json")
    assert (altered(sealed).fault or "").startswith("journal.jsonl line 3: lines follow the sealed end")


def test_a_seal_is_checked_by_standard_tools(sealed: Path) -> None:
    """The envelope, recomputed from the DSSE specification without our code."""
    envelope = json.loads((sealed / "seal.json").read_bytes())
    payload = base64.b64decode(envelope["payload"])
    kind = envelope["payloadType"].encode()
    signed = b"DSSEv1 %d %b %d %b" % (len(kind), kind, len(payload), payload)
    signature = base64.b64decode(envelope["signatures"][0]["sig"])
    signing_key().public.crypto.verify(signature, signed)
    statement = json.loads(payload)
    assert statement["_type"] == "https://in-toto.io/Statement/v1"
    assert {"journal.jsonl", "run.json"} <= {subject["name"] for subject in statement["subject"]}


def test_a_finished_run_whose_seal_was_removed_does_not_pass(sealed: Path) -> None:
    (sealed / "seal.json").unlink()
    verdict = verify_run(sealed)
    assert (verdict.standing, verdict.ok, verdict.sealed) == (Standing.UNSEALED, False, False)
    assert verdict.fault == "seal.json: missing although the journal says that the run finished; not sealed."


def test_removing_the_seal_and_the_last_line_does_not_pass_for_a_running_run(sealed: Path) -> None:
    (sealed / "seal.json").unlink()
    write_lines(sealed, lines_of(sealed)[:-1])
    verdict = verify_run(sealed)
    assert (verdict.standing, verdict.ok) == (Standing.UNFINISHED, False)


def test_a_run_in_progress_fits_so_far(run: RunFolder) -> None:
    verdict = verify_run(run.path)
    assert (verdict.standing, verdict.ok, verdict.sealed, verdict.faults) == (
        Standing.RUNNING,
        True,
        False,
        (),
    )


def test_an_interrupted_run_with_half_a_line_is_unfinished_not_altered(run: RunFolder) -> None:
    run.close()
    with (run.path / "journal.jsonl").open("ab") as journal:
        journal.write(b'{"data":{"ind')
    verdict = verify_run(run.path)
    assert verdict.standing is Standing.UNFINISHED
    assert [fault.split(":")[1] for fault in verdict.faults] == [
        " half-written, 13 bytes without a line end; the writer crashed here or the file was cut.",
        " not sealed, the journal ends at seq 10 without run.finished; the run was interrupted (resume it) or its end"
        " was removed.",
    ]


@pytest.mark.parametrize("name", ["run.json", "shots", "downloads/loans.csv"])
def test_an_unsealed_run_still_vouches_for_its_files(run: RunFolder, name: str) -> None:
    run.close()
    path = run.path / name
    path = sorted(path.iterdir())[0] if path.is_dir() else path
    content = bytearray(path.read_bytes())
    content[3] ^= 1
    path.write_bytes(content)
    assert (altered(run.path).fault or "").startswith(
        f"{path.relative_to(run.path).as_posix()}: altered or replaced"
    )


def test_the_report_may_be_made_again(sealed: Path) -> None:
    (sealed / "report.html").write_text("a report")
    assert verify_run(sealed).ok


def test_a_folder_without_a_run_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(RunFolderError, match="no run folder here"):
        verify_run(tmp_path)

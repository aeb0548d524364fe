"""A time stamp by somebody else says when a seal existed at the latest."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from clerkwork.evidence.run_folder import RunFolder
from clerkwork.evidence.seal import seal_run
from clerkwork.evidence.verify import verify_run

CONFIG = """
[req]
distinguished_name = name
x509_extensions = root
prompt = no
[name]
CN = A test's authority
[root]
basicConstraints = critical, CA:true
keyUsage = critical, keyCertSign
subjectKeyIdentifier = hash
[stamper]
basicConstraints = critical, CA:false
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[tsa]
default_tsa = stamping
[stamping]
serial = serial
signer_cert = stamper.pem
signer_key = stamper.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
"""


def openssl(folder: Path, *words: str) -> None:
    subprocess.run(["openssl", *words], cwd=folder, check=True, capture_output=True)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A root certificate and a stamper below it, as `openssl ts` uses them."""
    folder = tmp_path_factory.mktemp("authority")
    (folder / "tsa.cnf").write_text(CONFIG)
    (folder / "serial").write_text("01")
    key = ("-newkey", "rsa:2048", "-nodes", "-config", "tsa.cnf")
    openssl(folder, "req", "-x509", *key, "-keyout", "root.key", "-out", "root.pem", "-days", "2")
    openssl(
        folder, "req", "-new", *key, "-subj", "/CN=stamper", "-keyout", "stamper.key", "-out", "stamper.csr"
    )
    signed = ("-CA", "root.pem", "-CAkey", "root.key", "-CAcreateserial", "-days", "2")
    openssl(
        folder, "x509", "-req", "-in", "stamper.csr", *signed, "-extfile", "tsa.cnf", "-extensions", "stamper",
        "-out", "stamper.pem",
    )  # fmt: skip
    return folder


@pytest.fixture
def stamping(authority: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The authority behind an address that runs are told."""

    class Stamper(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            (authority / "asked.tsq").write_bytes(self.rfile.read(int(self.headers["content-length"])))
            openssl(
                authority, "ts", "-reply", "-queryfile", "asked.tsq", "-config", "tsa.cnf", "-out", "said.tsr"
            )
            content = (authority / "said.tsr").read_bytes()
            self.send_response(200)
            self.send_header("content-length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  (its name there)
            """Tests are quiet."""

    with HTTPServer(("127.0.0.1", 0), Stamper) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        monkeypatch.setenv("CLERKWORK_TIMESTAMP_URL", f"http://127.0.0.1:{server.server_port}/")
        monkeypatch.setenv("CLERKWORK_TIMESTAMP_ROOTS", str(authority / "root.pem"))
        yield authority
        server.shutdown()
        thread.join()


def stamped_run(root: Path) -> Path:
    folder = RunFolder.create(root, "rent-device")
    folder.finish("done")
    return folder.path


def test_a_seal_is_stamped_and_the_stamp_is_checked(stamping: Path, tmp_path: Path) -> None:
    found = verify_run(stamped_run(tmp_path))
    assert (found.faults, found.note) == ((), "")
    assert found.stamped_at is not None
    age = datetime.now(UTC) - datetime.fromisoformat(found.stamped_at)
    assert abs(age.total_seconds()) < 300


def test_a_seal_made_later_does_not_fit_the_stamp(stamping: Path, tmp_path: Path) -> None:
    run = stamped_run(tmp_path)
    (run / "downloads").mkdir()
    (run / "downloads" / "slipped-in.csv").write_bytes(b"L-1")
    seal_run(run)
    assert verify_run(run).faults == (
        "seal.tsr: does not fit the seal or a known authority: Mismatch between messages.",
    )


def test_a_stamp_of_an_unknown_authority_does_not_count(
    stamping: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = stamped_run(tmp_path / "runs")
    key = ("-newkey", "rsa:2048", "-nodes", "-keyout", "k", "-out", str(tmp_path / "other.pem"))
    (tmp_path / "tsa.cnf").write_text(CONFIG)
    openssl(tmp_path, "req", "-x509", *key, "-config", "tsa.cnf", "-days", "2")
    monkeypatch.setenv("CLERKWORK_TIMESTAMP_ROOTS", str(tmp_path / "other.pem"))
    assert "does not fit the seal or a known authority" in (verify_run(run).fault or "")


def test_an_altered_stamp_is_named(stamping: Path, tmp_path: Path) -> None:
    run = stamped_run(tmp_path)
    (run / "seal.tsr").write_bytes((run / "seal.tsr").read_bytes()[:-40])
    assert (verify_run(run).fault or "").startswith("seal.tsr: altered, it cannot be read")


def test_a_stamp_that_cannot_be_checked_here_is_said_not_to_be(
    stamping: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = stamped_run(tmp_path)
    monkeypatch.delenv("CLERKWORK_TIMESTAMP_ROOTS")
    found = verify_run(run)
    assert (found.ok, found.stamped_at) == (True, None)
    assert found.note.startswith("time stamp not checked")


def test_an_authority_that_is_away_fails_no_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLERKWORK_TIMESTAMP_URL", "http://127.0.0.1:9/")
    run = stamped_run(tmp_path)
    assert verify_run(run).ok
    assert not (run / "seal.tsr").exists()

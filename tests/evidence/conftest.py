"""A home of its own for every test's keys, and a finished run to look at."""

from __future__ import annotations

from pathlib import Path

import pytest

from clerkwork.evidence.redact import Redactor
from clerkwork.evidence.run_folder import RunFolder


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data folder of this test alone."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("CLERKWORK_HOME", str(home))
    monkeypatch.delenv("CLERKWORK_SIGNING_KEY_FILE", raising=False)
    return home


@pytest.fixture
def run(tmp_path: Path) -> RunFolder:
    """A run in progress, with a few events, two pictures and a download."""
    return begin_run(tmp_path / "runs")


@pytest.fixture
def sealed(run: RunFolder) -> Path:
    """The same run, finished and sealed."""
    run.finish("done", exit=0)
    return run.path


def begin_run(root: Path) -> RunFolder:
    folder = RunFolder.create(
        root, "rent-device", redactor=Redactor({"rentals_password": "s3cr3t!"}), inputs={"device": "LT-0042"}
    )
    journal = folder.journal
    journal.append("run.started", bot="rent-device", title="Hand out a device")
    for index in range(4):
        shot = folder.keep_shot(b"\x89PNG picture %d" % (index % 2))
        journal.append("step.started", index=index, id=f"step-{index}", words="Click “Reserve”", attempt=1)
        journal.append("step.finished", index=index, id=f"step-{index}", state="done", shot=shot)
    kept = folder.digest_of(folder.keep_download("loans.csv", b"loan;device\n1;LT-0042\n"))
    journal.append("download", index=3, name="loans.csv", path=kept.path, size=kept.size, sha256=kept.sha256)
    return folder

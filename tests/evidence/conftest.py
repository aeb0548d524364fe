"""A home of its own for every test's keys, and a finished run to look at."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from clerkwork.evidence.redact import Redactor
from clerkwork.evidence.run_folder import RunFolder


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data folder of this test alone."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("CLERKWORK_HOME", str(home))
    for name in ("CLERKWORK_SIGNING_KEY", "CLERKWORK_SIGNING_KEY_FILE"):
        monkeypatch.delenv(name, raising=False)
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


@pytest.fixture
def long_run(tmp_path: Path) -> Callable[..., RunFolder]:
    """Makes runs as a runner writes them, with pictures of a console in the old manner."""

    def make(state: str = "needs_review", steps: int = 14, **changes: Any) -> RunFolder:
        return sample_run(tmp_path / "runs", state, steps, **changes)

    return make


def console(title: str, rows: int = 9, *, clock: str = "22:15:03", chosen: int | None = None) -> bytes:
    """A picture of 1280 x 720 that looks like a console: heading, menu, table, button."""
    view = np.full((720, 1280, 3), 246, np.uint8)
    view[:64] = (120, 72, 28)
    write(view, title, (24, 42), 0.9, (255, 255, 255))
    write(view, clock, (1150, 42), 0.6, (255, 255, 255))
    view[64:, :200] = (232, 226, 220)
    for place, entry in enumerate(["Devices", "Loans", "People", "Reports"]):
        write(view, entry, (24, 110 + 38 * place), 0.6, (90, 60, 20))
    for row in range(rows):
        top = 110 + 48 * row
        cv2.rectangle(
            view, (224, top), (1240, top + 44), (255, 255, 255) if row != chosen else (214, 240, 255), -1
        )
        write(view, f"LT-{row + 38:04d}   Notebook 14 inch   in stock", (240, top + 28), 0.6, (40, 40, 40))
        cv2.rectangle(view, (1120, top + 7), (1226, top + 37), (150, 96, 40), -1)
        write(view, "Reserve", (1132, top + 28), 0.55, (255, 255, 255))
    return bytes(cv2.imencode(".png", view)[1])


def write(view: Any, text: str, place: tuple[int, int], scale: float, colour: tuple[int, int, int]) -> None:
    cv2.putText(view, text, place, cv2.FONT_HERSHEY_DUPLEX, scale, colour, 1, cv2.LINE_AA)


WORDS = [
    ("open", "Open rentals:/login"),
    ("fill", "Fill “User name” with “clerk”"),
    ("fill", "Fill “Password” with “s3cr3t!”"),
    ("click", "Click “Sign in”"),
    ("click", "Click “Reserve” in the row of “LT-0042”"),
    ("select", "Choose “A. Meyer” in “Employee”"),
    ("fill", "Fill “Days” with “7”"),
    ("click", "Click “Pick a date” and choose “28” in the window that opens"),
    ("click", "Click “Submit”"),
    ("read", "Read “Loan number”"),
    ("click", "Click “Export as CSV”"),
    ("check", "Check that “Loan L-” is there"),
    ("checkpoint", "Compare the page with checkpoint “loan-created”"),
    ("click", "Click “Sign out”"),
]
BUTTON = {"x": 1120, "y": 309, "width": 106, "height": 30}
VIEW = {"width": 1280, "height": 720}


def sample_run(root: Path, state: str, steps: int, *, title: str = "Loans", close: bool = True) -> RunFolder:
    """A run of the library's kind; with `close`, finished and sealed.

    State `needs_review` has a checkpoint that differs, the exceptions a last step that failed.
    """
    run = RunFolder.create(
        root,
        "rent-device",
        redactor=Redactor({"rentals_password": "s3cr3t!"}),
        title="Hand out a rental device",
        bot_digest="9f2c" * 16,
        inputs={"device": "LT-0042", "employee": "A. Meyer", "days": 7},
        browser="Chromium 142.0.7444.59 headless",
        systems={"rentals": "http://127.0.0.1:8101"},
    )
    say = run.journal.append
    say(
        "run.started",
        bot="rent-device",
        title="Hand out a rental device",
        purpose="Reserves a free device for an employee and confirms the loan number.",
        inputs={"device": "LT-0042", "employee": "A. Meyer", "days": 7},
        systems={"rentals": "http://127.0.0.1:8101"},
        browser="Chromium 142.0.7444.59 headless",
        viewport=VIEW,
        dry_run=False,
        resumed=False,
    )
    fails = state not in ("done", "needs_review", "unfinished")
    for index in range(steps):
        action, words = WORDS[index % len(WORDS)]
        say(
            "step.started",
            index=index,
            id=f"{action}-{index}",
            action=action,
            words=words,
            attempt=1,
            line=23 + index,
        )
        say(
            "target.resolved",
            index=index,
            target="reserve_in_row",
            by="row",
            candidate="button “Reserve” in the row that holds “LT-0042”",
            box=BUTTON,
            window="",
            frame="detail",
            score=0.98,
            ms=12,
        )
        happen(run, index, action)
        shot = run.keep_shot(console(title, chosen=index % 9, clock=f"22:15:{index % 60:02d}"))
        last = index == steps - 1
        if last and fails:
            fail(run, index, state, shot)
        if last and state == "unfinished":
            break
        say(
            "step.finished",
            index=index,
            id=f"{action}-{index}",
            state="failed" if last and fails else "skipped" if index == 7 else "done",
            ms=40 + 37 * (index % 9),
            shot=shot,
            box=BUTTON,
            viewport=VIEW,
            page_url=f"http://127.0.0.1:8101/loans?page={index}",
            page_title=title,
            notes=["the page took 1.2 s to settle"] if index == 3 else [],
        )
        if action == "checkpoint":
            compare(
                run, index, "same" if state == "done" or (index > steps - 4 and steps > 20) else "different"
            )
    if not close:
        return run
    if state == "unfinished":
        run.close()
    else:
        run.finish(state, exit=4, why="", outputs={"loan_number": "L-10293"}, ms=6210, differences=1, heals=0)
    return run


def happen(run: RunFolder, index: int, action: str) -> None:
    """What comes up during some of the steps."""
    say = run.journal.append
    if index == 3:
        say("retry", index=index, attempt=2, why="the page answered 503 Service Unavailable", wait_s=0.5)
        say(
            "step.started",
            index=index,
            id="click-3",
            action=action,
            words="Click “Sign in”",
            attempt=2,
            line=26,
        )
    if index == 7:
        say("window.opened", index=index, name="calendar", url="http://127.0.0.1:8101/calendar")
        say("window.closed", name="calendar")
    if index == 8:
        say("dialog", index=index, type="confirm", message="Lend LT-0042?", accepted=True, text="")
        say("commit.intended", index=index, key="LT-0042/A. Meyer", durable=True)
        say("commit.confirmed", index=index, key="LT-0042/A. Meyer")
        say("expect", index=index, words="“Loan L-” is there", held=True)
    if action == "read":
        say("read", index=index, output="loan_number", value="L-10293")
    if index == 10:
        kept = run.digest_of(run.keep_download("loans 2026.csv", b"loan;device\nL-10293;LT-0042\n"))
        say(
            "download", index=index, name="loans 2026.csv", path=kept.path, size=kept.size, sha256=kept.sha256
        )


def fail(run: RunFolder, index: int, state: str, shot: str) -> None:
    """The last step's failure, in the manner of the run's state."""
    told = {
        "business_exception": ("business", "the page says “Device LT-0042 is lent until 2026-12-01”", ""),
        "in_doubt": ("doubt", "the answer to “Submit” never came and the probe could not sign in", ""),
        "application_exception": (
            "abstain",
            "no candidate of target “sign_out” fits and the nearest element is not near enough",
            "record the step again, or accept the first candidate as a heal",
        ),
    }
    kind, why, hint = told[state]
    nearest = [
        {"words": "link “Log off” in the menu", "score": 0.61, "why": "same place in the menu, other words"},
        {"words": "button “Sign in” in the form", "score": 0.44, "why": "similar words, another form"},
        {"words": "link “Reports”", "score": 0.21, "why": "same menu only"},
    ]
    run.journal.append(
        "step.failed",
        index=index,
        id=f"step-{index}",
        kind=kind,
        why=why,
        hint=hint,
        candidates=nearest if kind == "abstain" else [],
        shot=shot,
    )


def compare(run: RunFolder, index: int, verdict: str) -> None:
    """A checkpoint whose clock is masked; if different, one row looks otherwise."""
    expected = run.keep_shot(console("Loans", chosen=2))
    actual = run.keep_shot(console("Loans", chosen=4)) if verdict == "different" else expected
    difference = np.full((720, 1280, 3), 250, np.uint8)
    difference[206:250, 224:1240] = difference[302:346, 224:1240] = (60, 40, 230)
    row = {"x": 224, "y": 206, "width": 1016, "height": 44}
    run.journal.append(
        "checkpoint",
        index=index,
        name="loan-created",
        verdict=verdict,
        differing=83104 if verdict == "different" else 0,
        ratio=0.0902 if verdict == "different" else 0.0,
        expected=expected,
        actual=actual,
        difference=run.keep_shot(bytes(cv2.imencode(".png", difference)[1]))
        if verdict == "different"
        else None,
        regions=[row, row | {"y": 302}] if verdict == "different" else [],
        masks=[{"x": 1140, "y": 20, "width": 120, "height": 32}],
    )

"""A control room at work on a mock site: people are asked, workers are killed, and every order is placed once."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from clerkwork.control_room.agenda import Agenda
from clerkwork.control_room.tokens import Role
from clerkwork.evidence.journal import read_journal
from clerkwork.runner.store.database import Store
from tests.conftest import Site
from tests.control_room.served import command, control_room

LIBRARY = Path(__file__).parents[2] / "bots" / "library"

QUESTION = """
  - id: approval
    ask: "Lend {{ inputs.device }} to {{ inputs.employee }}?"
    choices: [lend, keep]
    into: approval
    role: operator
    stop_on: [keep]
  - click: submit_order"""


@pytest.fixture
def bots(tmp_path: Path) -> Path:
    """The library, and beside it a bot that asks before it orders."""
    folder = shutil.copytree(LIBRARY, tmp_path / "bots", ignore=shutil.ignore_patterns("baselines"))
    asking = shutil.copytree(folder / "rent_device", folder / "asking") / "bot.yaml"
    text = asking.read_text(encoding="utf-8").replace("name: rent-device", "name: asking")
    text = text.replace("\n  - click: submit_order", QUESTION).replace(
        "steps:\n", "outputs:\n  approval: {}\nsteps:\n", 1
    )
    asking.write_text(text, encoding="utf-8")
    return Path(folder)


def eventually(seen: Callable[[], Any], seconds: float = 60.0) -> Any:
    """What `seen` returns as soon as it is something."""
    deadline = time.monotonic() + seconds
    while not (found := seen()):
        assert time.monotonic() < deadline, "it never came to that"
        time.sleep(0.1)
    return found


def ask_for(operator: httpx.Client, bot: str, *devices: str, hands: int = 1) -> str:
    rows = [{"device": device, "employee": "N. Baker", "days": 7} for device in devices]
    answer = operator.post("/api/jobs", json={"bot": bot, "items": rows, "hands": hands}).raise_for_status()
    identity: str = answer.json()["id"]
    return identity


def end_of(client: httpx.Client, job: str) -> dict[str, Any]:
    def ended() -> dict[str, Any] | None:
        found: dict[str, Any] = client.get(f"/api/jobs/{job}").raise_for_status().json()
        return found if found["ended"] else None

    found: dict[str, Any] = eventually(ended)
    return found


def lent(site: Any) -> list[str]:
    return sorted(loan["device"] for loan in site.state()["loans"] if loan["employee"] == "N. Baker")


def test_a_bot_asks_and_goes_on_with_the_answer_of_somebody_who_may_give_it(
    site: Site, bots: Path, tmp_path: Path
) -> None:
    rentals = site("rentals")
    with control_room(tmp_path, bots, "--system", f"rentals={rentals.url}") as room:
        operator, auditor = room.client(Role.operator), room.client(Role.auditor)
        job = ask_for(operator, "asking", "LT-0034")
        asked = eventually(lambda: auditor.get("/api/questions").json())[0]
        assert asked["words"] == "Lend LT-0034 to N. Baker?"
        picture = auditor.get(f"/api/runs/{asked['run']}/pictures/{asked['picture']}")
        assert picture.content.startswith(b"\x89PNG")
        say = f"/api/questions/{asked['id']}/answer"
        assert auditor.post(say, json={"choice": "lend"}).status_code == 403
        assert operator.post(say, json={"choice": "sell"}).status_code == 422
        assert operator.post(say, json={"choice": "lend", "note": "budget is there"}).status_code == 200
        assert operator.post(say, json={"choice": "keep"}).status_code == 409
        assert end_of(operator, job)["state"] in ("done", "needs_review")
        assert lent(rentals) == ["LT-0034"]
        item = auditor.get(f"/api/jobs/{job}/items").json()[0]
        assert item["outputs"]["approval"] == "lend"
        told = [
            entry.data
            for entry in read_journal(room.runs / asked["run"] / "journal.jsonl")
            if entry.event == "answered"
        ]
        assert [(one["choice"], one["by"], one["note"]) for one in told] == [
            ("lend", "the operator", "budget is there")
        ]

        refused = ask_for(operator, "asking", "LT-0035")
        question = eventually(lambda: auditor.get("/api/questions").json())[0]["id"]
        store = ("--store", room.store)
        with command(
            "items", "answer", question, "keep", "--by", "Ada", *store, log=tmp_path / "answer"
        ) as said:
            assert said.wait(timeout=30) == 0
        end = end_of(operator, refused)
        assert (end["state"], end["why"]) == (
            "business_exception",
            "Ada answered 'keep' to 'Lend LT-0035 to N. Baker?'",
        )
        assert lent(rentals) == ["LT-0034"]


CONTROL_ROOM = """
clerkwork: 1
schedules:
  every-minute:
    bot: rent-device
    cron: "* * * * *"
    days: any
    inputs: {device: LT-0034, employee: N. Baker, days: 7}
triggers:
  orders: {bot: rent-device, folder: orders, pattern: "*.csv"}
expected:
  - {bot: open-ticket, by: "%s", days: any}
"""


def looked_before(store: str, now: datetime, **seconds: float) -> None:
    """A scheduler was at work so many seconds ago, and looked at these things."""

    async def look(agenda: Agenda) -> None:
        for what, ago in seconds.items():
            await agenda.looked(what, now - timedelta(seconds=ago))

    where = Store(store)
    with asyncio.Runner() as runner:
        runner.run(look(Agenda(where)))
    where.close()


def test_what_is_due_and_what_lies_in_a_watched_folder_is_done_and_what_is_late_is_told(
    site: Site, bots: Path, tmp_path: Path
) -> None:
    rentals, store = site("rentals"), f"sqlite:///{tmp_path / 'runs' / 'store.sqlite'}"
    now = datetime.now(UTC)
    late = f"{now - timedelta(minutes=1):%H:%M}"
    file = tmp_path / "control-room.yaml"
    file.write_text(CONTROL_ROOM % late, encoding="utf-8")
    ago = {"schedule every-minute": 61.0, f"expected open-ticket by {late}": 600.0, "scheduler": 61.0}
    looked_before(store, now, **ago)
    words = ("--config", str(file), "--system", f"rentals={rentals.url}")
    with control_room(tmp_path, bots, *words) as room:
        viewer = room.client(Role.viewer)
        assert len(viewer.get("/api/schedules").json()[0]["next"]) == 10
        orders = tmp_path / "orders"
        eventually((orders / "working").is_dir)
        (orders / "today.csv").write_text("device,employee,days\nLT-0035,N. Baker,7\n", encoding="utf-8")
        (orders / "wrong.csv").write_text("device\nLT-0037\n", encoding="utf-8")
        (orders / ".growing.csv").write_text("device,", encoding="utf-8")
        eventually(lambda: len(list((orders / "failed").iterdir())) == 2)
        assert "employee" in next((orders / "failed").glob("wrong.*.reason.txt")).read_text(encoding="utf-8")
        eventually(lambda: list((orders / "done").glob("today.*.csv")))
        eventually(lambda: lent(rentals) == ["LT-0034", "LT-0035"])
        assert (orders / ".growing.csv").exists()
        because = {job["because"] for job in viewer.get("/api/jobs").json()}
        assert "schedule every-minute" in because
        assert [one["bot"] for one in viewer.get("/api/missed").json()] == ["open-ticket"]
        notices = viewer.get("/api/notices").json()
        assert "not done in time" in [one["reason"] for one in notices]


def test_what_a_killed_worker_had_another_does_and_every_order_is_placed_once(
    site: Site, bots: Path, tmp_path: Path, database: str
) -> None:
    rentals = site("rentals")
    devices = [f"LT-00{number}" for number in (34, 35, 37, 39)]
    system = ("--system", f"rentals={rentals.url}")
    words = ("worker", "--bots", str(bots), "--store", database, *system)
    with (
        control_room(tmp_path, bots, "--hands", "0", store=database) as room,
        command(*words, "--runs", str(tmp_path / "first"), log=tmp_path / "log") as first,
    ):
        operator = room.client(Role.operator)
        job = ask_for(operator, "rent-device", *devices)
        items = room.client(Role.auditor)
        eventually(lambda: [one for one in items.get(f"/api/jobs/{job}/items").json() if one["runs"]][1:])
        os.kill(first.pid, signal.SIGKILL)
        first.wait()
        with command(*words, "--runs", str(tmp_path / "first"), log=tmp_path / "log"):
            end = end_of(operator, job)
        assert end["state"] in ("done", "needs_review", "business_exception"), end
        found = items.get(f"/api/jobs/{job}/items").json()
        assert [item["attempts"] for item in found] == [1, 2, 1, 1]
        assert "queued" not in {item["state"] for item in found}
        assert lent(rentals) == sorted(
            item["inputs"]["device"] for item in found if item["state"] != "business_exception"
        )

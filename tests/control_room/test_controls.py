"""Jobs of the control room are compared with what the consoles say, as batches of the command are."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from clerkwork.control_room.tokens import Role
from clerkwork.fixtures_sites.server import SiteServer
from tests.control_room.served import ControlRoom, control_room
from tests.controls import make_bots, reconciled, redacting

BOT = "file-tickets"
IBAN = "DE89370400440532013000"


@pytest.fixture(scope="module")
async def bots(service_desk: SiteServer, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return await make_bots(tmp_path_factory.mktemp("bots"), service_desk.url)


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory, bots: Path) -> Iterator[ControlRoom]:
    with control_room(tmp_path_factory.mktemp("control-room"), bots, "--hands", "2") as running:
        yield running


def job(room: ControlRoom, *subjects: str, hands: int = 1) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """A job for these subjects and its items, as soon as it ended."""
    admin = room.client(Role.admin)
    wish = {"bot": BOT, "items": [{"subject": one} for one in subjects], "hands": hands}
    asked = admin.post("/api/jobs", json=wish).raise_for_status().json()
    return room.ended(asked["id"]), admin.get(f"/api/jobs/{asked['id']}/items").json()


def controls_run(room: ControlRoom) -> int:
    """How often the console was asked so far."""
    names = [json.loads(path.read_text())["bot"] for path in room.runs.glob("*/run.json")]
    return names.count("list-tickets")


def test_what_the_console_confirms_is_done_and_it_is_asked_once_by_however_many_hands(
    service_desk: SiteServer, bots: Path, room: ControlRoom
) -> None:
    service_desk.reset()
    reconciled(bots, equal={"Status": "Open"})
    before = controls_run(room)
    found, items = job(room, "Item A", "Item B", "Item C", hands=2)
    assert (found["state"], [item["state"] for item in items]) == ("done", ["done"] * 3)
    assert controls_run(room) == before + 1


def test_a_job_of_which_the_console_says_otherwise_needs_review_with_the_rows(
    service_desk: SiteServer, bots: Path, room: ControlRoom
) -> None:
    service_desk.reset()
    reconciled(bots, equal={"Status": "Closed"})
    found, items = job(room, "Item A", "Item B")
    assert (found["state"], found["why"]) == ("needs_review", "2 needs review")
    for item in items:
        assert item["state"] == "needs_review"
        assert "list_tickets: Status is 'Open', not 'Closed'" in item["why"]
        assert f"'Subject': '{item['inputs']['subject']}'" in item["why"]


def test_a_job_whose_control_cannot_be_run_fails_and_its_items_stay_done(
    service_desk: SiteServer, bots: Path, room: ControlRoom
) -> None:
    service_desk.reset()
    reconciled(bots, column="Subjekt")
    found, items = job(room, "Item A")
    assert found["state"] == "application_exception"
    assert "the control list_tickets read no column 'Subjekt'; it read " in found["why"]
    assert items[0]["state"] == "done"


def test_a_control_that_changes_something_is_told_before_a_job_is_made(bots: Path, room: ControlRoom) -> None:
    reconciled(bots, bot="tickets")
    wish = {"bot": BOT, "inputs": {"subject": "Item A"}}
    refused = room.client(Role.admin).post("/api/jobs", json=wish)
    assert refused.status_code == 409
    assert "the control 'tickets' has a commit step" in refused.json()["detail"]


def test_a_difference_holds_nothing_that_the_bot_redacts(
    service_desk: SiteServer, bots: Path, tmp_path: Path
) -> None:
    service_desk.reset()
    own = Path(shutil.copytree(bots, tmp_path / "bots"))
    reconciled(own, column="Assigned")
    redacting(own / "tickets" / "bot.yaml", own / "list_tickets" / "bot.yaml")
    with control_room(tmp_path, own) as room:
        found, items = job(room, IBAN)
    assert found["state"] == "needs_review"
    assert "list_tickets has no row for it" in items[0]["why"]
    kept = [path for path in [*room.runs.glob("*/**/*"), room.log] if path.is_file()]
    assert [path for path in kept if IBAN.encode() in path.read_bytes()] == []

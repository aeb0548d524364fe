"""`limits:` of control-room.yaml: no more sessions on a system at once than it says, over all workers."""

from __future__ import annotations

from pathlib import Path

import pytest

from clerkwork.control_room.tokens import Role
from clerkwork.fixtures_sites.server import SiteServer
from tests.chaos.night import make_bot
from tests.control_room.served import command, control_room

COUNT = 6


@pytest.fixture(scope="module")
async def bots(service_desk: SiteServer, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bot that limits nothing by itself."""
    folder = tmp_path_factory.mktemp("bots")
    await make_bot(folder / "tickets", service_desk.url)
    return folder


@pytest.mark.parametrize("limits", ["limits: {systems: {desk: 1}}", "limits: {systems: {disk: 1}}"])
def test_two_workers_have_no_more_sessions_on_a_system_than_the_file_allows(
    service_desk: SiteServer, bots: Path, tmp_path: Path, limits: str
) -> None:
    """The site sees two sessions at once as soon as they are allowed; a limit in vain is told."""
    service_desk.reset()
    config = tmp_path / "control-room.yaml"
    config.write_text(f"{limits}\n", encoding="utf-8")
    with control_room(tmp_path, bots, "--config", str(config)) as room:
        words = ("--bots", str(bots), "--runs", str(room.runs), "--store", room.store)
        with command("worker", "--config", str(config), *words, log=room.log):
            admin = room.client(Role.admin)
            rows = [{"subject": f"Item {number}"} for number in range(COUNT)]
            wish = {"bot": "file-tickets", "items": rows, "hands": 2}
            job = admin.post("/api/jobs", json=wish).raise_for_status().json()["id"]
            found = room.ended(job, 120)
        log = room.log.read_text(encoding="utf-8")
    overlapping = service_desk.state()["overlapping_requests"]
    if "desk" in limits:
        assert (found["state"], overlapping) == ("done", 0)
        assert "waiting: others have the one session that may be on desk" in log
    else:
        assert overlapping > 0, "a count that cannot see two sessions proves nothing"
        assert "limits: systems: disk limits nothing, no bot here has a system of this name" in log

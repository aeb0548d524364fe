"""One session per account, over all workers: the site counts requests of a session that is not the user's newest."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from clerkwork.fixtures_sites.server import SiteServer
from tests.chaos.night import Night, make_bot

COUNT = 6
PATIENCE = 120


@pytest.fixture(scope="module")
def bots(service_desk: SiteServer, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`one` says that its account may have one session; `free` says nothing."""
    folder = tmp_path_factory.mktemp("bots")
    asyncio.run(make_bot(folder / "one", service_desk.url, account="clerk of {{ secrets.desk_password }}"))
    asyncio.run(make_bot(folder / "free", service_desk.url))
    return folder


@pytest.mark.parametrize("base", ["sqlite", "postgres"])
def test_two_workers_with_one_account_never_have_two_sessions_at_once(
    service_desk: SiteServer, bots: Path, tmp_path: Path, base: str, request: pytest.FixtureRequest
) -> None:
    service_desk.reset()
    night = Night(tmp_path, service_desk, COUNT, bot=bots / "one", jobs=2)
    night.store = request.getfixturevalue("database") if base == "postgres" else None
    _by_two_workers(night)
    assert night.tally().counts == {"done": COUNT}
    assert service_desk.state()["overlapping_requests"] == 0
    assert "waiting: others have the one session of the account on desk" in night.said_in_all()


def test_without_the_rule_the_site_sees_two_at_once(
    service_desk: SiteServer, bots: Path, tmp_path: Path
) -> None:
    service_desk.reset()
    night = Night(tmp_path, service_desk, COUNT, bot=bots / "free", jobs=2)
    _by_two_workers(night)
    assert service_desk.state()["overlapping_requests"] > 0, (
        "a count that cannot see two sessions proves nothing"
    )


def test_the_account_is_nowhere_in_the_store(service_desk: SiteServer, bots: Path, tmp_path: Path) -> None:
    night = Night(tmp_path, service_desk, 1, bot=bots / "one", jobs=1)
    night.finish([night.begun()], PATIENCE)
    kept = [path.read_bytes() for path in (tmp_path / "runs").rglob("*") if path.is_file()]
    assert kept
    assert not any(b"clerk of" in content for content in kept)


def _by_two_workers(night: Night) -> None:
    workers = [night.begun(), night.start()]
    for worker in workers:
        night.finish([worker], PATIENCE)

"""A site's process: it starts, is told what to do, and is gone when it should be."""

from __future__ import annotations

import subprocess
import sys
import time

import httpx
import pytest

from clerkwork.fixtures_sites.registry import SITES
from clerkwork.fixtures_sites.server import SiteServer, SiteServerError

_PARENT = """
import sys
from clerkwork.fixtures_sites.server import SiteServer
print(SiteServer("rentals").start(), flush=True)
sys.stdin.read()
"""


def _answers(url: str) -> bool:
    try:
        return httpx.get(f"{url}/__state", verify=False).status_code == 200
    except httpx.TransportError:
        return False


async def test_every_site_in_the_registry_serves_its_state() -> None:
    for name in SITES:
        async with SiteServer(name) as server:
            assert server.state()["counters"] == {}


async def test_two_servers_of_one_site_share_nothing() -> None:
    async with SiteServer("rentals") as first, SiteServer("rentals") as second:
        first.faults(skin=2)
        assert first.url != second.url
        assert second.faults()["skin"] == 1


def test_a_stopped_site_answers_no_more_and_can_be_started_again() -> None:
    server = SiteServer("rentals")
    url = server.start()
    server.stop()
    assert not _answers(url)
    with pytest.raises(SiteServerError, match=r"rentals is not running; call start\(\) first"):
        server.state()
    assert _answers(server.start())
    server.stop()


def test_a_site_that_cannot_start_says_so(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SiteServerError, match="nowhere did not start"):
        SiteServer("nowhere").start()
    assert "invalid choice: 'nowhere'" in capfd.readouterr().err


def test_the_site_ends_when_its_parent_is_killed() -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", _PARENT], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert parent.stdout and parent.stdin
    url = parent.stdout.readline().strip()
    assert _answers(url)
    parent.kill()
    parent.wait()
    parent.stdout.close()
    parent.stdin.close()
    deadline = time.monotonic() + 10
    while _answers(url):
        assert time.monotonic() < deadline, f"{url} still answers"

"""The switches of a site as data: what may be set, and what goes off by itself."""

from __future__ import annotations

from collections.abc import Callable

import httpx
import pytest

from clerkwork.fixtures_sites.server import SiteServer, SiteServerError
from clerkwork.fixtures_sites.switches import SwitchBoard

Sites = Callable[[str], SiteServer]


def test_a_change_leaves_the_other_switches() -> None:
    board = SwitchBoard()
    board.change({"skin": 3})
    board.change({"slow_ms": 20})
    assert (board.now.skin, board.now.slow_ms) == (3, 20)


def test_a_fault_that_is_taken_is_off() -> None:
    board = SwitchBoard()
    board.change({"surprise_dialog": "Hello"})
    assert (board.take("surprise_dialog"), board.take("surprise_dialog")) == ("Hello", False)


def test_an_error_waits_for_its_path() -> None:
    board = SwitchBoard()
    board.change({"error_once": "/reserve"})
    assert [board.error_due(path) for path in ("/devices", "/reserve", "/reserve")] == [False, True, False]


@pytest.mark.parametrize(
    ("switches", "fault"),
    [
        ({"speed": 3}, "speed: Extra inputs are not permitted"),
        ({"slow_ms": -1}, "slow_ms: Input should be greater than or equal to 0"),
        ({"skin": 99}, "rentals has no skin 99; it has 1, 2, 3, 4, 5, 6, 7, 8, 9"),
        ({"skin": None}, "The switches must be a JSON object"),
    ],
)
def test_an_impossible_switch_is_refused_by_name(
    site: Sites, switches: dict[str, object], fault: str
) -> None:
    rentals = site("rentals")
    with pytest.raises(SiteServerError) as refused:
        rentals.faults(**switches)
    assert fault in str(refused.value)
    assert httpx.get(f"{rentals.url}/__switches", verify=False).json()["skin"] == 1


def test_the_skin_in_an_address_stays_with_that_session_alone(site: Sites) -> None:
    rentals = site("rentals")
    with (
        httpx.Client(base_url=rentals.url, verify=False) as one,
        httpx.Client(base_url=rentals.url, verify=False) as other,
    ):
        assert "Geräteverleih" in one.get("/login?skin=5").text
        assert "Geräteverleih" in one.get("/login").text
        assert "Device Rentals" in other.get("/login").text
        other.get("/devices?skin=2")
        assert "Equipment Pool" in other.get("/login").text


def test_an_unknown_skin_names_those_that_exist(site: Sites) -> None:
    answer = httpx.get(f"{site('rentals').url}/login?skin=77", verify=False)
    assert (answer.status_code, answer.text) == (
        404,
        "rentals has no skin 77; it has 1, 2, 3, 4, 5, 6, 7, 8, 9",
    )


def test_maintenance_closes_the_pages_but_not_the_control_paths(site: Sites) -> None:
    rentals = site("rentals")
    rentals.faults(maintenance=True)
    answer = httpx.get(f"{rentals.url}/login", verify=False)
    assert (answer.status_code, "scheduled maintenance" in answer.text) == (503, True)
    rentals.faults(maintenance=False)
    assert httpx.get(f"{rentals.url}/login", verify=False).status_code == 200


def test_a_slow_site_answers_late(site: Sites) -> None:
    rentals = site("rentals")
    rentals.faults(slow_ms=150)
    assert httpx.get(f"{rentals.url}/login", verify=False).elapsed.total_seconds() >= 0.15


def test_the_clock_can_stand_still(site: Sites) -> None:
    rentals = site("rentals")
    rentals.faults(clock="2026-02-03T04:05:06")
    assert "03.02.2026 04:05:06" in httpx.get(f"{rentals.url}/login", verify=False).text
    rentals.faults(clock=None)
    assert "03.02.2026 04:05:06" not in httpx.get(f"{rentals.url}/login", verify=False).text


def test_a_reset_brings_back_records_counters_and_switches(site: Sites) -> None:
    rentals = site("rentals")
    seeded = rentals.state()
    rentals.faults(skin=4, maintenance=True)
    assert rentals.reset() == seeded
    assert httpx.get(f"{rentals.url}/__switches", verify=False).json()["maintenance"] is False

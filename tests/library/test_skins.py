"""The controls of a mock site that is redesigned under the bot: found, or left alone, never taken for another."""

from __future__ import annotations

import pytest
from playwright.async_api import Browser, Playwright

from benchmarks.skins.judge import Found, compare
from benchmarks.skins.sites import PLANS, RENTALS, SERVICE_DESK, Plan
from clerkwork.selectors.engine import register


@pytest.fixture(scope="session")
async def engine(playwright: Playwright) -> None:
    await register(playwright)


def words(found: list[Found]) -> list[str]:
    return [f"{one.control} on skin {one.skin}: {one.how}: {one.why}" for one in found]


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.site)
async def test_no_control_is_taken_for_another_where_it_is_gone(
    chromium: Browser, engine: None, site, plan: Plan
) -> None:
    found = await compare(chromium, site(plan.site), plan, 1, [9])
    gone = [one for one in found if one.removed]
    assert len(gone) >= 6
    assert words([one for one in found if one.wrong]) == []
    assert {one.how for one in gone} == {"abstained"}


@pytest.mark.parametrize(
    ("plan", "skin"), [pytest.param(RENTALS, 5, id="translated"), pytest.param(SERVICE_DESK, 2, id="renamed")]
)
async def test_most_controls_are_found_in_other_words_and_none_wrongly(
    chromium: Browser, engine: None, site, plan: Plan, skin: int
) -> None:
    found = await compare(chromium, site(plan.site), plan, 1, [skin])
    assert words([one for one in found if one.wrong]) == []
    assert sum(one.how == "held" for one in found) < len(found) / 2
    assert sum(one.right is True for one in found) / len(found) > 0.85

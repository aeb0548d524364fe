from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from clerkwork.bots.bot import Bundle
from clerkwork.fixtures_sites.server import SiteServer


@pytest.mark.parametrize("file", ["rent.json", "rent.side", "rent.py", "rent.jsonl"])
async def test_an_imported_bot_lends_the_device(
    file: str, imported: Callable[[str], Bundle], run_on: Any, site: Callable[[str], SiteServer]
) -> None:
    rentals = site("rentals")
    outcome = await run_on(imported(file), rentals)
    assert outcome.why == ""
    loan = rentals.state()["loans"][-1]
    told = {key: loan[key] for key in ("device", "employee", "cost_centre", "start", "days", "notes")}
    assert told == {
        "device": "LT-0042",
        "employee": "A. Meyer",
        "cost_centre": "4711",
        "start": "2026-11-15",
        "days": 7,
        "notes": "Handed out at the front desk.",
    }
    assert rentals.state()["counters"]["loans_created"] == 1
    assert rentals.state()["open_sessions"] == 0


@pytest.mark.parametrize("file", ["ticket.json", "ticket.side", "ticket.py", "ticket.jsonl"])
async def test_an_imported_bot_opens_the_ticket_through_frames_and_windows(
    file: str, imported: Callable[[str], Bundle], run_on: Any, site: Callable[[str], SiteServer]
) -> None:
    desk = site("service_desk")
    before = len(desk.state()["tickets"])
    bundle = imported(file)
    if file == "ticket.json":  # DevTools records nothing of a dialog
        bundle = accepting(bundle)
    outcome = await run_on(bundle, desk)
    assert outcome.why == ""
    tickets = desk.state()["tickets"]
    assert len(tickets) == before + 1
    ticket = max(tickets, key=lambda one: str(one["number"]))
    told = {
        key: ticket[key]
        for key in ("subject", "requester", "category", "subcategory", "priority", "description")
    }
    assert told == {
        "subject": "Printer stops after every page",
        "requester": "Meyer, Anna",
        "category": "Hardware",
        "subcategory": "Printer",
        "priority": "High",
        "description": "The printer on floor 3 stops after every page.",
    }


def accepting(bundle: Bundle) -> Bundle:
    """The bot with the line that a person adds by hand."""
    from clerkwork.bots.bot import Bot

    told = bundle.bot.model_dump(by_alias=True, exclude_unset=True)
    for step in told["steps"]:
        if step.get("click", "").startswith("submit"):
            step["dialogs"] = [{"type": "confirm"}]
    return Bundle(bundle.folder, Bot.model_validate(told), bundle.targets)

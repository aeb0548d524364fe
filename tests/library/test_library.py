"""The library's bots on the base skin, again and again, with the sites' own records as the judge.

CLERKWORK_ROUNDS=50 runs each of them fifty times in a row.
"""

from __future__ import annotations

import os
from pathlib import Path

from clerkwork.bots.load import examine

LIBRARY = Path(__file__).parents[2] / "bots" / "library"

ROUNDS = int(os.environ.get("CLERKWORK_ROUNDS", "2"))


def test_the_library_bots_have_no_fault_and_no_warning() -> None:
    for folder in sorted(LIBRARY.iterdir()):
        found = examine(folder)
        assert (found.faults, found.warnings) == ((), ()), folder.name


def test_rent_device_lends_each_time_what_it_was_asked_to(site, run_library_bot) -> None:
    rentals = site("rentals")
    first = run_library_bot("rent_device", rentals.url, device="LT-0042", employee="A. Meyer", days="7")
    assert (first["exit"], "had no baseline" in first["reviews"][0]) == (4, True), first
    for turn in range(ROUNDS):
        rentals.reset()
        free = [one["no"] for one in rentals.state()["devices"] if one["status"] == "free"]
        device, employee = free[turn % len(free)], f"E. Number {turn}"
        before = len(rentals.state()["loans"])
        outcome = run_library_bot(
            "rent_device", rentals.url, device=device, employee=employee, days=str(turn % 14 + 1)
        )
        assert (outcome["state"], outcome["exit"]) == ("done", 0), (turn, outcome["why"], outcome["reviews"])
        loans = rentals.state()["loans"]
        assert len(loans) == before + 1
        [mine] = [loan for loan in loans if (loan["device"], loan["employee"]) == (device, employee)]
        assert (mine["days"], mine["cost_centre"], mine["status"]) == (turn % 14 + 1, "4711", "open")


def test_open_ticket_files_each_time_one_ticket_as_shown(site, run_library_bot) -> None:
    desk = site("service_desk")
    requesters = ("Meyer, Anna", "Foster, Neil", "Jansen, Piet")
    first = run_library_bot("open_ticket", desk.url, subject="The first", requester=requesters[0])
    assert (first["exit"], "had no baseline" in first["reviews"][0]) == (4, True), first
    for turn in range(ROUNDS):
        subject, requester = f"Printer stops after page {turn}", requesters[turn % 3]
        outcome = run_library_bot("open_ticket", desk.url, subject=subject, requester=requester)
        assert (outcome["state"], outcome["exit"]) == ("done", 0), (turn, outcome["why"], outcome["reviews"])
        [ticket] = [one for one in desk.state()["tickets"] if one["subject"] == subject]
        assert (ticket["requester"], ticket["category"], ticket["priority"]) == (
            requester,
            "Hardware",
            "High",
        )
        assert [file["name"] for file in ticket["attachments"]] == ["photo-note.txt"]
    assert desk.state()["counters"]["tickets_created"] == 1 + ROUNDS


def test_the_same_ticket_is_never_filed_twice(site, run_library_bot) -> None:
    desk = site("service_desk")
    first = run_library_bot("open_ticket", desk.url, subject="Only once", requester="Meyer, Anna")
    second = run_library_bot("open_ticket", desk.url, subject="Only once", requester="Meyer, Anna")
    assert (first["state"], second["state"]) == ("needs_review", "done"), (first["why"], second["why"])
    assert desk.state()["counters"]["tickets_created"] == 1
    notes = [note for step in second["steps"] for note in step["notes"]]
    assert any("not done again" in note for note in notes), notes

"""The rules of lending: what an order must say, who is refused and why, and what is stored."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from clerkwork.fixtures_sites.records import Records, Row
from clerkwork.fixtures_sites.rentals.inventory import COST_CENTRES, FIRST_NEW_LOAN

MAX_DAYS = 30
LONG_DAYS = 14
EXTENSION = timedelta(days=7)


@dataclass(frozen=True)
class Order:
    """An order as the clerk typed it; nothing is checked yet."""

    device: str
    employee: str = ""
    days: str = ""
    start: str = ""
    long_loan: bool = False
    notes: str = ""
    cost_centre: str = ""
    printed: bool = False


@dataclass(frozen=True)
class Refusal:
    """Why an order was not taken: a message's logical name and what its text names."""

    message: str
    values: dict[str, object]


def faults_in(order: Order) -> list[Refusal]:
    """Everything that the form itself can tell is wrong, in the order of its fields."""
    found = []
    if not order.employee.strip():
        found.append(Refusal("fault.employee", {}))
    days = int(order.days) if re.fullmatch(r"\d{1,3}", order.days) else 0
    if not 1 <= days <= MAX_DAYS:
        found.append(Refusal("fault.days", {"max": MAX_DAYS}))
    elif days > LONG_DAYS and not order.long_loan:
        found.append(Refusal("fault.long_loan", {"days": LONG_DAYS}))
    if _day(order.start) is None:
        found.append(Refusal("fault.start", {}))
    if order.cost_centre not in COST_CENTRES:
        found.append(Refusal("fault.cost_centre", {}))
    return found


def availability(records: Records, device: str) -> Refusal | None:
    """Why the device cannot be lent now, or None when it can."""
    found = records.one("SELECT status FROM devices WHERE no = ?", device)
    if found is None:
        return Refusal("fault.unknown_device", {"device": device})
    loan = records.one("SELECT employee, no FROM loans WHERE device = ? AND status = 'open' LIMIT 1", device)
    if loan is not None:
        return Refusal("fault.lent", {"device": device, "employee": loan["employee"], "loan": loan["no"]})
    return None if found["status"] == "free" else Refusal("fault.not_free", {"device": device})


def lend(records: Records, order: Order) -> str:
    """Stores a checked order and returns its loan number."""
    start, days = date.fromisoformat(order.start), int(order.days)
    number = f"L-{_next_number(records)}"
    records.run(
        "INSERT INTO loans VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'open')",
        *(number, order.device, order.employee.strip(), order.cost_centre),
        *(start.isoformat(), (start + timedelta(days=days)).isoformat(), days),
        *(int(order.long_loan), order.notes.strip(), int(order.printed)),
    )
    records.run("UPDATE devices SET status = 'lent' WHERE no = ?", order.device)
    return number


def take_back(records: Records, loan: Row) -> bool:
    """Closes an open loan and frees its device; False when it was closed already."""
    if loan["status"] != "open":
        return False
    records.run("UPDATE loans SET status = 'returned' WHERE no = ?", loan["no"])
    records.run("UPDATE devices SET status = 'free' WHERE no = ?", loan["device"])
    return True


def extend(records: Records, loan: Row) -> bool:
    """Puts off an open loan's return by a week; False when it was closed already."""
    if loan["status"] != "open":
        return False
    due = date.fromisoformat(str(loan["due"])) + EXTENSION
    records.run("UPDATE loans SET due = ? WHERE no = ?", due.isoformat(), loan["no"])
    return True


def _next_number(records: Records) -> int:
    highest = records.one("SELECT max(CAST(substr(no, 3) AS INTEGER)) AS highest FROM loans")
    return max(FIRST_NEW_LOAN, int(str((highest or {})["highest"] or 0)) + 1)


def _day(text: str) -> date | None:
    """The day, if the text is one of this century, as the store's calendar has them."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 2000 <= day.year < 2100 else None

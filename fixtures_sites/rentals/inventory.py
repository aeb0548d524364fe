"""The rental store's records: devices, loans, cost centres, and their deterministic seed."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count

from clerkwork.fixtures_sites.records import Records

SCHEMA = """
CREATE TABLE devices (
    no TEXT PRIMARY KEY, type TEXT NOT NULL, model TEXT NOT NULL, location TEXT NOT NULL, status TEXT NOT NULL
);
CREATE TABLE loans (
    no TEXT PRIMARY KEY, device TEXT NOT NULL, employee TEXT NOT NULL, cost_centre TEXT NOT NULL,
    start TEXT NOT NULL, due TEXT NOT NULL, days INTEGER NOT NULL, long_loan INTEGER NOT NULL,
    notes TEXT NOT NULL, printed INTEGER NOT NULL, status TEXT NOT NULL
);
CREATE TABLE waiting_list (id INTEGER PRIMARY KEY, device TEXT NOT NULL)
"""

COST_CENTRES = {
    "4711": ("Sales", "R. Brandt"),
    "4712": ("Field service", "I. Kaya"),
    "4720": ("Finance", "S. Okafor"),
    "4800": ("Training", "P. Lindqvist"),
}
"""Number to name and approver."""

FIRST_NEW_LOAN = 1001

_STOCK = (
    ("LT", 31, 20, "Laptop", ("ThinkPad T43", "Latitude D610", "nx6125", "ThinkPad X41")),
    ("TB", 101, 10, "Tablet", ("Travelmate C200", "Lifebook T4010")),
    ("PR", 201, 6, "Projector", ("PLC-XU55", "EMP-S1", "VT470")),
    ("PH", 301, 9, "Phone", ("6310i", "BlackBerry 7290", "T630")),
)
_LOCATIONS = ("Building A, Store 1", "Building A, Store 2", "Building C, Desk", "Annex, Cage 4")
_BORROWERS = ("B. Novak", "C. Silva", "D. Haddad", "E. Larsson", "F. Moreau", "G. Tanaka", "H. Weiss")


def seed(records: Records) -> None:
    """45 devices: every fourth is lent, some are in repair; the others are free."""
    devices = _devices()
    records.fill("INSERT INTO devices VALUES (?, ?, ?, ?, ?)", devices)
    lent = [str(device[0]) for device in devices if device[4] == "lent"]
    records.fill("INSERT INTO loans VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", _loans(lent))


def _devices() -> list[tuple[object, ...]]:
    place = count()
    return [
        (f"{prefix}-{first + i:04d}", kind, models[i % len(models)], _LOCATIONS[n % 4], _status(n))
        for prefix, first, pieces, kind, models in _STOCK
        for i, n in zip(range(pieces), place, strict=False)
    ]


def _status(place: int) -> str:
    if place % 4 == 1:
        return "lent"
    return "repair" if place % 11 == 7 else "free"


def _loans(devices: list[str]) -> list[tuple[object, ...]]:
    centres = list(COST_CENTRES)
    rows: list[tuple[object, ...]] = []
    for i, device in enumerate(devices):
        start, days = date(2026, 11, 2) + timedelta(days=i), 5 + i % 9
        rows.append(
            (
                *(f"L-{961 + i:04d}", device, _BORROWERS[i % len(_BORROWERS)], centres[i % len(centres)]),
                *(start.isoformat(), (start + timedelta(days=days)).isoformat(), days, 0, "", 0, "open"),
            )
        )
    return rows

"""The same desk every morning: the directory, and twenty-five tickets from T-1001 on.

The rows are written out and the rest is counted from the row's place, so that two seeds are equal byte for byte.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from clerkwork.fixtures_sites.service_desk.tickets import (
    AGENTS,
    GROUPS,
    PRIORITIES,
    STATUSES,
    Draft,
    Note,
    Person,
    Ticket,
)

FIRST_NUMBER = 1001
FIRST_CREATED = datetime(1999, 11, 1, 8, 0, 0)

PEOPLE: tuple[Person, ...] = (
    Person("Adams, Ruth", "Accounting", "2101"),
    Person("Brandt, Karl", "Purchasing", "2117"),
    Person("Castillo, Ines", "Sales", "2230"),
    Person("Dvorak, Pavel", "Warehouse", "2344"),
    Person("Eriksen, Liv", "Accounting", "2102"),
    Person("Foster, Neil", "Legal", "2405"),
    Person("Grant, Olivia", "Sales", "2231"),
    Person("Haddad, Samir", "Production", "2512"),
    Person("Ivanova, Daria", "Personnel", "2620"),
    Person("Jansen, Piet", "Warehouse", "2345"),
    Person("Meyer, Anna", "Purchasing", "2118"),
    Person("Meyer, Arno", "Production", "2513"),
)

_REQUESTS: tuple[tuple[str, str, str], ...] = (
    ("Laptop does not start after lunch", "Hardware", "Laptop"),
    ("Printer 3rd floor prints blank pages", "Hardware", "Printer"),
    ("Password expired", "Access", "Password"),
    ("Mail with attachment bounces", "Software", "Mail"),
    ("No network in meeting room B", "Network", "No connection"),
    ("New account for trainee", "Access", "New account"),
    ("Monitor flickers", "Hardware", "Monitor"),
    ("Accounting shows year 1900", "Software", "Accounting"),
    ("Dial-in drops after ten minutes", "Network", "Dial-in"),
    ("Telephone has no dial tone", "Hardware", "Telephone"),
    ("Macro warning in price list", "Software", "Office"),
    ("File server very slow on Mondays", "Network", "Slow connection"),
    ("Permission for folder PROJECTS", "Access", "Permissions"),
    ("Service pack 6 breaks scanner", "Software", "Operating system"),
    ("Toner for printer in purchasing", "Hardware", "Printer"),
    ("Password expired", "Access", "Password"),
    ("Mailbox is full", "Software", "Mail"),
    ("Docking station loses laptop", "Hardware", "Laptop"),
    ("Socket 4.12 dead", "Network", "No connection"),
    ("Invoice form prints twice", "Software", "Accounting"),
    ("Permission for time sheets", "Access", "Permissions"),
    ("Monitor too small for drawings", "Hardware", "Monitor"),
    ("Cannot open file from customer", "Software", "Office"),
    ("Move telephone to room 207", "Hardware", "Telephone"),
    ("New account for auditor", "Access", "New account"),
)


def stamp(at: datetime) -> str:
    """The one way in which the desk writes a time: `YYYY-MM-DD HH:MM:SS`."""
    return at.strftime("%Y-%m-%d %H:%M:%S")


def seed_tickets() -> tuple[Ticket, ...]:
    """The tickets of a fresh desk, in order."""
    return tuple(_ticket(place, *request) for place, request in enumerate(_REQUESTS))


def _ticket(place: int, subject: str, category: str, subcategory: str) -> Ticket:
    requester = PEOPLE[place * 5 % len(PEOPLE)]
    created = FIRST_CREATED + timedelta(minutes=97 * place)
    status = STATUSES[place * 3 % 7 % 4]
    agent = AGENTS[0] if status == "Open" and place % 2 else AGENTS[1 + place % 4]
    draft = Draft(
        subject=subject,
        category=category,
        subcategory=subcategory,
        priority=PRIORITIES[place * 7 % 5 % 4],
        description=f"{requester.name} ({requester.department}) reports: {subject[0].lower()}{subject[1:]}.",
        requester=requester.name,
        notify=(GROUPS[place % 4],) if place % 3 == 0 else (),
        send_mail=place % 2 == 0,
    )
    note = Note("Becker", "Called back, no answer.", stamp(created + timedelta(minutes=41)))
    return Ticket(
        number=f"T-{FIRST_NUMBER + place}",
        draft=draft,
        status=status,
        assigned=agent,
        created=stamp(created),
        escalated=False,
        close_reason="Solved by telephone" if status == "Closed" else "",
        notes=(note,) if place % 4 == 1 else (),
    )

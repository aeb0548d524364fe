"""The desk's records: tickets with their notes and attachments.

NoSuchRecordError       a ticket or attachment that is not there (deleted meanwhile, or never was)
"""

from __future__ import annotations

import hashlib
from dataclasses import asdict

from clerkwork.fixtures_sites.records import Records, Row
from clerkwork.fixtures_sites.service_desk.seed import FIRST_NUMBER, PEOPLE, seed_tickets
from clerkwork.fixtures_sites.service_desk.tickets import (
    AGENTS,
    Attachment,
    Draft,
    Note,
    Person,
    Ticket,
    check_change,
    check_closing,
    check_draft,
    check_escalation,
)

SCHEMA = """
CREATE TABLE ticket (
    count INTEGER PRIMARY KEY AUTOINCREMENT,
    subject TEXT NOT NULL, category TEXT NOT NULL, subcategory TEXT NOT NULL, priority TEXT NOT NULL,
    description TEXT NOT NULL, requester TEXT NOT NULL, notify TEXT NOT NULL, send_mail INTEGER NOT NULL,
    status TEXT NOT NULL, assigned TEXT NOT NULL, created TEXT NOT NULL,
    escalated INTEGER NOT NULL, close_reason TEXT NOT NULL);
CREATE TABLE note (
    id INTEGER PRIMARY KEY, ticket INTEGER NOT NULL, author TEXT NOT NULL, text TEXT NOT NULL, at TEXT NOT NULL);
CREATE TABLE attachment (
    id INTEGER PRIMARY KEY AUTOINCREMENT, ticket INTEGER NOT NULL,
    name TEXT NOT NULL, size INTEGER NOT NULL, sha256 TEXT NOT NULL, content BLOB NOT NULL)
"""
_INSERT = "INSERT INTO ticket VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_INSERT_NOTE = "INSERT INTO note (ticket, author, text, at) VALUES (?, ?, ?, ?)"
_SELECT = """
SELECT * FROM ticket WHERE (?1 = '' OR instr(lower(subject), lower(?1)))
AND (?2 = '' OR status = ?2) AND (NOT ?3 OR status <> 'Closed') ORDER BY count
"""


class NoSuchRecordError(LookupError):
    """Asked for something that the desk does not have; the text names it."""


def seed(records: Records) -> None:
    """Fill empty tables with the tickets of a fresh desk."""
    for count, ticket in enumerate(seed_tickets(), FIRST_NUMBER):
        records.run(_INSERT, *_columns(ticket, count))
        records.fill(_INSERT_NOTE, [(count, note.author, note.text, note.at) for note in ticket.notes])


class Store:
    """All reads and writes of the desk over the site's records."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def people(self, part: str = "") -> tuple[Person, ...]:
        """The directory, or those whose name or department holds `part`."""
        wanted = part.casefold()
        return tuple(p for p in PEOPLE if wanted in f"{p.name} {p.department}".casefold())

    def tickets(self, subject: str = "", status: str = "", *, only_open: bool = False) -> tuple[Ticket, ...]:
        """Tickets in order of their numbers, all conditions joined by `and`."""
        return tuple(self._ticket(row) for row in self._records.all(_SELECT, subject, status, only_open))

    def ticket(self, number: str) -> Ticket:
        """The ticket `T-1001`. Raises NoSuchRecordError."""
        row = self._records.one("SELECT * FROM ticket WHERE count = ?", _count(number))
        if row is None:
            raise NoSuchRecordError(f"Ticket {number} does not exist")
        return self._ticket(row)

    def create(
        self, draft: Draft, now: str, file: tuple[str, bytes] | None = None, *, closed: bool = False
    ) -> Ticket:
        """Store a new ticket, its attachment with it. Raises ProcessRefusalError and stores nothing then."""
        check_draft(draft, frozenset(person.name for person in PEOPLE), file)
        status, reason = ("Closed", "Closed on entry") if closed else ("Open", "")
        fresh = Ticket("", draft, status, AGENTS[0], now, escalated=False, close_reason=reason)
        count = self._records.run(_INSERT, *_columns(fresh, None))
        if file is not None:
            self._attach(count, *file)
        return self.ticket(f"T-{count}")

    def change(self, number: str, status: str, assigned: str) -> Ticket:
        """Set status and assignee; an earlier reason for closing goes. Raises ProcessRefusalError."""
        self.ticket(number)
        check_change(status, assigned)
        change = "UPDATE ticket SET status = ?, assigned = ?, close_reason = '' WHERE count = ?"
        self._records.run(change, status, assigned, _count(number))
        return self.ticket(number)

    def close_ticket(self, number: str, reason: str) -> Ticket:
        """Close it for a reason. Raises ProcessRefusalError."""
        check_closing(self.ticket(number), reason)
        change = "UPDATE ticket SET status = 'Closed', close_reason = ? WHERE count = ?"
        self._records.run(change, reason, _count(number))
        return self.ticket(number)

    def escalate(self, number: str) -> Ticket:
        """Hand it to the second line. Raises ProcessRefusalError."""
        check_escalation(self.ticket(number))
        self._records.run("UPDATE ticket SET escalated = 1 WHERE count = ?", _count(number))
        return self.ticket(number)

    def add_note(self, number: str, note: Note) -> Ticket:
        """Add a remark; an empty one is not stored."""
        self.ticket(number)
        if note.text.strip():
            self._records.run(_INSERT_NOTE, _count(number), note.author, note.text, note.at)
        return self.ticket(number)

    def delete(self, number: str) -> None:
        """Remove a ticket with all that hangs on it; its number is never given again."""
        self.ticket(number)
        count = _count(number)
        self._records.run("DELETE FROM note WHERE ticket = ?", count)
        self._records.run("DELETE FROM attachment WHERE ticket = ?", count)
        self._records.run("DELETE FROM ticket WHERE count = ?", count)

    def attachment(self, identity: int) -> tuple[str, bytes]:
        """Name and bytes. Raises NoSuchRecordError."""
        row = self._records.one("SELECT name, content FROM attachment WHERE id = ?", identity)
        if row is None or not isinstance(row["content"], bytes):
            raise NoSuchRecordError(f"Attachment {identity} does not exist")
        return str(row["name"]), row["content"]

    def state(self) -> list[dict[str, object]]:
        """Every ticket as one flat object with its notes and attachments in it."""
        return [_flat(ticket) for ticket in self.tickets()]

    def _attach(self, count: int, name: str, content: bytes) -> None:
        self._records.run(
            "INSERT INTO attachment (ticket, name, size, sha256, content) VALUES (?, ?, ?, ?, ?)",
            *(count, name, len(content), hashlib.sha256(content).hexdigest(), content),
        )

    def _ticket(self, row: Row) -> Ticket:
        notes = self._records.all("SELECT * FROM note WHERE ticket = ? ORDER BY id", row["count"])
        files = self._records.all("SELECT * FROM attachment WHERE ticket = ? ORDER BY id", row["count"])
        return Ticket(
            number=f"T-{row['count']}",
            draft=_draft(row),
            status=str(row["status"]),
            assigned=str(row["assigned"]),
            created=str(row["created"]),
            escalated=bool(row["escalated"]),
            close_reason=str(row["close_reason"]),
            notes=tuple(Note(str(n["author"]), str(n["text"]), str(n["at"])) for n in notes),
            attachments=tuple(
                Attachment(int(str(f["id"])), str(f["name"]), int(str(f["size"])), str(f["sha256"]))
                for f in files
            ),
        )


def _columns(ticket: Ticket, count: int | None) -> tuple[object, ...]:
    d = ticket.draft
    asked = (d.subject, d.category, d.subcategory, d.priority, d.description, d.requester)
    wanted = (",".join(d.notify), d.send_mail)
    return (
        *(count, *asked, *wanted, ticket.status, ticket.assigned, ticket.created),
        *(ticket.escalated, ticket.close_reason),
    )


def _draft(row: Row) -> Draft:
    groups = tuple(part for part in str(row["notify"]).split(",") if part)
    return Draft.read(lambda word: str(row[word]), groups, send_mail=bool(row["send_mail"]))


def _flat(ticket: Ticket) -> dict[str, object]:
    fields = asdict(ticket)
    draft: dict[str, object] = fields.pop("draft")
    return {"number": fields.pop("number"), **draft, **fields}


def _count(number: str) -> int:
    digits = number.removeprefix("T-")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 10 else -1

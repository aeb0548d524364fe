"""What a service desk is about: tickets, notes, attachments, and the rules of the process.

Nothing here does I/O. Every value is the English word that the database holds; a skin translates it
only when a page is drawn.

    ProcessRefusalError     the process said no; the page shows the sentence, nothing is changed
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

CATEGORIES: dict[str, tuple[str, ...]] = {
    "Hardware": ("Laptop", "Printer", "Monitor", "Telephone"),
    "Software": ("Office", "Mail", "Accounting", "Operating system"),
    "Network": ("No connection", "Slow connection", "Dial-in"),
    "Access": ("New account", "Password", "Permissions"),
}
PRIORITIES = ("Low", "Normal", "High", "Urgent")
STATUSES = ("Open", "In progress", "Waiting", "Closed")
AGENTS = ("(nobody)", "Becker", "Fischer", "Novak", "Okafor")
GROUPS = ("Helpdesk", "Network", "Facilities", "Security")
LARGEST_ATTACHMENT = 2 * 1024 * 1024


class ProcessRefusalError(Exception):
    """The process does not allow it. The text is the sentence that the clerk reads."""


@dataclass(frozen=True)
class Person:
    """Somebody who may ask for help."""

    name: str
    department: str
    extension: str


@dataclass(frozen=True)
class Note:
    """A remark on a ticket; `at` is `YYYY-MM-DD HH:MM:SS`."""

    author: str
    text: str
    at: str


@dataclass(frozen=True)
class Attachment:
    """A file on a ticket, without its bytes; `size` is in bytes."""

    id: int
    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Draft:
    """What the clerk fills into the form for a new ticket."""

    subject: str
    category: str
    subcategory: str
    priority: str
    description: str
    requester: str
    notify: tuple[str, ...] = ()
    send_mail: bool = False

    @classmethod
    def read(cls, word: Callable[[str], str], notify: tuple[str, ...], *, send_mail: bool) -> Draft:
        """A draft whose texts come from `word`, asked by the name of each field."""
        return cls(
            subject=word("subject"),
            category=word("category"),
            subcategory=word("subcategory"),
            priority=word("priority"),
            description=word("description"),
            requester=word("requester"),
            notify=notify,
            send_mail=send_mail,
        )


@dataclass(frozen=True)
class Ticket:
    """One ticket as it stands; `number` reads `T-1001`."""

    number: str
    draft: Draft
    status: str
    assigned: str
    created: str
    escalated: bool
    close_reason: str
    notes: tuple[Note, ...] = ()
    attachments: tuple[Attachment, ...] = ()


def check_draft(draft: Draft, requesters: frozenset[str], file: tuple[str, bytes] | None = None) -> None:
    """Refuse a form that the desk would send back; `requesters` are the names in the directory."""
    if not draft.subject.strip():
        raise ProcessRefusalError("Subject is missing")
    if draft.subcategory not in CATEGORIES.get(draft.category, ()):
        raise ProcessRefusalError("Category and sub-category do not match")
    if draft.priority not in PRIORITIES:
        raise ProcessRefusalError("Priority is missing")
    if draft.requester not in requesters:
        raise ProcessRefusalError(f"Requester unknown: {draft.requester or '(empty)'}")
    if not set(draft.notify) <= set(GROUPS):
        raise ProcessRefusalError("Group to notify is unknown")
    if file is not None and len(file[1]) > LARGEST_ATTACHMENT:
        raise ProcessRefusalError("Attachment is larger than 2 MB")


def check_escalation(ticket: Ticket) -> None:
    """Only open tickets above priority Low are escalated, and only once."""
    if ticket.draft.priority == "Low":
        raise ProcessRefusalError("Escalation refused: priority Low")
    if ticket.status == "Closed":
        raise ProcessRefusalError("Escalation refused: ticket is closed")
    if ticket.escalated:
        raise ProcessRefusalError("Escalation refused: already escalated")


def check_closing(ticket: Ticket, reason: str) -> None:
    """A ticket is closed once, and with a reason."""
    if ticket.status == "Closed":
        raise ProcessRefusalError("Closing refused: ticket is closed")
    if not reason.strip():
        raise ProcessRefusalError("Closing refused: reason is missing")


def check_change(status: str, assigned: str) -> None:
    """Status and assignee come from the lists; closing has its own way, with a reason."""
    if status not in STATUSES or assigned not in AGENTS:
        raise ProcessRefusalError("Change refused: unknown status or assignee")
    if status == "Closed":
        raise ProcessRefusalError("Change refused: use Close ticket")

"""The console itself: the frameset, the menu, the list with its search, and the export of the list."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from fastapi import Request, Response

from clerkwork.fixtures_sites.service_desk.desk import ServiceDesk
from clerkwork.fixtures_sites.service_desk.tickets import STATUSES, Ticket


def add_console_pages(desk: ServiceDesk) -> None:
    """Adds `/`, `/menu`, `/tickets`, `/search` and `/export.csv`."""

    @desk.app.get("/")
    async def console(request: Request) -> Response:
        desk.session(request)
        return desk.page(request, "console.html")

    @desk.app.get("/menu")
    async def menu(request: Request) -> Response:
        return desk.page(request, "menu.html", user=desk.session(request).user)

    @desk.app.get("/tickets")
    async def tickets(request: Request, view: str = "open", subject: str = "") -> Response:
        desk.session(request)
        only_open = view != "all"
        found = desk.store.tickets(subject, only_open=only_open)
        heading = "Open tickets" if only_open else "All tickets"
        return desk.page(request, "list.html", heading=heading, tickets=found)

    @desk.app.get("/search")
    async def search(request: Request) -> Response:
        desk.session(request)
        skin, asked = desk.look(request), request.query_params
        subject = asked.get(skin.id("search_subject"), "")
        status = asked.get(skin.id("search_status"), "")
        found = desk.store.tickets(subject, status) if skin.id("search_subject") in asked else None
        return desk.page(
            request,
            "search.html",
            heading="Search",
            tickets=found,
            subject=subject,
            chosen=status,
            statuses=STATUSES,
        )

    @desk.app.get("/export.csv")
    async def export(request: Request) -> Response:
        desk.session(request)
        desk.records.count("exports")
        headers = {"Content-Disposition": 'attachment; filename="tickets.csv"'}
        return Response(_as_csv(desk.store.tickets()), media_type="text/csv", headers=headers)


def _as_csv(tickets: Iterable[Ticket]) -> str:
    """RFC 4180: a heading line, CRLF, every text as it is stored."""
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(
        (
            "No.",
            "Subject",
            "Category",
            "Sub-category",
            "Priority",
            "Status",
            "Assigned",
            "Requester",
            "Opened",
        )
    )
    for t in tickets:
        d = t.draft
        asked = (d.subject, d.category, d.subcategory, d.priority)
        rows.writerow((t.number, *asked, t.status, t.assigned, d.requester, t.created))
    return text.getvalue()

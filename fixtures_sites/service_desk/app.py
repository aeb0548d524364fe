"""The service desk's app: every page of it, in the order in which a clerk meets them."""

from __future__ import annotations

from pathlib import Path

from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse

from clerkwork.fixtures_sites.service_desk.console import add_console_pages
from clerkwork.fixtures_sites.service_desk.desk import ServiceDesk
from clerkwork.fixtures_sites.service_desk.new_ticket import add_new_ticket_pages
from clerkwork.fixtures_sites.service_desk.one_ticket import add_ticket_pages
from clerkwork.fixtures_sites.service_desk.reports import add_report_pages
from clerkwork.fixtures_sites.service_desk.sign_in import add_sign_in_pages
from clerkwork.fixtures_sites.service_desk.store import NoSuchRecordError


def create_app(database: Path | None = None) -> FastAPI:
    """The service desk over the SQLite file `database`, or over memory."""
    desk = ServiceDesk(database)
    add_sign_in_pages(desk)
    add_console_pages(desk)
    add_new_ticket_pages(desk)
    add_ticket_pages(desk)
    add_report_pages(desk)

    async def not_there(request: Request, error: Exception) -> Response:
        page: HTMLResponse = desk.page(request, "message.html", 404, refused=str(error), said="")
        return page

    desk.app.add_exception_handler(NoSuchRecordError, not_there)
    return desk.app

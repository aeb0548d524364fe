"""The loans: a list that can be filtered by device, and one loan with its return."""

from __future__ import annotations

from urllib.parse import quote

from fastapi import Request, Response
from fastapi.responses import RedirectResponse

from clerkwork.fixtures_sites.records import Row
from clerkwork.fixtures_sites.rentals.console import Console
from clerkwork.fixtures_sites.rentals.grid import Column, Grid, GridRow, RowAction
from clerkwork.fixtures_sites.rentals.lending import extend, take_back
from clerkwork.fixtures_sites.rentals.screen import Screen
from clerkwork.fixtures_sites.sessions import Session

_COLUMNS = ("no", "device", "employee", "start", "due", "status")
_DETAILS = ("device", "employee", "cost_centre", "start", "due", "days", "notes")
_CHANGES = {
    "loan.return": (take_back, "loans_returned", "loan.returned"),
    "loan.extend": (extend, "loans_extended", "loan.extended"),
}
"""What each button of a loan does, what counts it, and what is said then."""


def add_loan_pages(console: Console) -> None:
    app, site = console.site.app, console.site

    @app.get("/loans")
    async def loans(request: Request) -> Response:
        return _list(console, request, site.session(request))

    @app.post("/loans")
    async def filtered(request: Request) -> Response:
        posted = await console.screens.read(request, site.session(request))
        keys = posted.view.data["keys"]
        if posted.control == "loans.open" and isinstance(keys, list) and posted.row is not None:
            return RedirectResponse(f"/loan?no={keys[posted.row]}", 302)
        return RedirectResponse(f"/loans?device={quote(posted.field('loans.filter').strip())}", 302)

    @app.get("/loan")
    async def loan(request: Request) -> Response:
        return _loan(console, request, site.session(request), request.query_params.get("no", ""))

    @app.post("/loan")
    async def change(request: Request) -> Response:
        session = site.session(request)
        posted = await console.screens.read(request, session)
        number = str(posted.view.data["no"])
        found = site.records.one("SELECT * FROM loans WHERE no = ?", number)
        known = _CHANGES.get(posted.control)
        if known is None or found is None or not known[0](site.records, found):
            return _loan(console, request, session, number)
        _, counter, notice = known
        site.commit(request, counter)
        return _loan(console, request, session, number, notice)


def _list(console: Console, request: Request, session: Session) -> Response:
    device = request.query_params.get("device", "").strip()
    found = console.site.records.all(
        "SELECT * FROM loans WHERE ? IN ('', device) ORDER BY status, no DESC", device
    )
    screen = console.screen(request, session, keys=[row["no"] for row in found])
    columns = [Column(key, screen.text(f"loan.{key}")) for key in _COLUMNS]
    rows = [_row(screen, place, row) for place, row in enumerate(found)]
    grid = Grid("loans.grid", columns, rows)
    return console.show(request, session, "loans.html", screen, grid=grid, device=device)


def _row(screen: Screen, place: int, row: Row) -> GridRow:
    cells = [str(row[key]) for key in _COLUMNS[:-1]] + [screen.text(f"loanstatus.{row['status']}")]
    return GridRow(place, cells, [RowAction("loans.open", screen.text("loans.open"))])


def _loan(console: Console, request: Request, session: Session, number: str, notice: str = "") -> Response:
    loan = console.site.records.one("SELECT * FROM loans WHERE no = ?", number)
    if loan is None:
        return RedirectResponse("/loans", 302)
    screen = console.screen(request, session, no=number)
    lines = [("", screen.text(f"loan.{key}") + ":", loan[key]) for key in _DETAILS]
    lines.append(
        ("loan.status", screen.text("loan.status") + ":", screen.text(f"loanstatus.{loan['status']}"))
    )
    said = notice and screen.text(notice, device=loan["device"])
    return console.show(request, session, "loan.html", screen, loan=loan, lines=lines, notice=said)

"""The order form with its partial update and its date window, and the confirmation."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

from fastapi import Request, Response
from fastapi.responses import PlainTextResponse, RedirectResponse

from clerkwork.fixtures_sites.records import Row
from clerkwork.fixtures_sites.rentals.console import Console, said
from clerkwork.fixtures_sites.rentals.inventory import COST_CENTRES
from clerkwork.fixtures_sites.rentals.lending import Order, Refusal, availability, faults_in, lend
from clerkwork.fixtures_sites.rentals.screen import Postback, Screen
from clerkwork.fixtures_sites.sessions import Session
from clerkwork.fixtures_sites.skins import Skin

_FIELD_ORDER = {
    "classic": ("employee", "device", "days", "start", "panel", "notes"),
    "cards": ("panel", "start", "days", "notes", "device", "employee"),
    "material": ("employee", "device", "start", "days", "notes", "panel"),
}


def add_order_pages(console: Console) -> None:
    app, site = console.site.app, console.site

    @app.get("/reserve")
    async def ask(request: Request) -> Response:
        session = site.session(request)
        order = Order(request.query_params.get("device", ""))
        refusal = availability(site.records, order.device)
        return _form(console, request, session, order, [refusal] if refusal else [])

    @app.post("/reserve")
    async def order(request: Request) -> Response:
        session = site.session(request)
        posted = await console.screens.read(request, session)
        order = _order(posted)
        if posted.asynchronous:
            return _panel(console, request, session, order)
        if posted.control not in ("reserve.submit", "reserve.submit_print"):
            return _form(console, request, session, order, [])
        return _submit(console, request, session, order)

    @app.get("/confirmation")
    async def confirm(request: Request) -> Response:
        session = site.session(request)
        loan = site.records.one("SELECT * FROM loans WHERE no = ?", request.query_params.get("loan", ""))
        if loan is None:
            return RedirectResponse("/loans", 302)
        screen = console.screen(request, session)
        return console.show(
            request, session, "confirmation.html", screen, loan=loan, lines=_confirmed(screen, loan)
        )

    @app.get("/calendar")
    async def choose_date(request: Request) -> Response:
        return _calendar(console, request, site.session(request))


def _order(posted: Postback) -> Order:
    return Order(
        device=str(posted.view.data["device"]),
        employee=posted.field("reserve.employee"),
        days=posted.field("reserve.days").strip(),
        start=posted.field("reserve.start").strip(),
        long_loan=posted.field("reserve.long_loan") == "on",
        notes=posted.field("reserve.notes"),
        cost_centre=posted.field("reserve.cost_centre"),
        printed=posted.control == "reserve.submit_print",
    )


def _submit(console: Console, request: Request, session: Session, order: Order) -> Response:
    site, refusals = console.site, faults_in(order)
    refusal = availability(site.records, order.device)
    if refusal and not (refusal.message == "fault.lent" and site.switches.now.double_submit):
        refusals = [refusal]
    if refusals:
        return _form(console, request, session, order, refusals)
    loan = lend(site.records, order)
    site.commit(request, "loans_created")
    return RedirectResponse(f"/confirmation?loan={loan}", 302)


def _form(
    console: Console, request: Request, session: Session, order: Order, refusals: list[Refusal]
) -> Response:
    screen = console.screen(request, session, device=order.device)
    return console.show(
        request, session, "reserve.html", screen, **_written(console, screen, order, refusals)
    )


def _written(console: Console, screen: Screen, order: Order, refusals: list[Refusal]) -> dict[str, object]:
    device = console.site.records.one("SELECT type, model FROM devices WHERE no = ?", order.device)
    return {
        "order": order,
        "model": f"{screen.text('type.' + str(device['type']))} {device['model']}" if device else "",
        "faults": [said(screen, refusal) for refusal in refusals],
        "order_of_fields": _fields(screen.skin),
        "cost_centres": COST_CENTRES,
    }


def _fields(skin: Skin) -> list[str]:
    return [field for field in _FIELD_ORDER[skin.layout] if skin.has(f"reserve.{field}")]


def _panel(console: Console, request: Request, session: Session, order: Order) -> Response:
    """The panel alone, with the page's new hidden fields, in ASP.NET AJAX's delta format."""
    screen = console.screen(request, session, device=order.device)
    context = console.context(session, screen) | _written(console, screen, order, [])
    console.site.render(request, "reserve.html", **context)  # for the events that the whole page offers
    panel = console.site.render(request, "panel.html", **context)
    parts = (
        ("updatePanel", screen.id("reserve.panel"), panel),
        ("hiddenField", "__VIEWSTATE", screen.view_state()),
        ("hiddenField", "__EVENTVALIDATION", screen.event_validation()),
    )
    return PlainTextResponse("".join(f"{len(text)}|{kind}|{name}|{text}|" for kind, name, text in parts))


def _confirmed(screen: Screen, loan: Row) -> list[tuple[str, str, object]]:
    shown = {"no": "confirmation.loan", "employee": "confirmation.employee", "device": "confirmation.device"}
    lines = [(control, screen.text(f"loan.{key}") + ":", loan[key]) for key, control in shown.items()]
    rest = [
        ("", screen.text(f"loan.{key}") + ":", loan[key]) for key in ("days", "start", "due", "cost_centre")
    ]
    return lines + rest


def _calendar(console: Console, request: Request, session: Session) -> Response:
    today = console.site.clock().date()
    first = _month(request.query_params.get("month", ""), today)
    weeks = calendar.Calendar().monthdatescalendar(first.year, first.month)
    return console.show(
        request,
        session,
        "calendar.html",
        console.screen(request, session),
        field=request.query_params.get("field", ""),
        month=f"{first:%Y-%m}",
        before=f"{first - timedelta(days=1):%Y-%m}",
        after=f"{first + timedelta(days=31):%Y-%m}",
        weeks=weeks,
        today=today,
    )


def _month(asked: str, today: date) -> date:
    """The first day of the asked month, else of this one."""
    try:
        return date.fromisoformat(f"{asked}-01").replace(year=min(max(int(asked[:4]), 2000), 2099))
    except ValueError:
        return today.replace(day=1)

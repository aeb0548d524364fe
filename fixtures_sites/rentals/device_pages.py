"""The device list: search, sorting and paging by postback, and the link that starts an order."""

from __future__ import annotations

import re

from fastapi import Request, Response
from fastapi.responses import RedirectResponse

from clerkwork.fixtures_sites.records import Records, Row
from clerkwork.fixtures_sites.rentals.console import Console
from clerkwork.fixtures_sites.rentals.grid import Column, Grid, GridRow, RowAction, page_count, page_of
from clerkwork.fixtures_sites.rentals.screen import Postback, Screen
from clerkwork.fixtures_sites.sessions import Session

_COLUMNS = ("no", "type", "model", "location", "status")
_FREE_FIRST = "CASE status WHEN 'free' THEN 0 WHEN 'lent' THEN 1 ELSE 2 END, no"


def add_device_pages(console: Console) -> None:
    app = console.site.app

    @app.get("/devices")
    async def first(request: Request) -> Response:
        session = console.site.session(request)
        return _list(console, request, session, {"search": request.query_params.get("search", "")})

    @app.post("/devices")
    async def again(request: Request) -> Response:
        session = console.site.session(request)
        posted = await console.screens.read(request, session)
        if posted.control == "devices.reserve":
            return RedirectResponse(f"/reserve?device={_device(posted)}", 302)
        if posted.control == "devices.reserve_later":
            return _wait_for(console, request, session, posted)
        return _list(console, request, session, _next_view(posted))


def _next_view(posted: Postback) -> dict[str, object]:
    """The list's view after a search, a page link or a sort link."""
    view = dict(posted.view.data)
    if posted.control != "devices.grid":
        return view | {"search": posted.field("devices.search").strip(), "page": 1}
    verb, _, value = posted.argument.partition("$")
    if verb == "Page" and re.fullmatch(r"\d{1,4}", value):
        return view | {"page": int(value)}
    if verb == "Sort" and value in _COLUMNS:
        return view | {"sort": value, "descending": view.get("sort") == value and not view.get("descending")}
    return view


def _list(
    console: Console, request: Request, session: Session, view: dict[str, object], notice: str = ""
) -> Response:
    found = _find(console.site.records, view)
    pages = page_count(found)
    page = min(max(1, int(str(view.get("page", 1)))), pages)
    shown = page_of(found, page)
    keys = [row["no"] for row in shown]
    screen = console.screen(request, session, **(view | {"page": page, "keys": keys}))
    columns = [Column(key, screen.text(f"device.{key}")) for key in _COLUMNS]
    rows = [_row(screen, place, row) for place, row in enumerate(shown)]
    grid = Grid("devices.grid", columns, rows, page, pages, sortable=True)
    return console.show(
        request,
        session,
        "devices.html",
        screen,
        grid=grid,
        count=len(found),
        search=view.get("search", ""),
        notice=notice and screen.text(notice, device=view.get("waiting", "")),
    )


def _find(records: Records, view: dict[str, object]) -> list[Row]:
    sort = str(view.get("sort", ""))
    order = f"{sort} {'DESC' if view.get('descending') else 'ASC'}, no" if sort in _COLUMNS else _FREE_FIRST
    wanted = f"%{view.get('search', '')}%"
    return records.all(
        f"SELECT * FROM devices WHERE no || ' ' || type || ' ' || model || ' ' || location LIKE ? ORDER BY {order}",  # noqa: S608  # order is one of ours
        wanted,
    )


def _row(screen: Screen, place: int, row: Row) -> GridRow:
    cells = [str(row[key]) for key in _COLUMNS]
    cells[1], cells[4] = screen.text(f"type.{row['type']}"), screen.text(f"status.{row['status']}")
    controls = ["devices.reserve_later"] if screen.skin.adds("devices.reserve_later") else []
    controls += ["devices.reserve"] if screen.skin.has("devices.reserve") else []
    actions = [RowAction(control, screen.text(control)) for control in controls]
    return GridRow(place, cells, actions if row["status"] == "free" else [])


def _device(posted: Postback) -> str:
    """The device of the used row: what the row held when the page was written."""
    keys = posted.view.data["keys"]
    return str(keys[posted.row]) if isinstance(keys, list) and posted.row is not None else ""


def _wait_for(console: Console, request: Request, session: Session, posted: Postback) -> Response:
    device = _device(posted)
    console.site.records.run("INSERT INTO waiting_list (device) VALUES (?)", device)
    return _list(console, request, session, dict(posted.view.data) | {"waiting": device}, "devices.waiting")

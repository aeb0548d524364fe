"""The releases (skins) of the rental console, and the truth about where each control is in them."""

from __future__ import annotations

from clerkwork.fixtures_sites.rentals.screen import ROW_CONTROLS, client_id
from clerkwork.fixtures_sites.rentals.words import ENGLISH, GERMAN, GERMAN_PORTAL, REWORDED, SHORTENED
from clerkwork.fixtures_sites.skins import Skin

_FIRST = {
    "login.user": "txtUser",
    "login.password": "txtPassword",
    "login.sign_in": "btnSignIn",
    "login.logon_name": "txtLogonName",
    "login.next": "btnNext",
    "login.secret": "txtPin",
    "login.department": "ddlDepartment",
    "devices.grid": "GridView1",
    "devices.search": "txtSearch",
    "devices.search_button": "btnSearch",
    "reserve.panel": "UpdatePanel1",
    "reserve.device": "txtDevice",
    "reserve.employee": "txtEmployee",
    "reserve.days": "txtDays",
    "reserve.start": "txtStart",
    "reserve.start_popup": "btnCalendar",
    "reserve.cost_centre": "ddlCostCentre",
    "reserve.long_loan": "chkLongLoan",
    "reserve.notes": "txtNotes",
    "reserve.submit": "btnSubmit",
    "reserve.submit_print": "btnSubmitPrint",
    "confirmation.loan": "lblLoanNo",
    "confirmation.device": "lblDevice",
    "confirmation.employee": "lblEmployee",
    "confirmation.back": "lnkBack",
    "loans.grid": "GridView1",
    "loans.filter": "txtDeviceFilter",
    "loans.filter_button": "btnFilter",
    "loan.return": "btnReturn",
    "loan.status": "lblStatus",
    "menu.devices": "mnuDevices",
    "menu.loans": "mnuLoans",
    "menu.sign_out": "mnuSignOut",
    "page.clock": "lblClock",
    "loan.extend": "btnExtend",
}
_FIRST_ROWS = {
    "devices.reserve": "btnReserve",
    "devices.reserve_later": "btnReserveLater",
    "loans.open": "lnkOpen",
}

_NOT_ACTED_ON = {
    *("devices.grid", "loans.grid", "reserve.panel"),
    *("login.logon_name", "login.next", "login.secret", "login.department"),
}
"""Containers, and what only the switch `changed_sign_in` shows: the truth does not name them."""


def _named(prefix: str) -> dict[str, str]:
    return {control: prefix + name for control, name in _FIRST.items()}


def _numbered(prefix: str, first: int, step: int) -> dict[str, str]:
    """The same controls under counted ids, as generators of markup give them."""
    return {control: f"{prefix}{first + step * place}" for place, control in enumerate(_FIRST)}


BASE = Skin(
    1,
    "release of 2005",
    labels=ENGLISH,
    ids=_named("ctl00$ContentPlaceHolder1$") | _FIRST_ROWS | {"row": "{grid}$ctl{row:02d}${control}"},
)
_SIMILAR = ("devices.reserve_later", "reserve.submit_print")
_ADDED = (*_SIMILAR, "loan.extend")

SKINS = {
    1: BASE,
    2: BASE.redesigned(
        2,
        "ids renumbered, words and colours changed",
        style="green",
        labels=REWORDED,
        ids=_numbered("ctl00$Main$ctl", 11, 2)
        | {"devices.reserve": "lb3", "devices.reserve_later": "lb4", "loans.open": "lb3"}
        | {"devices.grid": "ctl00$Main$Grid", "loans.grid": "ctl00$Main$Grid"},
    ),
    3: BASE.redesigned(
        3,
        "another framework: cards, fields moved, a menu tree",
        layout="cards",
        style="cards",
        ids=_numbered("rentalForm:j_idt", 24, 3)
        | {"devices.reserve": "j_idt71", "devices.reserve_later": "j_idt73", "loans.open": "j_idt66"}
        | {"devices.grid": "rentalForm:deviceList", "loans.grid": "rentalForm:loanList"}
        | {"row": "{grid}:{row}:{control}"},
    ),
    4: BASE.redesigned(4, "two similar controls added", added=_SIMILAR),
    5: BASE.redesigned(5, "in German", language="de", labels=GERMAN),
    6: BASE.redesigned(6, "nobody may submit here", removed=["reserve.submit"]),
    7: BASE.redesigned(
        7,
        "a new portal: German, cards, ids renumbered, fields moved, similar controls added",
        layout="cards",
        style="cards",
        language="de",
        labels=GERMAN_PORTAL,
        ids=_numbered("portal:j_id", 112, 7)
        | {"devices.reserve": "j_id94", "devices.reserve_later": "j_id97", "loans.open": "j_id88"}
        | {"devices.grid": "portal:stock", "loans.grid": "portal:bookings"}
        | {"row": "{grid}:{row}:{control}"},
        added=_SIMILAR,
    ),
    8: BASE.redesigned(
        8,
        "a component library: its own elements, wrappers and classes, shorter words, icons for words",
        layout="material",
        style="material",
        labels=SHORTENED,
        ids=_numbered("mat-input-", 0, 1)
        | {"devices.reserve": "action-0", "devices.reserve_later": "action-1", "loans.open": "action-0"}
        | {"devices.grid": "mat-table-0", "loans.grid": "mat-table-0"}
        | {"row": "{grid}-row-{row}-{control}"},
    ),
    9: BASE.redesigned(
        9,
        "controls taken out, and similar ones left or put in their places",
        removed=[
            *("devices.reserve", "reserve.submit", "reserve.notes", "reserve.start_popup"),
            *("loan.return", "menu.loans"),
        ],
        added=_ADDED,
    ),
}


_ROWS = {"classic": "tr.GridRow, tr.GridAltRow", "cards": "div.card", "material": "mat-row"}


def truth(skin: Skin) -> dict[str, str | None]:
    """Each logical control's CSS selector in a skin, None where the skin has removed it.

    A control of a grid's rows has one selector for all rows; `devices.row` and `loans.row` select the
    rows, and the right one is the row that holds the device's or loan's number. `calendar.day_15` is in the
    date window.
    """
    controls = {control for control in skin.ids if "." in control} - _NOT_ACTED_ON
    absent = set(_ADDED) - skin.added
    found = {
        control: _selector(skin, control) if skin.has(control) else None
        for control in sorted(controls - absent)
    }
    row = _ROWS[skin.layout]
    fifteenth = 'a[href$="-15\')"]'
    return found | {"devices.row": row, "loans.row": row, "calendar.day_15": fifteenth}


def _selector(skin: Skin, control: str) -> str:
    if control in ROW_CONTROLS:
        grid = client_id(skin.id(f"{control.split('.')[0]}.grid"))
        separator = client_id(skin.id("row").removesuffix("{control}")[-1])
        return f'[id^="{grid}"][id$="{separator}{skin.id(control)}"]'
    return f'[id="{client_id(skin.id(control))}"]'

"""The releases (skins) of the rental console, and the truth about where each control is in them."""

from __future__ import annotations

from clerkwork.fixtures_sites.rentals.screen import ROW_CONTROLS, client_id
from clerkwork.fixtures_sites.rentals.words import ENGLISH, GERMAN, REWORDED
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
_ADDED = ("devices.reserve_later", "reserve.submit_print")

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
    4: BASE.redesigned(4, "two similar controls added", added=_ADDED),
    5: BASE.redesigned(5, "in German", language="de", labels=GERMAN),
    6: BASE.redesigned(6, "nobody may submit here", removed=["reserve.submit"]),
}


def truth(skin: Skin) -> dict[str, str | None]:
    """Each logical control's CSS selector in a skin, None where the skin has removed it.

    A control of a grid's rows has one selector for all rows; `devices.row` and `loans.row` select the
    rows, and the right one is the row that holds the device's or loan's number.
    """
    controls = {control for control in skin.ids if "." in control} - _NOT_ACTED_ON
    absent = set(_ADDED) - skin.added
    found = {
        control: _selector(skin, control) if skin.has(control) else None
        for control in sorted(controls - absent)
    }
    row = "div.card" if skin.layout == "cards" else "tr.GridRow, tr.GridAltRow"
    return found | {"devices.row": row, "loans.row": row}


def _selector(skin: Skin, control: str) -> str:
    if control in ROW_CONTROLS:
        grid = client_id(skin.id(f"{control.split('.')[0]}.grid"))
        separator = client_id(skin.id("row").removesuffix("{control}")[-1])
        return f'[id^="{grid}"][id$="{separator}{skin.id(control)}"]'
    return f'[id="{client_id(skin.id(control))}"]'

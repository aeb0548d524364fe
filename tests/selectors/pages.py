"""Pages of a console as the page script would report them, and what a redesign makes of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from clerkwork.selectors.seen import Seen
from clerkwork.selectors.target import Box, Fingerprint

PAGE = (1280.0, 900.0)
FORM_PATH = ("body", "div#main", "form")
GERMAN = {
    "Devices": "Geräte", "Loans": "Ausleihen", "Orders": "Bestellungen", "Reports": "Berichte",
    "Sign out": "Abmelden", "Reserve": "Vormerken", "Details": "Einzelheiten", "Employee": "Mitarbeiter",
    "Days": "Tage", "Reason": "Begründung", "Urgent": "Dringend", "Submit": "Absenden", "Cancel": "Abbrechen",
    "New loan": "Neue Ausleihe", "Free devices": "Freie Geräte", "Serial": "Nummer", "Model": "Modell",
}  # fmt: skip


def seen(token: str, x: float, y: float, width: float = 80, height: float = 24, **facts) -> Seen:
    box = Box(x=x, y=y, width=width, height=height)
    fingerprint = Fingerprint(**{"tag": "button", "path": FORM_PATH, "box": box, "page": PAGE} | facts)
    return Seen(token=token, fingerprint=fingerprint, box=box, visible=True, enabled=True)


def link(token: str, x: float, y: float, name: str, href: str, **facts) -> Seen:
    attributes = {"href": href} | facts.pop("attributes", {})
    return seen(token, x, y, tag="a", role="link", name=name, text=name, attributes=attributes, **facts)


def button(token: str, x: float, y: float, name: str, **facts) -> Seen:
    known = {"type": "submit", "role": "button", "name": name, "text": name}
    return seen(token, x, y, **(known | facts))


def field(token: str, x: float, y: float, label: str, name: str, type_: str = "text", **facts) -> Seen:
    role = {"checkbox": "checkbox", "radio": "radio"}.get(type_, "textbox")
    known = {"tag": "input", "type": type_, "role": role, "name": label, "label": label, "near": (label,)}
    attributes = {"id": name, "name": name, "type": type_}
    return seen(token, x, y, 200, 24, **(known | {"attributes": attributes} | facts))


def navigation() -> list[Seen]:
    names = ("Devices", "Loans", "Orders", "Reports", "Sign out")
    path = ("body", "ul#menu", "li")
    return [
        link(f"menu {name}", 20 + 110 * at, 10, name, f"/{name.lower().replace(' ', '')}", path=path)
        for at, name in enumerate(names)
    ]


def devices(serials: tuple[str, ...] = ("LT-0041", "LT-0042", "LT-0043", "LT-0044")) -> list[Seen]:
    """A table with the same two controls in every row."""
    path = ("body", "div#main", "table#devices", "tbody", "tr", "td")
    rows: list[Seen] = []
    for at, serial in enumerate(serials):
        where = {
            "path": path, "row": (serial, "ThinkPad T14", "free"), "section": "Free devices",
            "near": (serial, "ThinkPad T14"),
        }  # fmt: skip
        y = 120 + 30 * at
        reserve = {"id": f"grid_ctl{at:02}_btnReserve", "name": f"grid$ctl{at:02}$btnReserve"}
        rows.append(button(f"reserve {serial}", 600, y, "Reserve", attributes=reserve, **where))
        rows.append(link(f"details {serial}", 700, y, "Details", f"/devices/{serial}", **where))
    return rows


def loan_form() -> list[Seen]:
    where = {"form": "loan", "section": "New loan"}
    return [
        field("employee", 200, 400, "Employee", "txtEmployee", **where),
        field("days", 200, 440, "Days", "txtDays", **where),
        field("reason", 200, 480, "Reason", "txtReason", **where),
        field("urgent", 200, 520, "Urgent", "chkUrgent", "checkbox", **where),
        button("submit", 200, 570, "Submit", attributes={"id": "btnSubmit"}, near=("Cancel",), **where),
        button("cancel", 300, 570, "Cancel", attributes={"id": "btnCancel"}, near=("Submit",), **where),
    ]


def console() -> list[Seen]:
    return [*navigation(), *devices(), *loan_form()]


def changed(one: Seen, **facts) -> Seen:
    """The same element with other facts; `box` moves it."""
    fingerprint = one.fingerprint.model_copy(update=facts)
    return replace(one, fingerprint=fingerprint, box=facts.get("box", one.box))


def moved(one: Seen, dx: float, dy: float) -> Seen:
    box = one.box.model_copy(update={"x": one.box.x + dx, "y": one.box.y + dy})
    return changed(one, box=box)


def translated(one: Seen) -> Seen:
    """All words in another language; ids and places stay."""
    return said(one, lambda text: GERMAN.get(text, text))


def garbled(one: Seen) -> Seen:
    """All words in a language that nobody knows."""
    return said(one, lambda text: text[::-1].swapcase())


def said(one: Seen, otherwise: Callable[[str], str]) -> Seen:
    was = one.fingerprint
    say = {
        key: otherwise(text) for key in ("name", "text", "label", "section") if (text := getattr(was, key))
    }
    return changed(one, near=tuple(map(otherwise, was.near)), **say)


def renumbered(one: Seen, number: int) -> Seen:
    """Other ids and names, as a new framework gives them."""
    attributes = {k: v for k, v in one.fingerprint.attributes.items() if k not in ("id", "name", "class")}
    return changed(
        one, attributes=attributes | {"id": f"ext-gen{1000 + number}", "class": "x-btn x-unselectable"}
    )


def by_token(page: list[Seen]) -> dict[str, Seen]:
    return {one.token: one for one in page}

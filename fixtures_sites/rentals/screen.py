"""One page being written and read back: names of its controls, their postback events, its hidden fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from fastapi import Request
from markupsafe import Markup

from clerkwork.fixtures_sites.rentals.viewstate import Sealer, View, check_age, remember
from clerkwork.fixtures_sites.sessions import Session
from clerkwork.fixtures_sites.site import Site
from clerkwork.fixtures_sites.skins import Skin

FIRST_ROW = 2
"""The header row of a grid is ctl01, as in ASP.NET."""

ROW_CONTROLS = frozenset({"devices.reserve", "devices.reserve_later", "loans.open"})
BUTTONS = frozenset(
    {
        *("login.next", "login.sign_in", "devices.search_button", "reserve.submit", "reserve.submit_print"),
        *("loans.filter_button", "loan.return", "loan.extend"),
    }
)
"""Controls that post their own name, where links post as the event's target."""


def control_name(skin: Skin, control: str, row: int | None = None) -> str:
    """The form name of a logical control; `row` counts the grid's rows from 0."""
    if row is None:
        return skin.id(control)
    grid = skin.id(f"{control.split('.')[0]}.grid")
    return skin.id("row").format(grid=grid, row=row + FIRST_ROW, control=skin.id(control))


def client_id(name: str) -> str:
    """The element id that ASP.NET makes of a form name."""
    return name.replace("$", "_")


@dataclass
class Screen:
    """What a template asks while it writes a page; it collects the events that the page offers."""

    skin: Skin
    view: View
    sealer: Sealer
    events: set[str] = field(default_factory=set)

    def name(self, control: str, row: int | None = None) -> str:
        name = control_name(self.skin, control, row)
        self.events.add(name)
        return name

    def id(self, control: str, row: int | None = None) -> str:
        return client_id(control_name(self.skin, control, row))

    def post(self, control: str, argument: str = "", row: int | None = None) -> str:
        """The script that posts the page back for a control."""
        return f"__doPostBack('{self.name(control, row)}','{argument}')"

    def view_state(self) -> str:
        return self.sealer.seal_view(self.view)

    def event_validation(self) -> str:
        """To be asked last, when every control of the page is written."""
        return self.sealer.seal_events(self.view.stamp, self.events)

    def text(self, name: str, **values: object) -> str:
        return self.skin.label(name).format(**values)


@dataclass(frozen=True)
class Postback:
    """A page that came back: its view, the control that was used, and the fields by logical name."""

    view: View
    skin: Skin
    control: str
    row: int | None
    argument: str
    asynchronous: bool
    fields: Mapping[str, str]

    def field(self, control: str) -> str:
        return self.fields.get(control_name(self.skin, control), "")


class Screens:
    """Writes and reads the pages of one site."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._sealer = Sealer()

    def new(self, request: Request, session: Session | None, skin: Skin, **data: object) -> Screen:
        """A page about to be written; its state is remembered in the session."""
        view = View(request.url.path, session.key if session else "", skin.number, data)
        if session:
            session.data["views"] = remember(_history(session), view.stamp)
        return Screen(skin, view, self._sealer)

    async def read(self, request: Request, session: Session | None) -> Postback:
        """The posted page. Raises PostbackError when it cannot be trusted."""
        fields = {name: value for name, value in (await request.form()).items() if isinstance(value, str)}
        view = self._sealer.open_view(
            fields.get("__VIEWSTATE", ""), request.url.path, session.key if session else ""
        )
        if session:
            check_age(_history(session), view.stamp)
        skin = self._site.numbered_skin(view.skin)
        control, row, name = _used(skin, view, fields)
        self._sealer.check_event(fields.get("__EVENTVALIDATION", ""), view.stamp, name)
        argument, asynchronous = fields.get("__EVENTARGUMENT", ""), fields.get("__ASYNCPOST") == "true"
        return Postback(view, skin, control, row, argument, asynchronous, fields)


def hidden(name: str, value: str) -> Markup:
    return Markup('<input type="hidden" name="{0}" id="{0}" value="{1}" />').format(name, value)


def _history(session: Session) -> list[str]:
    views = session.data.get("views", [])
    return list(views) if isinstance(views, list) else []


def _used(skin: Skin, view: View, fields: Mapping[str, str]) -> tuple[str, int | None, str]:
    """Which control posted the page: the event's target, else the button that is among the fields."""
    target = fields.get("__EVENTTARGET", "")
    keys = view.data.get("keys", [])
    rows = range(len(keys) if isinstance(keys, list) else 0)
    page = view.path.removeprefix("/") + "."
    for control in (name for name in skin.ids if name.startswith(page)):
        for row in rows if control in ROW_CONTROLS else [None]:
            name = control_name(skin, control, row)
            if name == target or (not target and control in BUTTONS and name in fields):
                return control, row, name
    return "", None, target

"""What to try on the mock sites: each page that has controls, how to come there, and which step uses each control.

Where a control is in a skin is the site's own truth (`/__truth`); nothing here knows a selector.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from clerkwork.fixtures_sites.rentals.releases import SKINS as RENTALS_SKINS
from clerkwork.fixtures_sites.service_desk.skins import SKINS as DESK_SKINS

PASSWORD = "clerk-pass-7"


@dataclass(frozen=True)
class Place:
    """Where a control is: CSS inside a frame, which is named, or None for the page itself."""

    frame: str | None
    css: str


Truth = Mapping[str, Place | None]
"""Each control's place in one skin, None where that skin has taken it out."""


@dataclass(frozen=True)
class Scene:
    """One page and its controls, in the order in which a clerk meets them.

    `inside` are paths to open in frames afterwards, each in the frame of the named control.
    """

    path: str
    controls: tuple[str, ...]
    inside: Mapping[str, str] = field(default_factory=dict)
    signed_in: bool = True


@dataclass(frozen=True)
class Plan:
    """All scenes of one site. `sign_in` are the controls for user, password and the button.

    `rows` gives the row that a step works in and `row_css` the truth's name for such rows; `named` the name
    that a step asks for; `commits` are the controls that a person marks, since pressing them is stored.
    """

    site: str
    skins: tuple[int, ...]
    sign_in: tuple[str, str, str]
    scenes: tuple[Scene, ...]
    rows: Mapping[str, str] = field(default_factory=dict)
    row_css: Mapping[str, str] = field(default_factory=dict)
    named: Mapping[str, str] = field(default_factory=dict)
    commits: frozenset[str] = frozenset()


def _all(prefix: str, *names: str) -> tuple[str, ...]:
    return tuple(f"{prefix}.{name}" for name in names)


RENTALS = Plan(
    "rentals",
    tuple(RENTALS_SKINS),
    ("login.user", "login.password", "login.sign_in"),
    (
        Scene("/login", _all("login", "user", "password", "sign_in"), signed_in=False),
        Scene(
            "/devices?search=LT-0042",
            (
                *_all("devices", "search", "search_button", "reserve"),
                *_all("menu", "devices", "loans", "sign_out"),
                "page.clock",
            ),
        ),
        Scene(
            "/reserve?device=LT-0042",
            (
                *_all("reserve", "device", "employee", "days", "start", "start_popup", "cost_centre"),
                *_all("reserve", "long_loan", "notes", "submit"),
            ),
        ),
        Scene("/calendar?field=start", ("calendar.day_15",)),
        Scene("/confirmation?loan=L-0961", _all("confirmation", "loan", "employee", "device", "back")),
        Scene("/loans", _all("loans", "filter", "filter_button", "open")),
        Scene("/loan?no=L-0961", _all("loan", "status", "return")),
    ),
    rows={"devices.reserve": "LT-0042", "loans.open": "L-0961"},
    row_css={"devices.reserve": "devices.row", "loans.open": "loans.row"},
    commits=frozenset({"reserve.submit", "loan.return"}),
)

SERVICE_DESK = Plan(
    "service_desk",
    tuple(DESK_SKINS),
    ("user_name", "password", "sign_in"),
    (
        Scene("/login", ("user_name", "password", "sign_in"), signed_in=False),
        Scene(
            "/",
            (
                *("menu_open", "menu_all", "menu_new", "menu_search", "menu_export", "menu_reports"),
                *("menu_sign_out", "clock", "ticket_link"),
                *("status", "assigned", "save", "note", "add_note", "close_ticket", "escalate", "delete"),
            ),
            inside={"save": "/ticket/T-1001"},
        ),
        Scene("/", ("search_subject", "search_status", "search"), inside={"search": "/search"}),
        Scene(
            "/ticket/new",
            (
                *("requester", "requester_lookup", "subject", "category", "subcategory"),
                *("priority_low", "priority_normal", "priority_high", "priority_urgent"),
                *("description", "notify", "send_mail", "attachment", "submit", "cancel"),
            ),
        ),
        Scene("/people", ("people_part", "people_find", "person_link")),
    ),
    named={"person_link": "Meyer, Anna"},
    commits=frozenset({"submit", "save", "add_note", "close_ticket", "escalate", "delete"}),
)

PLANS = (RENTALS, SERVICE_DESK)


def as_truth(told: Mapping[str, Any]) -> Truth:
    """What `/__truth` answers, in one form for all sites."""
    return {control: _place(place) for control, place in told.items()}


def _place(told: Any) -> Place | None:
    if told is None:
        return None
    return Place(None, told) if isinstance(told, str) else Place(told["frame"], told["css"])

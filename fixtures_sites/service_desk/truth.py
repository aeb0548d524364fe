"""Where each logical control is in a skin, said by the site itself, so that a test can judge a find."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypedDict

from clerkwork.fixtures_sites.service_desk.skins import DeskSkin
from clerkwork.fixtures_sites.service_desk.tickets import PRIORITIES

_WINDOWS: dict[str, tuple[str, ...]] = {
    "sign_in": ("user_name", "password", "sign_in"),
    "new_ticket": (
        *("subject", "category", "subcategory", "description", "requester", "requester_lookup"),
        *("attachment", "notify", "send_mail", "submit", "submit_and_close", "cancel"),
    ),
    "people": ("people_part", "people_find"),
}
_FRAMES: dict[str, tuple[str, ...]] = {
    "menu": (
        *("menu_open", "menu_all", "menu_new", "menu_template", "menu_search", "menu_export"),
        *("menu_reports", "menu_sign_out", "clock"),
    ),
    "list": ("search_subject", "search_status", "search"),
    "detail": ("status", "assigned", "save", "note", "add_note", "close_ticket", "escalate", "delete"),
}


class Place(TypedDict):
    """`window` is `console` or the page that stands alone; `frame` is the frame's name, null outside frames."""

    window: str
    frame: str | None
    css: str


def truth(skin: DeskSkin) -> Mapping[str, Place | None]:
    """Every logical control of any skin, with None for one that this skin does not have.

    `ticket_link` is the link of T-1001, `person_link` that of Anna Meyer, and `priority_<value>` one radio
    button each.
    """
    places: dict[str, Place | None] = {}
    for window, controls in _WINDOWS.items():
        places |= {control: _place(skin, control, window, None) for control in controls}
    for frame, controls in _FRAMES.items():
        places |= {control: _place(skin, control, "console", skin.frames[frame]) for control in controls}
    for value in PRIORITIES:
        css = f"#{skin.id('priority')}_{value}"
        places[f"priority_{value.lower()}"] = {"window": "new_ticket", "frame": None, "css": css}
    return places | {
        "ticket_link": {
            "window": "console",
            "frame": skin.frames["list"],
            "css": 'a[href="/ticket/T-1001"]',
        },
        "person_link": {"window": "people", "frame": None, "css": 'a[data-name="Meyer, Anna"]'},
    }


def _place(skin: DeskSkin, control: str, window: str, frame: str | None) -> Place | None:
    optional = control in {"menu_template", "submit_and_close"}
    if control in skin.removed or (optional and not skin.adds(control)):
        return None
    return {"window": window, "frame": frame, "css": f"#{skin.id(control)}"}

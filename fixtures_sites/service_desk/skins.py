"""The desk before and after its redesigns. A skin is data; all skins are drawn by the same templates.

A template asks a skin how a control is called in the markup (`id`), what a word is on the screen (`say`,
keyed by the desk's own English), how a frame is named, and in which order things stand.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from clerkwork.fixtures_sites.service_desk.words import GERMAN, GERMAN_PORTAL, MODERNISED, REWORDED
from clerkwork.fixtures_sites.skins import Skin

_IDS: dict[str, str] = {
    "user_name": "user",
    "password": "pass",
    "sign_in": "btnLogin",
    "menu_open": "mnuOpen",
    "menu_all": "mnuAll",
    "menu_new": "mnuNew",
    "menu_template": "mnuTemplate",
    "menu_search": "mnuSearch",
    "menu_export": "mnuExport",
    "menu_reports": "mnuReports",
    "menu_sign_out": "mnuOut",
    "clock": "clock",
    "subject": "subject",
    "category": "category",
    "subcategory": "subcat",
    "priority": "prio",
    "description": "descr",
    "requester": "requester",
    "requester_lookup": "btnLookup",
    "attachment": "attach",
    "notify": "notify",
    "send_mail": "mail",
    "submit": "btnSubmit",
    "submit_and_close": "btnSubmitClose",
    "cancel": "btnCancel",
    "people_part": "part",
    "people_find": "btnPeople",
    "search_subject": "q",
    "search_status": "st",
    "search": "btnFind",
    "status": "status",
    "assigned": "assigned",
    "save": "btnSave",
    "note": "note",
    "add_note": "btnNote",
    "close_reason": "reason",
    "close_ticket": "btnClose",
    "escalate": "btnEscalate",
    "delete": "btnDelete",
}
_FIELDS = (
    *("requester", "subject", "category", "subcategory", "priority"),
    *("description", "notify", "send_mail", "attachment"),
)
_MOVED_FIELDS = (
    *("subject", "description", "attachment", "priority"),
    *("category", "subcategory", "requester", "send_mail", "notify"),
)
_MENU = ("menu_open", "menu_all", "menu_new", "menu_search", "menu_export", "menu_reports", "menu_sign_out")
_BUTTONS = ("save", "close_ticket", "escalate", "delete")


@dataclass(frozen=True)
class Frameset:
    """How the window is cut: the menu from the rest, then the list from the detail."""

    outer: Literal["cols", "rows"] = "cols"
    outer_sizes: str = "172,*"
    inner: Literal["cols", "rows"] = "rows"
    inner_sizes: str = "44%,*"


@dataclass(frozen=True)
class DeskSkin(Skin):
    """A skin of the desk: beside ids and words, how its frames, menu and forms are put together."""

    frameset: Frameset = Frameset()
    frames: Mapping[str, str] = field(
        default_factory=lambda: {name: name for name in ("menu", "list", "detail")}
    )
    menu: tuple[str, ...] = _MENU
    fields: tuple[str, ...] = _FIELDS
    form_buttons: tuple[str, ...] = ("submit", "cancel")
    ticket_buttons: tuple[str, ...] = _BUTTONS

    @property
    def modern(self) -> bool:
        """Whether its pages are laid out without tables."""
        return self.style != "classic"

    def say(self, english: str) -> str:
        """The words that this skin shows instead of `english`; the English itself where it has none."""
        return self.labels.get(english, english)


_CLASSIC = DeskSkin(1, "Service desk of 1999", ids=_IDS)
_RENUMBERED = replace(
    _CLASSIC,
    number=2,
    title="ids renumbered, labels reworded",
    labels=REWORDED,
    ids={control: f"f{2041 + 13 * place}" for place, control in enumerate(_IDS)},
)
_MODERN = replace(
    _CLASSIC,
    number=3,
    title="cards instead of tables, fields moved, frames renamed",
    layout="cards",
    style="modern",
    ids={control: f"hd-{control.replace('_', '-')}" for control in _IDS},
    frameset=Frameset("rows", "58,*", "cols", "38%,*"),
    frames={"menu": "navigation", "list": "queue", "detail": "workspace"},
    fields=_MOVED_FIELDS,
    menu=("menu_new", "menu_open", "menu_all", "menu_search", "menu_reports", "menu_export", "menu_sign_out"),
    form_buttons=("cancel", "submit"),
    ticket_buttons=("delete", "escalate", "close_ticket", "save"),
)
_CROWDED = replace(
    _CLASSIC,
    number=4,
    title="two similar controls added",
    menu=("menu_open", "menu_all", "menu_template", *_MENU[2:]),
    form_buttons=("submit_and_close", "submit", "cancel"),
    added=frozenset({"menu_template", "submit_and_close"}),
)
_GERMAN = replace(_CLASSIC, number=5, title="German", language="de", labels=GERMAN)
_BARRED = replace(
    _CLASSIC,
    number=6,
    title="the Submit control is gone",
    form_buttons=("cancel",),
    removed=frozenset({"submit"}),
)

_PORTAL = replace(
    _MODERN,
    number=7,
    title="a new portal: German, cards, ids renumbered, fields moved, frames renamed, similar controls added",
    language="de",
    labels=GERMAN_PORTAL,
    ids={control: f"sd_{7310 + 7 * place}" for place, control in enumerate(reversed(_IDS))},
    frames={"menu": "oben", "list": "links", "detail": "rechts"},
    menu=("menu_template", *_MODERN.menu),
    form_buttons=("cancel", "submit_and_close", "submit"),
    added=_CROWDED.added,
)
_EXT = replace(
    _CLASSIC,
    number=8,
    title="a component library: a tree for the menu, frames inside panels, buttons of tables, other words",
    layout="grid",
    style="ext",
    labels=MODERNISED,
    ids={control: f"ext-gen{1021 + 9 * place}" for place, control in enumerate(_IDS)},
    frames={"menu": "ext-comp-1004", "list": "ext-comp-1009", "detail": "ext-comp-1011"},
    fields=(
        *("subject", "requester", "priority", "category", "subcategory", "description"),
        *("attachment", "send_mail", "notify"),
    ),
    ticket_buttons=("close_ticket", "escalate", "save", "delete"),
)
_GONE = frozenset(
    {
        *("submit", "menu_new", "close_ticket", "escalate", "send_mail", "notify"),
        *("requester_lookup", "note", "add_note", "search_status"),
    }
)
_SIMILAR_LEFT = replace(
    _CROWDED,
    number=9,
    title="controls taken out, and similar ones left in their places",
    menu=tuple(entry for entry in _CROWDED.menu if entry not in _GONE),
    fields=tuple(field for field in _FIELDS if field not in _GONE),
    form_buttons=tuple(button for button in _CROWDED.form_buttons if button not in _GONE),
    ticket_buttons=tuple(button for button in _BUTTONS if button not in _GONE),
    removed=_GONE,
)

SKINS: dict[int, DeskSkin] = {
    skin.number: skin
    for skin in (
        *(_CLASSIC, _RENUMBERED, _MODERN, _CROWDED, _GERMAN, _BARRED),
        *(_PORTAL, _EXT, _SIMILAR_LEFT),
    )
}

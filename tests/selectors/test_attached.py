"""A field is known by the button at its side, when its words, ids and place say nothing any more."""

from __future__ import annotations

from clerkwork.selectors.heal import Abstained, Healed, heal
from clerkwork.selectors.seen import Seen
from clerkwork.selectors.target import Box
from tests.selectors.pages import button, changed, field, garbled, moved, renumbered

LOOK_UP = {"id": "btnLookup", "onclick": "lookUp()"}
FORM = [
    field("requester", 200, 100, "Requester", "requester", form="ticket"),
    field("subject", 200, 140, "Subject", "subject", form="ticket"),
    field("place", 200, 180, "Place", "place", form="ticket"),
    button("lookup", 404, 100, "...", attributes=LOOK_UP, form="ticket"),
    button("send", 200, 260, "Send", form="ticket"),
]
WAS = {one.token: one.fingerprint for one in FORM}
AFTER_RELEASE = {"requester": 300, "subject": 180, "place": 120, "lookup": 300, "send": 400}
"""Where each stands then, px from the top: in another order."""


def later(*, width: float = 360) -> list[Seen]:
    """All renamed, renumbered, moved and of another width."""
    page = []
    for number, one in enumerate(FORM):
        down = AFTER_RELEASE[one.token] - one.box.y
        now = renumbered(garbled(moved(one, -60, down)), number)
        if one.token == "lookup":
            now = moved(now, width - 200, 0)
            now = changed(now, attributes=now.fingerprint.attributes | {"onclick": "lookUp('ext-9')"})
        elif one.token != "send":
            now = changed(now, box=Box(x=now.box.x, y=now.box.y, width=width, height=30))
        page.append(now)
    return page


def healed(token: str, page: list[Seen]) -> str | None:
    verdict = heal(WAS[token], page, deed="fill", beside=[was for key, was in WAS.items() if key != token])
    return verdict.element.token if isinstance(verdict, Healed) else None


def test_the_field_with_the_lookup_is_the_one_that_had_it():
    page = later()
    assert healed("requester", page) == "requester"
    assert healed("subject", page) is None


def test_a_button_further_away_belongs_to_no_field():
    page = [moved(one, 60, 0) if one.token == "lookup" else one for one in later()]
    assert healed("requester", page) is None


def test_of_two_fields_that_have_one_none_is_taken():
    page = later()
    lookup = next(one for one in page if one.token == "lookup")
    down = AFTER_RELEASE["subject"] - AFTER_RELEASE["lookup"]
    second = changed(moved(lookup, 0, down), name="....", text="....")
    page.append(Seen("second", second.fingerprint, second.box, visible=True, enabled=True))
    assert healed("requester", page) is None


def test_a_bot_that_never_used_the_button_does_not_know_of_it():
    beside = [was for key, was in WAS.items() if key not in ("requester", "lookup")]
    assert isinstance(heal(WAS["requester"], later(), deed="fill", beside=beside), Abstained)

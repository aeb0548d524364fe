"""Which properties of an element stayed, as they are counted."""

from __future__ import annotations

from clerkwork.selectors.stayed import stayed
from clerkwork.selectors.target import Fingerprint


def test_only_what_was_there_is_counted() -> None:
    was = Fingerprint(tag="button", name="Save", attributes={"id": "btnSave"})
    now = Fingerprint(tag="button", name="Save:", attributes={"id": "apply", "name": "apply"})
    assert stayed(was, now) == {"words": True, "id": False}


def test_a_link_that_leads_to_another_record_of_the_same_place_stayed() -> None:
    was = Fingerprint(tag="a", name="Edit", attributes={"href": "/old/edit?id=17"})
    assert stayed(was, Fingerprint(tag="a", name="Edit", attributes={"href": "/new/edit?id=18"}))["leads"]
    assert not stayed(was, Fingerprint(tag="a", name="Edit", attributes={"href": "/new/remove?id=17"}))[
        "leads"
    ]


def test_what_a_cell_says_is_data() -> None:
    assert stayed(Fingerprint(tag="td", role="cell", text="17"), Fingerprint(tag="td", text="18")) == {}

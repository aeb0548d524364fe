"""The healing decision over tables of elements, without a browser."""

from __future__ import annotations

from clerkwork.selectors.heal import Abstained, Healed, heal
from clerkwork.selectors.seen import Seen
from clerkwork.selectors.target import Box, Fingerprint

PAGE = (1280.0, 800.0)


def seen(token: str, y: float = 0, **facts) -> Seen:
    box = Box(x=100, y=y, width=80, height=24)
    fingerprint = Fingerprint(**{"tag": "button", "path": ("body", "form"), "box": box, "page": PAGE} | facts)
    return Seen(token=token, fingerprint=fingerprint, box=box, visible=True, enabled=True)


def button(token: str, name: str, y: float = 0, **facts) -> Seen:
    return seen(token, y, role="button", name=name, text=name, **facts)


def test_a_button_that_alone_says_the_same_is_the_one():
    was = button("t", "Save", attributes={"id": "b1"}).fingerprint
    page = [button("a", "Cancel", 300), button("b", "Save", 300, attributes={"id": "x7"})]
    verdict = heal(was, page)
    assert isinstance(verdict, Healed)
    assert verdict.element.token == "b"


def test_a_removed_button_is_not_another_that_stands_there_alone():
    was = button("t", "Submit").fingerprint
    verdict = heal(was, [button("a", "Cancel")])
    assert isinstance(verdict, Abstained)

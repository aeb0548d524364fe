"""What must hold for the healing decision on any page."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clerkwork.selectors.heal import Abstained, Healed, heal
from clerkwork.selectors.seen import Seen
from tests.selectors.pages import button, changed, field, link, moved, renumbered

NAMES = (
    "Approve", "Archive", "Assign", "Book", "Cancel", "Close", "Copy", "Delete", "Edit", "Export", "Import",
    "Issue", "Lend", "Merge", "Move", "New order", "Order", "Pay", "Print", "Reject", "Release", "Rename",
    "Reserve", "Return", "Save", "Search", "Send", "Sign out", "Submit", "Upload",
)  # fmt: skip
UNRELATED = ("Alpha", "Bravo", "Charlie", "Delta", "Echo", "Foxtrot", "Golf", "Hotel", "India", "Juliett")


def control(name: str, at: int, kind: int) -> Seen:
    x, y = 40 + 130 * (at % 8), 80 + 60 * (at // 8)
    slug = name.lower().replace(" ", "")
    if kind == 0:
        return link(name, x, y, name, f"/{slug}", path=("body", "div", "ul", "li"))
    if kind == 1:
        return field(name, x, y, name, f"txt{slug}")
    return button(name, x, y, name, attributes={"id": f"btn{slug}"})


@st.composite
def pages(draw: st.DrawFn) -> list[Seen]:
    names = draw(st.lists(st.sampled_from(NAMES), min_size=2, max_size=16, unique=True))
    kinds = draw(st.lists(st.integers(0, 2), min_size=len(names), max_size=len(names)))
    return [control(name, at, kind) for at, (name, kind) in enumerate(zip(names, kinds, strict=True))]


@st.composite
def redesigned(draw: st.DrawFn, page: list[Seen]) -> list[Seen]:
    down, ids, words = draw(st.integers(0, 400)), draw(st.booleans()), draw(st.booleans())
    later = [moved(one, 0, down) for one in page]
    if ids:
        later = [renumbered(one, number) for number, one in enumerate(later)]
    if words:
        later = [changed(one, name=f"{one.token} now", text=f"{one.token} now") for one in later]
    return later


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_unrelated_elements_never_turn_a_heal_into_another_without_lowering_its_margin(data):
    page = data.draw(pages())
    later = data.draw(redesigned(page))
    was = data.draw(st.sampled_from(page))
    before = heal(was.fingerprint, later)
    kinds = data.draw(st.lists(st.integers(0, 2), min_size=1, max_size=10))
    added = [control(UNRELATED[at], at + 24, kind) for at, kind in enumerate(kinds)]
    after = heal(was.fingerprint, [*later, *added])
    if isinstance(before, Healed) and isinstance(after, Healed) and after.element != before.element:
        assert after.margin < before.margin


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_the_order_of_the_elements_does_not_matter(data):
    page = data.draw(pages())
    later = data.draw(redesigned(page))
    was = data.draw(st.sampled_from(page)).fingerprint
    shuffled = data.draw(st.permutations(later))
    first, second = heal(was, later), heal(was, shuffled)
    assert type(first) is type(second)
    if isinstance(first, Healed) and isinstance(second, Healed):
        assert first.element == second.element


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_what_is_taken_belongs_to_the_page_and_fits_the_step(data):
    page = data.draw(pages())
    was = data.draw(st.sampled_from(page))
    rest = [one for one in page if data.draw(st.booleans())]
    verdict = heal(was.fingerprint, rest, deed="fill")
    if isinstance(verdict, Healed):
        assert verdict.element in rest
        assert verdict.element.fingerprint.tag == "input"
        assert 0 <= verdict.score <= 1


def test_a_removed_target_is_healed_like_a_true_one_on_at_most_three_pages_of_a_hundred():
    """By a seeded draw, since it is a rate over pages and not a property of each."""
    draw = random.Random(4)
    tried = false_heals = 0
    for _ in range(200):
        names = draw.sample(NAMES, draw.randint(4, 20))
        page = [control(name, at, draw.randint(0, 2)) for at, name in enumerate(names)]
        was = draw.choice(page)
        down, ids = draw.randint(0, 400), draw.random() < 0.7
        later = [moved(one, 0, down) for one in page]
        later = [renumbered(one, number) for number, one in enumerate(later)] if ids else later
        true, gone = (
            heal(was.fingerprint, later),
            heal(was.fingerprint, [o for o in later if o.token != was.token]),
        )
        assert isinstance(true, Healed), (was.token, true)
        assert true.element.token == was.token
        tried += 1
        false_heals += isinstance(gone, Healed) and gone.margin >= true.margin
        assert isinstance(gone, Abstained) or gone.element.token != was.token
    assert false_heals <= 0.03 * tried


ICONS = (
    "bell", "copy", "edit", "flag", "gear", "home", "lock", "mail", "minus", "plus", "print", "save", "star",
    "trash", "user",
)  # fmt: skip
LIBRARIES = {"classic": "btn ico ico-{}", "material": "mdi mdi-{}-outline action", "hashed": "toolbutton"}


def icon(name: str, at: int, library: str) -> Seen:
    """A button that shows a picture and says nothing."""
    looks = {"class": LIBRARIES[library].format(name)}
    return button(name, 40 + 30 * (at % 6), 80 + 40 * (at // 6), "", attributes=looks)


@pytest.mark.parametrize(("later", "least_right"), [("classic", 0.95), ("material", 0.9), ("hashed", 0.0)])
def test_a_control_without_a_word_is_known_by_its_icon_and_never_by_its_place(later, least_right):
    """By a seeded draw, since how many are found is a rate. Where one was taken out, the next has its place."""
    draw = random.Random(5)
    tried = right = 0
    for _ in range(300):
        names = draw.sample(ICONS, draw.randint(2, 8))
        page = [icon(name, at, "classic") for at, name in enumerate(names)]
        was, down = draw.choice(page), draw.randint(0, 200)
        beside = [one.fingerprint for one in page if one is not was and draw.random() < 0.5]
        left = [name for name in names if name != was.token]
        true, gone = (
            heal(
                was.fingerprint,
                [moved(icon(o, at, later), 0, down) for at, o in enumerate(of)],
                beside=beside,
            )
            for of in (names, left)
        )
        assert isinstance(gone, Abstained), (was.token, gone)
        assert isinstance(true, Abstained) or true.element.token == was.token
        tried, right = tried + 1, right + isinstance(true, Healed)
    assert right >= least_right * tried

"""What the other controls of a form tell of one that has kept nothing of its own, and what its place never does."""

from __future__ import annotations

from clerkwork.selectors.heal import Abstained, Healed, heal
from clerkwork.selectors.seen import Seen
from clerkwork.selectors.target import Fingerprint
from tests.selectors.pages import button, changed, console, field, garbled, moved, renumbered

FORM = [
    field("employee", 200, 400, "Employee", "txtEmployee", form="loan", peers=2),
    field("days", 200, 440, "Days", "txtDays", form="loan", peers=2),
    field("room", 200, 480, "Room", "txtRoom", form="loan", peers=2),
    button("submit", 200, 570, "Submit", form="loan", peers=0),
]
BESIDE = [one.fingerprint for one in FORM]
WAS = {one.token: one.fingerprint for one in FORM}


def later(*tokens: str, keep: tuple[str, ...] = ("employee", "days")) -> list[Seen]:
    """A release with other ids in another order, that says otherwise what is not kept."""
    page = [one if one.token in keep else garbled(one) for one in FORM if one.token in tokens or not tokens]
    return [moved(renumbered(one, at), 300 - 170 * at, 200 - 130 * at) for at, one in enumerate(page)]


def healed(token: str, page: list[Seen], **asked) -> str | None:
    beside = [one for one in BESIDE if one is not WAS[token]]
    verdict = heal(WAS[token], page, beside=beside, **asked)
    return verdict.element.token if isinstance(verdict, Healed) else None


def test_the_box_that_no_other_target_is_must_be_the_one_that_is_left():
    assert healed("room", later(), deed="fill") == "room"


def test_nothing_is_left_over_where_the_form_has_lost_or_gained_a_box():
    fewer = [changed(one, peers=1) for one in later("employee", "days", "submit")]
    assert healed("room", fewer, deed="fill") is None
    more = [changed(one, peers=3) for one in later()]
    more.append(field("floor", 500, 360, "Floor", "ext-9", form="loan", peers=3))
    assert healed("room", more, deed="fill") is None


def test_nothing_is_left_over_where_two_are_unknown():
    page = later(keep=("employee",))
    assert {healed(token, page, deed="fill") for token in ("days", "room")} == {None}


def test_of_two_that_are_unknown_the_one_that_shares_a_word_and_stays_the_shorter_one_is_known():
    says = {"name": "Dauer in Tagen", "label": "Dauer in Tagen"}
    page = [changed(one, **says) if one.token == "days" else one for one in later(keep=("employee",))]
    alike = {one: sized(WAS[one], 200) for one in WAS}
    assert {found(token, alike, resized(page)) for token in ("days", "room")} == {None}
    unlike = alike | {"days": sized(WAS["days"], 50), "room": sized(WAS["room"], 250)}
    assert found("days", unlike, resized(page, days=70, room=300)) == "days"
    assert found("room", unlike, resized(page, days=70, room=300)) == "room"
    assert {found(token, unlike, resized(page, days=300, room=70)) for token in ("days", "room")} == {None}


def found(token: str, was: dict[str, Fingerprint], page: list[Seen]) -> str | None:
    was = was | {"days": was["days"].model_copy(update={"name": "Number of days", "label": "Number of days"})}
    beside = [other for key, other in was.items() if key != token]
    verdict = heal(was[token], page, beside=beside, deed="fill")
    return verdict.element.token if isinstance(verdict, Healed) else None


def resized(page: list[Seen], **widths: float) -> list[Seen]:
    return [
        changed(one, box=one.box.model_copy(update={"width": widths.get(one.token, 200)})) for one in page
    ]


def sized(was: Fingerprint, width: float) -> Fingerprint:
    assert was.box
    return was.model_copy(update={"box": was.box.model_copy(update={"width": width})})


def test_the_only_box_of_a_form_is_that_box_whatever_it_is_called():
    was = field("find", 200, 100, "Search", "txtSearch", peers=0)
    page = [moved(renumbered(garbled(was), 1), 60, 40), button("go", 420, 140, "Og", peers=0)]
    verdict = heal(was.fingerprint, page, deed="fill")
    assert isinstance(verdict, Healed)
    assert verdict.element.token == "find"


def test_a_button_is_never_pressed_for_its_place_alone():
    """A release in a language that nobody knows puts "Submit and print" where "Submit" was."""
    page = [renumbered(garbled(one), number) for number, one in enumerate(console())]
    printing = changed(
        next(one for one in page if one.token == "submit"), name="TNIRP DNA TIMBUS", text="TNIRP DNA TIMBUS"
    )
    other = moved(printing, 0, 0)
    with_both = [moved(one, 120, 0) if one.token == "submit" else one for one in page]
    was = next(one for one in console() if one.token == "submit").fingerprint
    beside = [one.fingerprint for one in console() if one.token != "submit"]
    for commit in (False, True):
        assert isinstance(heal(was, [*with_both, other], beside=beside, commit=commit), Abstained)


def test_a_commit_that_says_a_word_more_is_another_one_also_on_a_reworded_page():
    was = button("submit", 200, 570, "Submit", form="loan")
    page = [renumbered(garbled(one), number) for number, one in enumerate(FORM[:3])]
    page.append(button("print", 200, 570, "Submit order and print", form="loan"))
    verdict = heal(was.fingerprint, page, beside=BESIDE[:3], commit=True)
    assert isinstance(verdict, Abstained)

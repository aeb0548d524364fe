"""What the next change of a console would break is said before it breaks, each with its place in the target."""

from __future__ import annotations

from clerkwork.selectors.heal import Abstained, Healed
from clerkwork.selectors.seen import Seen
from clerkwork.selectors.standing import Standing
from clerkwork.selectors.target import Box, ById, ByRole, ByXPath, Fingerprint
from clerkwork.selectors.weakness import weaknesses


def element(token: str, name: str, x: float = 0) -> Seen:
    seen = Fingerprint(tag="button", role="button", name=name, path=("html", "body", f"div#{token}"))
    return Seen(token, seen, Box(x=x, y=10, width=80, height=24), visible=True, enabled=True)


SAVE = element("a", "Save")
ROLE, ID, PATH = ByRole(role="button", name="Save"), ById(value="save"), ByXPath(xpath="//button[1]")
STRONG = (Standing(0, ROLE), Standing(1, ID))
SURE = Healed(SAVE, 0.99, 6.0, "its words agree", ())


def said(
    *standings: Standing, healer: Healed | Abstained | None = SURE, healed: bool = False
) -> list[tuple[object, str]]:
    return [(one.path, one.message) for one in weaknesses("save", standings, healer, SAVE, healed=healed)]


def test_a_strong_target_has_no_weakness() -> None:
    assert said(*STRONG) == []


def test_a_candidate_that_leads_elsewhere_is_named_in_its_place() -> None:
    lost = Standing(2, PATH, "it finds another element, the button 'Cancel'")
    [(path, message)] = said(*STRONG, lost)
    assert path == ("candidates", 2)
    assert message.endswith("does not lead to it any more: it finds another element, the button 'Cancel'")


def test_one_candidate_left_is_too_few() -> None:
    assert (
        "'save' is found by one candidate only"
        in said(Standing(0, ROLE), Standing(1, ID, "it finds nothing"))[1][1]
    )


def test_a_generated_id_is_named_only_while_it_holds() -> None:
    [(path, message)] = said(Standing(0, ROLE), Standing(1, ID, generated="ext-gen12"))
    assert (path, message.split(",")[0]) == (("candidates", 1), "'ext-gen12' looks generated")


def test_what_the_healer_could_not_tell_from_others_is_weak() -> None:
    assert said(*STRONG, healer=Abstained((), "two are alike")) == [
        (("fingerprint",), "'save' could not be healed on this page: two are alike")
    ]
    other = Healed(element("b", "Delete", 300), 0.9, 3.0, "", ())
    assert "'Delete' fits what was recorded of 'save' better" in said(*STRONG, healer=other)[0][1]


def test_found_by_healing_only_is_said_first() -> None:
    found = said(Standing(0, ROLE, "it finds nothing"), healed=True)
    assert "found by healing only" in found[0][1]
    assert len(found) == 2

"""What the other targets of a page tell about one that has lost its words and keys, without a browser."""

from __future__ import annotations

import pytest

from clerkwork.selectors.company import company
from clerkwork.selectors.heal import Abstained, Healed, heal
from clerkwork.selectors.release import stays_here, words_kept
from clerkwork.selectors.seen import Seen
from clerkwork.selectors.stays import DEFAULTS, Stays
from clerkwork.selectors.survey import Survey
from tests.selectors.pages import by_token, changed, console, moved, renumbered, translated

PAGE = console()
WAS = by_token(PAGE)
FORM = ("employee", "days", "reason", "urgent", "submit", "cancel")
DEEDS = {"employee": "fill", "days": "fill", "reason": "fill", "urgent": "check"}
PORTAL = [renumbered(translated(one), number) for number, one in enumerate(PAGE)]
"""All words and all keys are other ones; the layout is as it was."""


def verdict_on(token: str, page: list[Seen], **asked) -> Healed | Abstained:
    beside = [WAS[other].fingerprint for other in FORM if other != token]
    return heal(WAS[token].fingerprint, page, deed=DEEDS.get(token, "click"), beside=beside, **asked)


@pytest.mark.parametrize("token", FORM)
def test_a_form_that_kept_nothing_but_its_layout_is_known_by_all_of_it(token: str) -> None:
    verdict = verdict_on(token, PORTAL)
    assert isinstance(verdict, Healed), verdict.why
    assert verdict.element.token == token


@pytest.mark.parametrize("token", FORM)
def test_a_control_that_the_portal_left_out_is_not_taken_for_another(token: str) -> None:
    verdict = verdict_on(token, [one for one in PORTAL if one.token != token])
    assert isinstance(verdict, Abstained)


@pytest.mark.parametrize("commit", [False, True])
def test_where_all_ids_stay_a_similar_control_with_another_id_has_come_instead(commit: bool) -> None:
    old = WAS["submit"]
    new = changed(old, name="Submit and print", text="Submit and print", attributes={"id": "btnPrint"})
    page = [new if one is old else one for one in PAGE]
    assert isinstance(verdict_on("submit", page, commit=commit), Abstained)


def test_a_commit_that_says_a_word_more_may_commit_something_else() -> None:
    old = WAS["submit"]
    page = [
        changed(one, name="Submit and print", text="Submit and print") if one is old else one for one in PAGE
    ]
    assert isinstance(verdict_on("submit", page), Healed)
    verdict = verdict_on("submit", page, commit=True)
    assert isinstance(verdict, Abstained)
    assert "something else" in verdict.why


def test_words_and_keys_are_counted_over_the_page() -> None:
    recorded = [WAS[token].fingerprint for token in FORM]
    assert words_kept(recorded, Survey.of(PAGE)) == 1.0
    assert words_kept(recorded, Survey.of(PORTAL)) < 0.2
    assert words_kept(recorded[:1], Survey.of([])) == 1.0
    assert stays_here(Stays(), recorded, Survey.of(PAGE)).of("id") > DEFAULTS["id"]
    assert stays_here(Stays(), recorded, Survey.of(PORTAL)).of("id") < DEFAULTS["id"]
    assert stays_here(Stays(), [], Survey.of(PAGE)).rates == Stays().rates


def test_company_speaks_for_the_one_place_around_which_all_stand_as_they_stood() -> None:
    lower = [moved(one, 0, 90) for one in PORTAL]
    recorded, beside = WAS["days"].fingerprint, [WAS[other].fingerprint for other in FORM if other != "days"]
    among = [at for at, one in enumerate(lower) if one.token in FORM]
    nats = company(recorded, beside, Survey.of(lower), among)
    best = max(zip(nats, among, strict=True))
    assert lower[best[1]].token == "days"
    assert best[0] > 2
    assert min(nats) > -1

"""What the words of interfaces mean, and what a release that says them otherwise is healed by."""

from __future__ import annotations

import pytest

from clerkwork.selectors.heal import Abstained, Healed, heal
from clerkwork.selectors.meanings import FILE, meanings
from clerkwork.selectors.tokens import bare
from tests.selectors.pages import button, console, field, renumbered, translated


def mean_the_same(one: str, other: str) -> bool:
    return not meanings(bare(one)).isdisjoint(meanings(bare(other)))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sign in", "Log in"),
        ("Sign in", "Anmelden"),
        ("Password:", "Kennwort"),
        ("Search", "Rechercher"),
        ("Delete", "Remove"),
        ("Löschen", "Supprimer"),
        ("Cost centre", "Cost center"),
        ("Department", "Afdeling"),
        ("Rechnungsnummer", "Invoice no."),
        ("Cancel", "Anuluj"),
    ],
)
def test_other_words_for_the_same_control_are_known(one, other):
    assert mean_the_same(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Save", "Submit"),
        ("Save", "Apply"),
        ("Cancel", "Close"),
        ("Abbrechen", "Löschen"),
        ("Approve", "Confirm"),
        ("Delete", "Archive"),
        ("Reserve", "Reserve later"),
        ("Enable", "Disable"),
        ("Stornieren", "Abbrechen"),
        ("Start date", "End date"),
    ],
)
def test_another_deed_never_means_the_same(one, other):
    assert not mean_the_same(one, other)


def test_a_text_that_is_not_known_stands_for_itself_alone():
    assert meanings("qzxv") == {"qzxv"}
    assert meanings("") == {""}


def test_every_line_of_the_file_is_found():
    lines = FILE.read_text(encoding="utf-8").splitlines()
    assert len(lines) > 100_000
    for line in (lines[0], *lines[1::4000], lines[-1]):
        text, *meant = line.split("\t")
        assert meanings(text) == {text, *meant}


PORTAL = [renumbered(translated(one), number) for number, one in enumerate(console())]
WAS = {one.token: one for one in console()}


@pytest.mark.parametrize("token", ["menu Loans", "menu Sign out", "employee", "days", "submit", "cancel"])
def test_a_release_in_another_language_with_other_ids_is_found_by_what_it_means(token):
    beside = [one.fingerprint for one in console() if one.token != token]
    verdict = heal(WAS[token].fingerprint, PORTAL, beside=beside)
    assert isinstance(verdict, Healed)
    assert verdict.element.token == token


@pytest.mark.parametrize("token", ["menu Loans", "menu Sign out", "employee", "submit", "cancel"])
def test_what_that_release_has_taken_out_is_never_another_control(token):
    beside = [one.fingerprint for one in console() if one.token != token]
    left = [one for one in PORTAL if one.token != token]
    assert isinstance(heal(WAS[token].fingerprint, left, beside=beside), Abstained)


def test_words_that_are_put_in_another_order_mean_the_same():
    was = button("add", 500, 570, "Add note", form="loan")
    page = [*PORTAL, button("add", 420, 640, "Notiz hinzufügen", form="loan")]
    verdict = heal(was.fingerprint, page)
    assert isinstance(verdict, Healed)
    assert verdict.element.token == "add"


def test_a_known_word_for_another_deed_is_not_taken_for_it_commit_or_not():
    was = button("save", 200, 570, "Save", near=("Cancel",), peers=0)
    page = [button("cancel", 200, 570, "Abbrechen", peers=0), field("reason", 200, 480, "Grund", "x1")]
    for commit in (False, True):
        assert isinstance(heal(was.fingerprint, page, commit=commit), Abstained)

"""What two texts of several words have in common, word by word."""

from __future__ import annotations

import pytest

from clerkwork.selectors.likeness import normal
from clerkwork.selectors.phrases import says_part, says_the_same, share_a_word


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Add note", "Notiz hinzufügen"),
        ("Back to equipment list", "Zurück zur Geräteliste"),
        ("Search devices", "Devices search"),
    ],
)
def test_the_same_in_other_words_and_another_order(one, other):
    assert says_the_same(normal(one), normal(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [("Number of days", "Days"), ("Start date", "Start"), ("Name of the device", "Gerät")],
)
def test_a_label_may_say_a_part_of_what_it_said(one, other):
    assert says_part(normal(one), normal(other))
    assert says_part(normal(other), normal(one))
    assert not says_the_same(normal(one), normal(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Start date", "End date"),
        ("Delete user", "Edit user"),
        ("Cost centre", "Days"),
        ("of", "Days"),
        ("", "Days"),
    ],
)
def test_a_word_more_on_both_sides_is_another_text(one, other):
    assert not says_part(normal(one), normal(other))


def test_a_word_that_nobody_lists_is_known_by_its_shorter_form():
    assert share_a_word(normal("Dauer in Tagen"), normal("Number of days"))
    assert not share_a_word(normal("Qzxven in Qzxvs"), normal("Number of days"))
    assert not share_a_word("of the day", "of the week")

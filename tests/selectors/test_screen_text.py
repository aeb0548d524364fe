"""Which of the texts on a screen is meant: the one that says it in full, and only if there is but one."""

from __future__ import annotations

from clerkwork.selectors.screen_text import Reading, locate, says


def line(text: str, left: float = 0, confidence: float = 0.99) -> Reading:
    return Reading(text, confidence, left, 10, 100, 20)


def test_a_line_of_its_own_comes_before_the_words_within_another() -> None:
    found = locate([line("Save as", 0), line("Save", 200)], "Save")
    assert found.point == (250, 20)
    assert 0 < found.margin < 0.5


def test_words_within_a_line_are_found_at_their_share_of_it() -> None:
    found = locate([line("Save Cancel")], "cancel")
    assert found.point is not None
    assert 65 < found.point[0] < 85


def test_letters_that_a_reader_takes_for_digits_do_not_matter() -> None:
    assert locate([line("LT-OO3I")], "LT-0031").point == (50, 20)


def test_one_other_digit_is_another_text() -> None:
    found = locate([line("LT-0037")], "LT-0031")
    assert found.point is None
    assert "'LT-0037'" in found.why


def test_two_that_say_it_are_none() -> None:
    found = locate([line("Delete"), line("Delete", 300)], "Delete")
    assert (found.point, found.why) == (None, "2 texts say this")


def test_a_part_of_a_word_is_not_it() -> None:
    assert locate([line("Approved")], "Approve").point is None
    assert not says([line("Approved")], "Approve")


def test_what_the_reader_doubts_does_not_count() -> None:
    assert not says([line("Save", confidence=0.3)], "Save")
    assert says([line("Please save now")], "SAVE")

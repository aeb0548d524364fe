"""A difference in words: what moved, what it says now, and at which target."""

from clerkwork.runner.visual.box import Box
from clerkwork.runner.visual.comparison import Comparison
from clerkwork.runner.visual.naming import place_name
from clerkwork.runner.visual.shift import Shift
from clerkwork.runner.visual.telling import sentences
from clerkwork.runner.visual.wording import PageText, text_changes

SIZE = (800, 600)


def texts(*words: str, top: int = 20) -> list[PageText]:
    return [PageText(one, Box(100, top + 30 * number, 8 * len(one), 16)) for number, one in enumerate(words)]


def different(*regions: Box, shift: Shift | None = None) -> Comparison:
    return Comparison(False, 40, 480_000, SIZE, SIZE, regions, shift)


def words(before: list[PageText], after: list[PageText]) -> list[str]:
    return [str(change) for change in text_changes(before, after)]


def test_a_text_that_became_another_is_told_at_its_target() -> None:
    before, after = texts("Loan", "L-1041", "free"), texts("Loan", "L-1042", "free")
    target = {"loan_number": Box(96, 46, 120, 24), "form": Box(0, 0, 700, 500)}
    found = sentences(different(Box(140, 52, 8, 12)), target, before, after)
    assert found == ["'L-1041' became 'L-1042' at loan_number"]


def test_texts_that_came_and_went() -> None:
    assert words(texts("a1", "b2", "c3"), texts("a1", "c3")) == ["'b2' is gone"]
    assert words(texts("a1", "c3"), texts("a1", "b2", "c3")) == ["'b2' is new"]
    assert words(texts("LT-0042", "free"), texts("LT-0042", "Notebook", "free!")) == [
        "'Notebook' is new",
        "'free' became 'free!'",
    ]


def test_a_text_that_only_moved_did_not_change() -> None:
    assert words(texts("Loan", "free"), texts("Loan", "free", top=90)) == []


def test_words_under_a_mask_and_words_outside_every_region_are_not_told() -> None:
    before, after = texts("12:04", "L-1041"), texts("12:05", "L-1042")
    region = Box(90, 10, 200, 80)
    assert sentences(different(region), {}, before, after, [Box(90, 15, 90, 25)]) == [
        "'L-1041' became 'L-1042' near '12:05'"
    ]
    assert sentences(different(Box(500, 500, 9, 9)), {}, before, after) == [
        "9x9 px at 500,500 look different"
    ]


def test_a_region_without_words_is_named_by_its_target_or_the_words_before_it() -> None:
    page = texts("Employee", "Device")
    assert place_name(Box(300, 22, 90, 12), {}, page) == "near 'Employee'"
    assert place_name(Box(300, 22, 90, 12), {"submit": Box(290, 20, 120, 24)}, page) == "at submit"
    assert (
        place_name(Box(300, 22, 90, 12), {"wide": Box(0, 0, 800, 600), "own": Box(299, 20, 99, 20)}, page)
        == "at own"
    )
    assert place_name(Box(700, 560, 9, 9), {}, page) == ""


def test_a_shift_is_told_first_and_its_gap_by_the_words_that_are_new_there() -> None:
    shift = Shift("vertical", 24, 300, None, 160, 700)
    before = texts("LT-0001", "LT-0002")
    after = [before[0], PageText("LT-0099", Box(170, 304, 60, 16)), before[1]]
    assert sentences(different(shift.gap, Box(10, 580, 5, 5), shift=shift), {}, before, after) == [
        "everything below y=300 between x=160 and 700 moved down by 24 px",
        "'LT-0099' is new",
        "5x5 px at 10,580 look different",
    ]


def test_a_shift_over_the_whole_width_and_one_that_ends() -> None:
    whole = Shift("vertical", -14, 0, None, 0, 800)
    part = Shift("horizontal", 7, 200, 400, 0, 600)
    assert sentences(different(whole.gap, shift=whole), {}, [], []) == [
        "everything below y=0 moved up by 14 px"
    ]
    assert sentences(different(part.gap, shift=part), {}, [], []) == [
        "everything right of x=200 and before x=400 moved right by 7 px"
    ]


def test_the_rest_of_a_line_that_moved_with_a_shorter_word_is_told_by_the_word() -> None:
    shift = Shift("horizontal", -14, 150, 400, 22, 34)
    before, after = texts("Building C, Desk"), texts("Buildi C, Desk")
    assert sentences(different(shift.gap, shift=shift), {}, before, after) == [
        "'Building C, Desk' became 'Buildi C, Desk'"
    ]
    assert len(sentences(different(shift.gap, shift=shift), {}, [], [])) == 1

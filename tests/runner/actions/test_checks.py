"""Steps that only look: see, gone, value, read."""

from __future__ import annotations

import pytest

from clerkwork.runner.actions.read import extract


async def test_a_text_that_comes_late_is_seen(rehearse) -> None:
    page = "<p id=p></p><script>setTimeout(() => { p.textContent = 'Loan  L-1\\n created'; }, 400)</script>"
    assert (await rehearse(page, {}, [{"see": "Loan L-1 created"}])).why == ""


async def test_a_text_in_another_window_and_in_a_frame_is_seen(rehearse) -> None:
    rehearse.pages.content["/help"] = "<iframe src=/words></iframe>"
    rehearse.pages.content["/words"] = "<p>Words in a frame</p>"
    page = "<button id=open onclick=\"window.open('/help')\">Help</button>"
    steps = [{"click": "open", "opens": "help"}, {"see": "Words in a frame"}]
    assert (await rehearse(page, {"open": "#open"}, steps)).why == ""


async def test_a_text_that_is_hidden_is_not_seen_and_the_fault_says_so(rehearse) -> None:
    outcome = await rehearse("<p hidden>Created</p>", {}, [{"see": "Created", "timeout": 0.4}])
    assert outcome.exit_code == 1
    assert outcome.why == "the text 'Created' is not to be seen in any window after 0.4 s"


async def test_a_text_must_stand_within_its_target(rehearse) -> None:
    page = "<table id=t aria-label=T><tr><td>LT-1</table><p>LT-2</p>"
    steps = [{"see": "LT-1", "within": "t"}, {"see": "LT-2", "within": "t", "timeout": 0.4}]
    outcome = await rehearse(page, {"t": "#t"}, steps)
    assert outcome.why == "the text 'LT-2' is not to be seen in t after 0.4 s"


async def test_a_text_that_goes_is_gone_and_one_that_stays_is_a_fault(rehearse) -> None:
    page = "<p id=p>Please wait</p><p>Stays</p><script>setTimeout(() => p.remove(), 300)</script>"
    steps = [{"gone": "Please wait"}, {"gone": "Stays", "timeout": 0.4}]
    outcome = await rehearse(page, {}, steps)
    assert outcome.why == "the text 'Stays' is still there after 0.4 s"


@pytest.mark.parametrize(
    ("field", "held"),
    [
        ("<input id=f aria-label=F value=' LT-1 '>", "LT-1"),
        ("<input id=f aria-label=F type=checkbox checked>", "true"),
        ("<select id=f aria-label=F><option>One<option selected>Two</select>", "Two"),
        ("<select id=f aria-label=F multiple><option selected>One<option selected>Two</select>", "One, Two"),
        ("<p id=f>Two  words</p>", "Two words"),
    ],
)
async def test_what_a_field_holds_is_compared_as_people_read_it(rehearse, field: str, held: str) -> None:
    assert (await rehearse(field, {"f": "#f"}, [{"value": "f", "is": held}])).why == ""


async def test_another_value_is_a_fault_that_tells_both(rehearse) -> None:
    steps = [{"value": "f", "is": "7", "timeout": 0.4}]
    outcome = await rehearse("<input id=f aria-label=F value=5>", {"f": "#f"}, steps)
    assert outcome.why == "f holds '5', not '7'"


async def test_a_pattern_takes_its_group_out_of_the_text(rehearse) -> None:
    page = "<p id=p>Loan L-1001 created</p>"
    steps = [{"read": "p", "into": "loan", "pattern": r"Loan (L-\d+)"}, {"read": "p", "into": "number"}]
    declared = {"log": {}, "loan": {}, "number": {"type": "integer", "pattern": r"\d+"}}
    outcome = await rehearse(page, {"p": "#p"}, steps, outputs=declared)
    assert (outcome.outputs["loan"], outcome.outputs["number"]) == ("L-1001", 1001)


async def test_a_text_that_the_pattern_does_not_fit_is_a_fault(rehearse) -> None:
    steps = [{"read": "p", "into": "loan", "pattern": r"L-\d+", "timeout": 0.4}]
    outcome = await rehearse("<p id=p>Nothing</p>", {"p": "#p"}, steps, outputs={"log": {}, "loan": {}})
    assert "p says 'Nothing', which does not fit the pattern" in outcome.why


async def test_a_text_that_is_no_number_is_a_fault(rehearse) -> None:
    steps = [{"read": "p", "into": "count"}]
    declared = {"log": {}, "count": {"type": "integer"}}
    outcome = await rehearse("<p id=p>L-7</p>", {"p": "#p"}, steps, outputs=declared)
    assert outcome.why == "p says 'L-7', which is no integer"


def test_a_pattern_without_a_group_takes_its_whole_match() -> None:
    assert extract("Loan L-7", r"L-\d") == "L-7"

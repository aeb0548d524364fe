"""What a page takes out of a field by itself is put in again before it is sent."""

from __future__ import annotations

import pytest

from clerkwork.runner.entered import Look, lost
from clerkwork.runner.state import RunState

FORM = """<title>Order</title><form action="/sent">
<h1 onmouseover="draw()">Order</h1>
<label>Kind <select id=kind name=kind onchange="{later}"><option>A<option>B</select></label>
<div id=panel><label>City <input id=city name=city value="{first}"></label></div>
<label>Note <input id=note name=note></label>
<button id=send>Send</button></form><p id=state>Waiting</p>
<script>function draw() {{ {redraw}; state.textContent = 'Drawn'; }}</script>"""
ANEW = "panel.innerHTML = panel.innerHTML"
EMPTIED = "city.value = city.defaultValue"
TARGETS = {"kind": "#kind", "city": "#city", "note": "#note", "send": "#send", "title": "h1"}
CHOOSE, CITY, NOTE = (
    {"select": "kind", "choose": "B"},
    {"fill": "city", "with": "Ulm"},
    {"fill": "note", "with": "n"},
)
TIME_PASSES = {"hover": "title"}
DRAWN, SEND = {"see": "Drawn"}, {"click": "send", "after": "navigation"}


async def sent(rehearse, steps: list[dict], *, redraw: str = ANEW, later: str = "", first: str = ""):
    """The run, and what the form sent. What the page does by itself at any time, it does when it is pointed at."""
    asked: list[str] = []

    def answer(request) -> None:
        asked.append(request.path.partition("?")[2])
        rehearse.pages.reply(request, 200, "<title>Sent</title>")

    await rehearse.learn(FORM.format(redraw=redraw, later=later, first=first), TARGETS)
    rehearse.pages.content["/sent"] = answer
    outcome = await rehearse.run(rehearse.bundle(steps), attempts=1, shots="failure")
    return outcome, asked[-1] if asked else None


async def test_a_panel_that_a_timer_draws_anew_after_a_choice_loses_nothing(rehearse) -> None:
    outcome, form = await sent(rehearse, [CHOOSE, CITY, NOTE, DRAWN, SEND], later="setTimeout(draw, 50)")
    assert (outcome.state, form) == (RunState.DONE, "kind=B&city=Ulm&note=n")


@pytest.mark.parametrize("after", [50, 80])
async def test_nor_does_one_that_is_drawn_anew_just_before_the_press(rehearse, after) -> None:
    outcome, form = await sent(rehearse, [CHOOSE, CITY, SEND], later=f"setTimeout(draw, {after})")
    assert (outcome.state, form) == (RunState.DONE, "kind=B&city=Ulm&note=")


@pytest.mark.parametrize("redraw", [ANEW, EMPTIED])
@pytest.mark.parametrize("first", ["", "Rome"])
async def test_a_field_that_the_page_sets_back_is_filled_again(rehearse, events, redraw, first) -> None:
    steps = [CHOOSE, CITY, TIME_PASSES, SEND]
    outcome, form = await sent(rehearse, steps, redraw=redraw, first=first)
    assert (outcome.state, form) == (RunState.DONE, "kind=B&city=Ulm&note=")
    notes = events(outcome, "step.finished")[-1]["notes"]
    assert "the page had emptied 'city' after it was filled; filled again" in notes


async def test_it_is_filled_again_before_a_key_too(rehearse) -> None:
    enter = {"press": "Enter", "on": "note", "after": "navigation"}
    outcome, form = await sent(rehearse, [NOTE, CITY, TIME_PASSES, enter])
    assert (outcome.state, form) == (RunState.DONE, "kind=A&city=Ulm&note=n")


async def test_a_field_that_the_page_empties_again_and_again_stops_the_run(rehearse) -> None:
    redraw = EMPTIED + "; city.oninput = () => setTimeout(draw, 20)"
    outcome, form = await sent(rehearse, [CITY, TIME_PASSES, SEND], redraw=redraw)
    assert (outcome.state, form) == (RunState.APPLICATION_EXCEPTION, None)
    assert "the page empties 'city' whenever it is filled" in outcome.why


async def test_a_field_that_a_later_choice_empties_stays_empty(rehearse) -> None:
    outcome, form = await sent(rehearse, [CITY, CHOOSE, SEND], later="city.value = ''")
    assert (outcome.state, form) == (RunState.DONE, "kind=B&city=&note=")


async def test_a_field_that_the_page_reformats_stays_as_it_made_it(rehearse) -> None:
    outcome, form = await sent(
        rehearse, [CITY, TIME_PASSES, SEND], redraw="city.value = city.value.toUpperCase()"
    )
    assert (outcome.state, form) == (RunState.DONE, "kind=A&city=ULM&note=")


def look(before: str = "", held: str = "x", now: str = "x", **more: bool) -> Look:
    return Look(before, held, now, **({"anew": False, "alone": True, "is_list": False} | more))


@pytest.mark.parametrize(
    ("fields", "again"),
    [
        ([], []),
        ([look()], []),
        ([look(now="")], [0]),
        ([look(now="X ")], []),
        ([look(held="", now="x", before="x")], [0]),
        ([look(now=""), look()], []),
        ([look(now="", anew=True), look()], [0]),
        ([look(now="", anew=True, alone=False), look()], []),
        ([look(now=""), look(now="")], [0, 1]),
        ([look(now="", is_list=True)], []),
        ([look(now="", is_list=True, anew=True)], [0]),
    ],
)
def test_who_took_it_decides_whether_it_is_put_back(fields: list[Look], again: list[int]) -> None:
    assert lost(fields) == again

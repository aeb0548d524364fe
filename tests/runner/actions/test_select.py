"""Lists: entries by their labels."""

from __future__ import annotations

import pytest

from clerkwork.runner.state import RunState

LIST = """<select id=s aria-label=S onchange="log([...this.selectedOptions].map(one => one.value).join('+'))" {0}>
<option value=0>None</option><option value=1>4711 Sales</option><option value=2>4712 Service</option></select>"""


@pytest.mark.parametrize(
    ("kind", "choose", "seen"),
    [
        ("", "4711 Sales", "1;"),
        ("multiple", ["4711 Sales", "4712 Service"], "1+2;"),
        ("multiple", [], ";"),
    ],
)
async def test_entries_are_chosen_by_their_labels(rehearse, kind: str, choose, seen: str) -> None:
    outcome = await rehearse(LIST.format(kind), {"s": "#s"}, [{"select": "s", "choose": choose}])
    assert (outcome.why, outcome.outputs["log"]) == ("", seen)


async def test_a_list_that_a_script_fills_later_is_waited_for(rehearse) -> None:
    page = (
        LIST.format("")
        + """<script>if (location.search) {
      const all = s.innerHTML; s.innerHTML = "<option>Loading</option>";
      setTimeout(() => { s.innerHTML = all; }, 700);
    }</script>"""
    )
    steps = [{"open": "desk:/?late"}, {"select": "s", "choose": "4712 Service"}]
    outcome = await rehearse(page, {"s": "#s"}, steps)
    assert (outcome.why, outcome.outputs.get("log")) == ("", "2;")


async def test_an_entry_that_is_not_there_is_a_fault_that_names_what_is(rehearse) -> None:
    steps = [{"select": "s", "choose": "4799 Nobody", "timeout": 2.5}]
    outcome = await rehearse(LIST.format(""), {"s": "#s"}, steps)
    assert outcome.state is RunState.APPLICATION_EXCEPTION
    assert "the list has no such entry; it has 'None', '4711 Sales', '4712 Service'" in outcome.why

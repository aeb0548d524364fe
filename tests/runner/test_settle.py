"""A replay waits for what the page did when it was recorded."""

from __future__ import annotations

import pytest

from clerkwork.runner.state import RunState

PAGE = """<button id=go onclick="setTimeout(async () => {{ {late} }}, 300)">Go</button>
<p id=found>old</p><script>const show = text => {{ found.textContent = text; }};</script>"""
ASKS = "show(await (await fetch('/data')).text())"
GOES = "location = '/new'"


@pytest.mark.parametrize(("late", "after"), [(ASKS, "requests"), (GOES, "navigation")])
async def test_what_the_page_begins_only_after_a_while_is_waited_for(rehearse, late, after) -> None:
    html = PAGE.format(late=late)
    rehearse.pages.content |= {"/data": "new", "/new": html.replace("old", "new")}
    await rehearse.learn(html, {"go": "#go", "found": "#found"})
    steps = [{"click": "go", "after": after}, {"read": "found", "into": "log"}]
    outcome = await rehearse.run(rehearse.bundle(steps), attempts=1, shots="failure")
    assert (outcome.state, outcome.outputs["log"]) == (RunState.DONE, "new")


async def test_what_is_not_asked_for_this_time_costs_no_more_than_its_limit(rehearse) -> None:
    await rehearse.learn(PAGE.format(late=""), {"go": "#go", "found": "#found"})
    steps = [{"click": "go", "after": "requests"}, {"read": "found", "into": "log"}]
    outcome = await rehearse.run(rehearse.bundle(steps), attempts=1, shots="failure")
    assert (outcome.state, outcome.outputs["log"]) == (RunState.DONE, "old")

"""A target that no candidate finds any more is found by what it was like, or the bot stops and says why."""

from __future__ import annotations

import pytest

from clerkwork.runner.state import RunState

INNER = """<form name='order'><label for='who'>Employee</label> <input id='who' name='employee'>
<button id='send' type='button' onclick='parent.log(`sent ` + who.value)'>Submit order</button></form>"""
FRAMED = f'<title>Orders</title><h1>Orders</h1><iframe name="content" srcdoc="{INNER}"></iframe>'
UNFRAMED = "<title>Orders</title><h1>Orders</h1>" + INNER.replace("parent.log", "log")
NEWS = "<iframe srcdoc='<p>News</p>'></iframe>"
IN_FRAME = {"employee": "iframe >> #who", "submit": "iframe >> #send"}
STEPS = [{"fill": "employee", "with": "A. Meyer"}, {"click": "submit"}]


@pytest.mark.parametrize(
    "after",
    [
        pytest.param(UNFRAMED, id="gone"),
        pytest.param(
            FRAMED.replace("content", "main").replace("<iframe", NEWS + "<iframe"),
            id="renamed",
        ),
    ],
)
async def test_a_target_is_found_where_its_frame_is_another(redesign, run, events, after) -> None:
    bundle = await redesign(FRAMED, after, IN_FRAME, STEPS)
    outcome = await run(bundle, attempts=1, shots="failure")
    assert outcome.state is RunState.NEEDS_REVIEW, outcome.why
    assert outcome.outputs["log"] == "sent A. Meyer;"
    assert [heal["target"] for heal in events(outcome, "healed")] == ["employee", "submit"]


async def test_what_is_gone_is_not_guessed_at(redesign, run, events) -> None:
    after = FRAMED.replace("Submit order", "Cancel").replace("sent", "cancelled")
    bundle = await redesign(FRAMED, after, IN_FRAME, STEPS, timeout=3)
    outcome = await run(bundle, attempts=1, shots="failure")
    assert outcome.state is RunState.APPLICATION_EXCEPTION
    assert "was not healed" in outcome.why
    assert events(outcome, "healed") == []
    assert events(outcome, "step.failed")[0]["kind"] == "abstain"

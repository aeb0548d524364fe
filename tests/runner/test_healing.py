"""A target that no candidate finds any more is found by what it was like, or the bot stops and says why."""

from __future__ import annotations

import pytest

from clerkwork.bots.bot import Bundle, Targets
from clerkwork.bots.load import load_bundle
from clerkwork.bots.save import save_targets
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


async def test_a_target_whose_healing_is_off_stops_the_run(redesign, run, events) -> None:
    bundle = healing(await redesign(FRAMED, UNFRAMED, IN_FRAME, STEPS, timeout=2), employee="off")
    outcome = await run(bundle, attempts=1, shots="failure")
    assert outcome.state is RunState.APPLICATION_EXCEPTION
    assert "healing is off" in outcome.why
    assert events(outcome, "healed") == []


async def test_a_target_whose_heals_are_accepted_needs_no_review(redesign, run, events) -> None:
    bundle = healing(await redesign(FRAMED, UNFRAMED, IN_FRAME, STEPS), employee="accept", submit="accept")
    outcome = await run(bundle, attempts=1, shots="failure")
    assert outcome.state is RunState.DONE, outcome.why
    assert outcome.heals == 2
    assert [heal["mode"] for heal in events(outcome, "healed")] == ["accept", "accept"]
    assert events(outcome, "run.finished")[0]["heals"] == 2


async def test_once_healed_a_target_is_found_at_once_for_the_rest_of_the_run(redesign, run, events) -> None:
    steps = [*STEPS, {"value": "employee", "is": "A. Meyer"}, {"fill": "employee", "with": "N. Baker"}]
    outcome = await run(await redesign(FRAMED, UNFRAMED, IN_FRAME, steps), attempts=1, shots="failure")
    assert outcome.state is RunState.NEEDS_REVIEW, outcome.why
    assert [heal["target"] for heal in events(outcome, "healed")] == ["employee", "submit"]


async def test_what_is_there_but_hidden_is_not_healed(redesign, run, events) -> None:
    before = "<p id=one>Approved</p>"
    after = "<p id=one style='visibility:hidden'>Approved</p><p>Approved</p>"
    bundle = await redesign(before, after, {"note": "#one"}, [{"shown": "note"}], timeout=2)
    bundle = only_by(bundle, "note", "id")
    outcome = await run(bundle, attempts=1, shots="failure")
    assert outcome.state is RunState.APPLICATION_EXCEPTION
    assert "does not show" in outcome.why
    assert events(outcome, "healed") == []


async def test_nothing_in_a_probe_is_guessed(redesign, run, events) -> None:
    """A probe that cannot find its target says nothing about the commit, so nobody may repeat it."""
    page = UNFRAMED.replace("log(`sent ` + who.value)", "send.remove()")
    steps = [
        {"fill": "employee", "with": "A. Meyer"},
        {
            "click": "submit",
            "commit": {"key": "one", "probe": [{"open": "desk:/"}, {"shown": "stored"}]},
            "expect": [{"see": "created", "timeout": 0.5}],
        },
    ]
    targets = {**IN_FRAME, "stored": "iframe >> button"}
    outcome = await run(await redesign(FRAMED, page, targets, steps), attempts=1, shots="failure")
    assert outcome.state is RunState.IN_DOUBT, outcome.why
    assert [heal["target"] for heal in events(outcome, "healed")] == ["employee", "submit"]


def healing(bundle: Bundle, **modes: str) -> Bundle:
    """The bot with another `healing` for some targets."""
    targets = bundle.targets.targets
    changed = {name: targets[name].model_copy(update={"healing": mode}) for name, mode in modes.items()}
    save_targets(bundle.folder, Targets(targets={**targets, **changed}))
    return load_bundle(bundle.folder)


def only_by(bundle: Bundle, name: str, by: str) -> Bundle:
    """The bot with one kind of candidate for a target."""
    target = bundle.targets.targets[name]
    left = tuple(one for one in target.candidates if one.by == by)
    changed = {name: target.model_copy(update={"candidates": left})}
    save_targets(bundle.folder, Targets(targets={**bundle.targets.targets, **changed}))
    return load_bundle(bundle.folder)

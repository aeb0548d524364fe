"""A target that no candidate finds any more is found by what it was like, or the bot stops and says why."""

from __future__ import annotations

import pytest

from clerkwork.bots.bot import Bundle, Targets
from clerkwork.bots.load import load_bundle
from clerkwork.bots.save import save_targets
from clerkwork.runner.heals import Heals
from clerkwork.runner.state import RunState
from clerkwork.runner.visual.box import Box
from clerkwork.runner.visual.picture import crop
from clerkwork.selectors.target import Target

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
    after = FRAMED[: FRAMED.index("<button")] + "<a id='back' href='#'>Back</a></form>\"></iframe>"
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
    assert [(heal["target"], heal["commit"]) for heal in events(outcome, "healed")] == [
        ("employee", False),
        ("submit", True),
    ]


def devices(frame: bool) -> str:
    """A table of devices, each with a link that says the same."""
    rows = "".join(
        f"<tr><td>LT-{n}</td><td>Model {n % 3}</td><td><a id='{'r' if frame else 'x'}{n}' href='#{n}'"
        f" onclick='parent.log(`reserved {n}`)'>Reserve</a></td></tr>"
        for n in range(10, 16)
    )
    table = f"<h1>Devices</h1><table><tr><th>Device</th><th>Model</th><th></th></tr>{rows}</table>"
    menu = "".join(
        f"<a href='/{name}'>{name}</a> " for name in ("Home", "Loans", "Reports", "Help", "Sign out")
    )
    page = f"<p>{menu}<input type='text' name='q'> <button>Search</button></p>{table}"
    return f'<iframe name="list" height="400" srcdoc="{page}"></iframe>' if frame else page


async def test_a_control_of_a_row_is_healed_in_the_row_that_was_asked_for(redesign, run, events) -> None:
    steps = [{"click": "reserve", "row": "LT-13"}, {"click": "reserve", "row": "LT-15"}]
    targets = {"reserve": "iframe >> #r12"}
    bundle = await redesign(devices(frame=True), devices(frame=False), targets, steps)
    outcome = await run(bundle, attempts=1, shots="failure")
    assert outcome.state is RunState.NEEDS_REVIEW, outcome.why
    assert outcome.outputs["log"] == "reserved 13;reserved 15;"
    assert [heal["target"] for heal in events(outcome, "healed")] == ["reserve"]


async def test_of_two_that_are_alike_none_is_taken_and_both_are_shown(redesign, run, events) -> None:
    after = UNFRAMED.replace(
        "Submit order</button>", "Submit order now</button><button>Submit order later</button>"
    )
    after = after.replace("'send'", "'apply'")
    bundle = await redesign(FRAMED, after, {"submit": IN_FRAME["submit"]}, [{"click": "submit"}], timeout=3)
    outcome = await run(bundle, attempts=1, shots="failure")
    assert outcome.state is RunState.APPLICATION_EXCEPTION
    assert outcome.outputs == {}
    [failed] = events(outcome, "step.failed")
    nearest = {one["words"]: one["shot"] for one in failed["candidates"]}
    assert {"the button 'Submit order now'", "the button 'Submit order later'"} <= nearest.keys()
    assert all((outcome.folder / shot).is_file() for shot in nearest.values())


def test_two_targets_are_never_one_element_unless_they_were_recorded_as_one() -> None:
    def target(**fingerprint: str) -> Target:
        return Target.model_validate(
            {"candidates": [{"by": "css", "css": "x"}], "fingerprint": {"tag": "input", **fingerprint}}
        )

    targets = {"days": target(name="Days"), "again": target(name="Days"), "room": target(name="Room")}
    known = Heals(elements={"t1": "days", "t2": "room"})
    assert known.taken_from("days", targets) == {"t2"}
    assert known.taken_from("again", targets) == {"t2"}
    assert known.taken_from("room", targets) == {"t1"}


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


SHAPES = {
    "bin": "M5 6h14l-1 15H6zM3 4h18M9 3h6",
    "pen": "M4 20l1-5L16 4l4 4L9 19z",
    "disk": "M4 4h13l3 3v13H4zM8 4v6h7V4M8 20v-6h8v6",
}


def toolbar(names: list[str], look: str) -> str:
    """Icons without a word, an id or a script in their markup."""
    drawn = "".join(
        f'<a style="margin:9px" tabindex="0" data-does="{name}"><svg width="24" height="24" viewBox="0 0 24 24" '
        f'fill="none" stroke="currentColor" stroke-width="2"><path d="{SHAPES[name]}"/></svg></a>'
        for name in names
    )
    script = """<script>for (const one of document.querySelectorAll("a")) {
      const does = one.dataset.does; delete one.dataset.does; one.onclick = () => log(does); }</script>"""
    return f'<title>Note</title><h1>Note</h1><div style="height:90px"></div><div style="{look}">{drawn}</div>{script}'


async def test_an_icon_is_known_by_its_picture(redesign, run, events, page) -> None:
    before = toolbar(["bin", "pen", "disk"], "")
    after = toolbar(["disk", "bin", "pen"], "background:#1b2430;color:#8fd3ff;padding:12px 60px")
    bundle = await redesign(before, after, {"erase": "a:nth-of-type(1)"}, [{"click": "erase"}])
    await page.set_content(before)
    with_crop(bundle, "erase", await page.screenshot())
    outcome = await run(load_bundle(bundle.folder), attempts=1, shots="failure")
    assert outcome.state is RunState.NEEDS_REVIEW, outcome.why
    assert outcome.outputs["log"] == "bin;"


def with_crop(bundle: Bundle, name: str, picture: bytes) -> None:
    """Gives a target the crop that a recorder would have cut out of the page's picture."""
    target = bundle.targets.targets[name]
    box = target.fingerprint.box
    assert box is not None
    around = Box(int(box.x) - 12, int(box.y) - 12, int(box.width) + 24, int(box.height) + 24)
    (bundle.folder / "crops").mkdir()
    (bundle.folder / "crops" / "icon.png").write_bytes(crop(picture, around))
    changed = {name: target.model_copy(update={"crop": "crops/icon.png"})}
    save_targets(bundle.folder, Targets(targets={**bundle.targets.targets, **changed}))

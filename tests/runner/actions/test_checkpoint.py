"""Checkpoints: the first picture is the baseline, and a difference is for a person to judge."""

from __future__ import annotations

from pathlib import Path

from clerkwork.bots.load import load_bundle
from clerkwork.evidence.verify import verify_run
from clerkwork.runner.state import RunState
from clerkwork.runner.visual.picture import size

PAGE = """<style>body {{ margin: 20px; background: white }} .box {{ width: 200px; height: 60px }}</style>
<div id=head class=box role=img aria-label=Head style="background: #246"></div>
<div id=clock class=box role=img aria-label=Clock style="background: {clock}"></div>
<div id=work class=box role=img aria-label=Work style="background: {work}"></div>"""
TARGETS = {"clock": "#clock", "work": "#work"}


async def run_twice(rehearse, step: dict, *, clock: str = "#999", work: str = "#eee"):
    """Record the baseline on the page as it was learned, then run on the page as it is now."""
    await rehearse.learn(PAGE.format(clock="#999", work="#eee"), TARGETS)
    bundle = rehearse.bundle([step])
    first = await rehearse.run(bundle)
    rehearse.pages.content["/"] = PAGE.format(clock=clock, work=work)
    return first, await rehearse.run(bundle)


async def test_a_first_picture_becomes_the_baseline_and_needs_review(rehearse, events) -> None:
    first, second = await run_twice(rehearse, {"checkpoint": "page"})
    assert (first.state, first.exit_code) == (RunState.NEEDS_REVIEW, 4)
    assert "had no baseline" in first.reviews[0]
    assert second.state is RunState.DONE
    assert [events(run, "checkpoint")[0]["verdict"] for run in (first, second)] == ["new", "same"]


async def test_a_difference_needs_review_and_is_drawn(rehearse, events) -> None:
    _, second = await run_twice(rehearse, {"checkpoint": "page"}, work="#c33")
    [seen] = events(second, "checkpoint")
    assert (second.state, seen["verdict"], seen["differing"]) == (RunState.NEEDS_REVIEW, "different", 12000)
    assert all((second.folder / seen[picture]).is_file() for picture in ("expected", "actual", "difference"))
    assert verify_run(second.folder).ok


async def test_a_masked_target_may_differ(rehearse) -> None:
    _, second = await run_twice(rehearse, {"checkpoint": "page", "mask": ["clock"]}, clock="#3c3")
    assert second.state is RunState.DONE


async def test_a_mask_drawn_on_a_target_or_on_the_page_covers_that_much(rehearse, events) -> None:
    on_clock = {"on": "clock", "x": 0, "y": 0, "width": 150, "height": 60}
    on_page = {"x": 170, "y": 80, "width": 20, "height": 60}
    _, second = await run_twice(rehearse, {"checkpoint": "page", "mask": [on_clock, on_page]}, clock="#3c3")
    [seen] = events(second, "checkpoint")
    assert (seen["verdict"], seen["differing"]) == ("different", (200 - 150 - 20) * 60)
    assert seen["masks"][:2] == [
        {"x": 20, "y": 80, "width": 150, "height": 60},
        {"x": 170, "y": 80, "width": 20, "height": 60},
    ]


async def test_a_mask_drawn_on_the_page_moves_with_it_when_it_is_scrolled(rehearse, events) -> None:
    await rehearse.learn(PAGE.format(clock="#999", work="#eee") + "<p style='height: 3000px'>", TARGETS)
    mask = [{"x": 20, "y": 140, "width": 200, "height": 60}]
    bundle = rehearse.bundle(
        [
            {"press": "PageDown"},
            {"press": "PageUp"},
            {"press": "ArrowDown"},
            {"checkpoint": "page", "mask": mask},
        ]
    )
    seen = events(await rehearse.run(bundle), "checkpoint")[0]
    assert seen["masks"][0]["y"] < 140


async def test_a_checkpoint_of_an_element_leaves_out_the_rest(rehearse, events) -> None:
    _, second = await run_twice(rehearse, {"checkpoint": "box", "of": "work"}, clock="#3c3")
    assert second.state is RunState.DONE
    _, third = await run_twice(rehearse, {"checkpoint": "box", "of": "work"}, work="#3c3")
    assert events(third, "checkpoint")[0]["differing"] == 12000


async def test_as_many_pixels_as_allowed_may_differ(rehearse) -> None:
    _, second = await run_twice(rehearse, {"checkpoint": "page", "allow": 12000}, work="#c33")
    assert second.state is RunState.DONE


TABLE = """<style>body {{ margin: 20px; font: 16px sans-serif; background: white; color: black }}
td {{ padding: 4px 12px }} .tall {{ height: 2000px; background: linear-gradient(#fff, #246) }}</style>
<h1>Loans</h1><p>It is <span>{clock}</span> o'clock</p>
<table><tr><td>Loan number</td><td><b id=loan>{loan}</b></td></tr>
<tr><td>Device</td><td>LT-0042</td></tr>{row}<tr><td>Employee</td><td><input id=employee value="A. Meyer"></td></tr>
<tr><td>Approver</td><td>C. Baker</td></tr></table>{foot}"""


async def compared(rehearse, events, step: dict, before: dict[str, str], after: dict[str, str]):
    """The outcome of the second run, and what its checkpoint told."""
    usual = {"clock": "12:04", "loan": "L-1041", "row": "", "foot": ""}
    await rehearse.learn(TABLE.format(**usual | before), {"loan_number": "#loan", "employee": "#employee"})
    bundle = rehearse.bundle([step])
    await rehearse.run(bundle)
    rehearse.pages.content["/"] = TABLE.format(**usual | after)
    outcome = await rehearse.run(bundle)
    return outcome, events(outcome, "checkpoint")[0]


async def test_a_changed_text_is_told_in_words_at_its_target(rehearse, events) -> None:
    outcome, seen = await compared(rehearse, events, {"checkpoint": "page"}, {}, {"loan": "L-1047"})
    assert seen["told"] == ["'L-1041' became 'L-1047' at loan_number"]
    assert [region["place"] for region in seen["regions"]] == ["at loan_number"]
    assert "'L-1041' became 'L-1047' at loan_number" in outcome.reviews[0]


async def test_a_row_that_was_put_in_is_told_as_a_shift_and_a_new_text(rehearse, events) -> None:
    row = "<tr><td>Accessory</td><td>Mouse</td></tr>"
    _, seen = await compared(rehearse, events, {"checkpoint": "page"}, {}, {"row": row})
    assert seen["shift"]["axis"] == "vertical"
    assert seen["told"][0].startswith("everything below y=")
    assert {"'Accessory' is new", "'Mouse' is new"} <= {words.split(" near")[0] for words in seen["told"]}
    assert len(seen["regions"]) == 1


async def test_texts_that_look_so_may_differ_wherever_they_stand(rehearse, events) -> None:
    step = {"checkpoint": "page", "mask": [{"text": r"\d{2}:\d{2}"}, {"text": r"^A\. \w+$"}]}
    change = {"clock": "12:05"}
    outcome, seen = await compared(rehearse, events, step, {}, change)
    assert outcome.state is RunState.DONE
    assert len(seen["masks"]) == 4
    outcome, seen = await compared(rehearse, events, step, {}, change | {"loan": "L-1047"})
    assert seen["told"] == ["'L-1041' became 'L-1047' at loan_number"]


async def test_the_whole_page_is_pictured_as_far_as_it_scrolls(rehearse, events) -> None:
    tall = "<div class=tall></div><p id=foot>Page {} of 9</p>"
    before, after = {"foot": tall.format(1)}, {"foot": tall.format(2)}
    outcome, seen = await compared(rehearse, events, {"checkpoint": "page"}, before, after)
    assert outcome.state is RunState.DONE
    step = {"checkpoint": "whole-page", "full_page": True, "mask": [{"text": r"\d\d:\d\d"}]}
    outcome, seen = await compared(rehearse, events, step, before, after | {"clock": "12:05"})
    assert seen["told"] == ["'Page 1 of 9' became 'Page 2 of 9'"]
    assert seen["regions"][0]["y"] > 2000


async def test_an_element_larger_than_the_window_is_pictured_whole(rehearse, events) -> None:
    html = """<body style="margin: 0"><div style="height: 600px"></div>
    <div id=work role=region aria-label=Work style="height: 1800px"><p style="color: {}">Free</div>"""
    await rehearse.learn(html.format("black"), {"work": "#work"})
    bundle = rehearse.bundle([{"checkpoint": "work", "of": "work"}])
    await rehearse.run(bundle)
    rehearse.pages.content["/"] = html.format("red")
    [seen] = events(await rehearse.run(bundle), "checkpoint")
    assert seen["verdict"] == "different"
    assert seen["regions"][0]["y"] < 60
    assert size((bundle.folder / seen["baseline"]).read_bytes())[1] == 1800


async def test_a_share_of_the_picture_may_differ(rehearse) -> None:
    share = 12000 / (1280 * 900)
    _, second = await run_twice(rehearse, {"checkpoint": "page", "allow_ratio": share * 1.01}, work="#c33")
    assert second.state is RunState.DONE
    _, second = await run_twice(rehearse, {"checkpoint": "other", "allow_ratio": share * 0.9}, work="#c33")
    assert second.state is RunState.NEEDS_REVIEW


async def test_a_baseline_of_another_platform_is_named_and_not_compared(rehearse, events) -> None:
    await rehearse.learn(PAGE.format(clock="#999", work="#eee"), TARGETS)
    bundle = rehearse.bundle([{"checkpoint": "page"}])
    other = bundle.folder / "baselines" / "firefox-windows"
    other.mkdir(parents=True)
    (other / "page.png").write_bytes(b"a picture of another platform")
    outcome = await rehearse.run(bundle)
    assert events(outcome, "checkpoint")[0]["verdict"] == "new"
    assert "(those for firefox-windows are not compared)" in outcome.reviews[0]


async def test_a_damaged_baseline_is_named_with_what_to_do(rehearse, events) -> None:
    first, _ = await run_twice(rehearse, {"checkpoint": "page"})
    baseline = rehearse.teacher.folder / events(first, "checkpoint")[0]["baseline"]
    baseline.write_bytes(baseline.read_bytes()[:200])
    outcome = await rehearse.run(load_bundle(rehearse.teacher.folder))
    assert outcome.state is RunState.APPLICATION_EXCEPTION
    assert "page.png cannot be used" in outcome.why


async def test_a_secret_is_not_among_the_texts_of_a_baseline(rehearse, events) -> None:
    html = "<input id=code><p>Your code is <b id=said></b></p><script>code.oninput = () => said.textContent = code.value</script>"
    await rehearse.learn(html, {"code": "#code"})
    steps = [{"fill": "code", "with": "{{ secrets.desk_code }}"}, {"checkpoint": "page"}]
    bundle = rehearse.bundle(steps, secrets=["desk_code"])
    outcome = await rehearse.run(bundle, {}, {"desk_code": "s3cret-9"})
    kept = list((bundle.folder / "baselines").rglob("*.texts.json"))
    assert len(kept) == 1
    assert b"Your code is" in kept[0].read_bytes()
    assert b"s3cret-9" not in kept[0].read_bytes() + (outcome.folder / "journal.jsonl").read_bytes()


async def test_a_whole_page_that_is_scrolled_hides_secrets_and_masks_where_they_stand(
    rehearse, events
) -> None:
    html = """<style>* {{ font-family: monospace }}</style><input id=code><p>Your code is <b id=said></b> at <i>12:0{}</i></p><div style="height: 3000px"></div>
    <button id=down onclick="scrollTo(0, 900)">Down</button>
    <script>code.oninput = () => said.textContent = code.value</script>"""
    await rehearse.learn(html.format(4), {"code": "#code", "down": "#down"})
    mask = [{"text": r"\d\d:\d\d"}]
    steps = [
        {"fill": "code", "with": "{{ secrets.desk_code }}"},
        {"click": "down"},
        {"checkpoint": "page", "full_page": True, "mask": mask},
    ]
    bundle = rehearse.bundle(steps, secrets=["desk_code"])
    first = await rehearse.run(bundle, {}, {"desk_code": "s3cret-9"})
    rehearse.pages.content["/"] = html.format(5)
    second = await rehearse.run(bundle, {}, {"desk_code": "t9ken--7"})
    told = [events(outcome, "checkpoint")[0] for outcome in (first, second)]
    assert [one["verdict"] for one in told] == ["new", "same"]
    assert told[0]["masks"][0]["y"] < 100


def as_if_another_version_had_drawn_it(bundle) -> Path:
    """Rename the folder of the baselines to that of a version long gone."""
    [folder] = (bundle.folder / "baselines").iterdir()
    browser, _, platform = folder.name.split("-")
    return folder.rename(folder.with_name(f"{browser}-99-{platform}"))


async def test_what_looks_the_same_in_a_new_version_of_the_browser_needs_no_review(rehearse, events) -> None:
    await rehearse.learn(PAGE.format(clock="#999", work="#eee"), TARGETS)
    bundle = rehearse.bundle([{"checkpoint": "page"}])
    await rehearse.run(bundle)
    older = as_if_another_version_had_drawn_it(bundle)
    second = await rehearse.run(bundle)
    assert (second.state, events(second, "checkpoint")[0]["verdict"]) == (RunState.DONE, "same")
    assert len(list((bundle.folder / "baselines").glob("*/page.png"))) == 2
    assert any(f"as in {older.name}" in note for step in second.steps for note in step.notes)


async def test_what_a_new_version_of_the_browser_draws_otherwise_is_said_to_be_perhaps_that(
    rehearse, events
) -> None:
    await rehearse.learn(PAGE.format(clock="#999", work="#eee"), TARGETS)
    bundle = rehearse.bundle([{"checkpoint": "page"}])
    await rehearse.run(bundle)
    older = as_if_another_version_had_drawn_it(bundle)
    rehearse.pages.content["/"] = PAGE.format(clock="#999", work="#c33")
    second = await rehearse.run(bundle)
    [seen] = events(second, "checkpoint")
    assert (second.state, seen["verdict"]) == (RunState.NEEDS_REVIEW, "different")
    assert older.name in seen["told"][0]
    assert older.name not in seen["baseline"]

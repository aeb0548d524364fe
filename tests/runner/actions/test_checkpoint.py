"""Checkpoints: the first picture is the baseline, and a difference is for a person to judge."""

from __future__ import annotations

from clerkwork.evidence.verify import verify_run
from clerkwork.runner.state import RunState

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

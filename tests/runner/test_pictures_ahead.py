"""Pictures are taken ahead and not twice, but always show the page as the step left it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import cv2
import pytest

from clerkwork.runner.state import RunState

RED, GREEN, BLUE = (200, 0, 0), (0, 200, 0), (0, 0, 200)
PAGE = """<style>body {{ margin: 0 }} #box {{ width: 300px; height: 300px; background: rgb(200, 0, 0) }}</style>
<button id=go>Go on</button><div id=box></div><p>Ready</p><script>
const box = document.getElementById("box");
const paint = colour => {{ box.style.background = `rgb(${{colour}})`; }};
{script}
</script>"""


def colour_at(run: Any, shot: str, x: int = 100, y: int = 150) -> tuple[int, ...]:
    blue, green, red = cv2.imread(str(Path(run.folder) / shot))[y, x]
    return int(red), int(green), int(blue)


async def pictured(
    rehearse: Any, events: Any, script: str, steps: list[dict[str, Any]]
) -> tuple[Any, list[str]]:
    """The run, and its pictures by step."""
    await rehearse.learn(PAGE.format(script=script), {"go": "#go"})
    outcome = await rehearse.run(rehearse.bundle(steps))
    assert outcome.state is RunState.DONE, outcome.why
    return outcome, [one["shot"] for one in events(outcome, "step.finished")]


CHANGES = {
    "at once": "go.onclick = () => paint([0, 200, 0]);",
    "in the next turn": "go.onclick = () => setTimeout(() => paint([0, 200, 0]), 0);",
    "with the next frame": "go.onclick = () => requestAnimationFrame(() => requestAnimationFrame(() => paint([0, 200, 0])));",
    "after an answer": "go.onclick = async () => { await fetch('/'); paint([0, 200, 0]); };",
}


@pytest.mark.parametrize("when", CHANGES)
async def test_a_picture_shows_what_the_step_did(rehearse: Any, events: Any, when: str) -> None:
    run, shots = await pictured(rehearse, events, CHANGES[when], [{"click": "go"}, {"see": "Ready"}])
    assert colour_at(run, shots[-1]) == GREEN
    if when != "with the next frame":  # a page may still be on its way to that when it counts as at rest
        assert colour_at(run, shots[-2]) == GREEN


async def test_a_check_of_a_page_that_did_not_change_shares_its_picture(rehearse: Any, events: Any) -> None:
    _, shots = await pictured(rehearse, events, "", [{"click": "go"}, {"see": "Ready"}, {"shown": "go"}])
    assert shots[-3] == shots[-2] == shots[-1]


async def test_a_check_that_waited_for_a_change_has_its_own_picture(rehearse: Any, events: Any) -> None:
    late = "go.onclick = () => setTimeout(() => { paint([0, 0, 200]); document.body.append('Done now'); }, 1500);"
    run, shots = await pictured(rehearse, events, late, [{"click": "go"}, {"see": "Done now"}])
    assert (colour_at(run, shots[-2]), colour_at(run, shots[-1])) == (RED, BLUE)


async def test_what_is_drawn_on_a_canvas_is_pictured_anew(rehearse: Any, events: Any) -> None:
    """No document changes when a canvas does."""
    script = """
    box.innerHTML = "<canvas width=300 height=300></canvas>";
    const pen = box.firstChild.getContext("2d");
    let turn = 0;
    const draw = () => {
      pen.fillStyle = `rgb(${turn++ % 256}, ${turn % 251}, 99)`;
      pen.fillRect(0, 0, 300, 300);
      requestAnimationFrame(draw);
    };
    draw();
    """
    _, shots = await pictured(rehearse, events, script, [{"click": "go"}, *[{"see": "Ready"}] * 3])
    assert len(set(shots[-4:])) == 4


async def test_a_value_that_a_script_sets_is_pictured(rehearse: Any, events: Any) -> None:
    """Nobody is told of it, and the document stays as it is."""
    script = """
    box.innerHTML = "<input id=field style='width:280px;height:280px;font:200px sans-serif;color:#00c;border:0;padding:0'>";
    go.onclick = () => setTimeout(() => { field.value = "\\u2588\\u2588"; }, 1500);
    """
    await rehearse.learn(PAGE.format(script=script), {"go": "#go", "field": "#field"})
    run = await rehearse.run(rehearse.bundle([{"click": "go"}, {"value": "field", "is": "██"}]))
    assert run.state is RunState.DONE, run.why
    shots = [one["shot"] for one in events(run, "step.finished")]
    assert shots[-1] != shots[-2]

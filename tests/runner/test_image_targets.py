"""What is drawn on a canvas is clicked where it is drawn now, and not at all when it is gone or ambiguous."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import pytest
from playwright.async_api import Browser

from clerkwork.bots.bot import Bundle
from clerkwork.evidence.journal import read_journal
from clerkwork.recorder.pictures import Cut, drawn_at, keep_crop, picture_of
from clerkwork.runner.outcome import Outcome
from clerkwork.selectors.target import ByImage
from tests.runner.conftest import LOG, Pages, Teacher

BUTTONS = ("Save", "Send", "Sage", "Delete", "Submit order")
PAPER, NIGHT = ("#eeeeee", "#dddddd", "#111111"), ("#1e1e1e", "#2d6cc0", "#ffffff")


@dataclass(frozen=True)
class Screen:
    """How the canvas is drawn: where, how large, in which colours (ground, buttons, ink), with which buttons."""

    x: float = 20
    y: float = 30
    zoom: float = 1
    colours: tuple[str, str, str] = PAPER
    buttons: tuple[str, ...] = BUTTONS
    after_ms: int = 0

    def html(self) -> str:
        drawing = json.dumps({**vars(self), "buttons": list(self.buttons), "colours": list(self.colours)})
        return f"<title>Console</title><canvas id=screen width=900 height=400></canvas>{LOG}<script>{DRAW % drawing}</script>"


DRAW = """
const it = %s, [ground, button, ink] = it.colours, pen = document.getElementById("screen").getContext("2d");
const places = it.buttons.map((words, i) => ({ words, x: 20 + (i %% 3) * 130, y: 60 + Math.floor(i / 3) * 50 }));
pen.fillStyle = ground; pen.fillRect(0, 0, 900, 400);
setTimeout(() => {
  pen.setTransform(it.zoom, 0, 0, it.zoom, it.x, it.y);
  pen.font = "14px 'DejaVu Sans', sans-serif"; pen.textBaseline = "middle";
  pen.fillStyle = ink; pen.fillText("Loans of this week", 20, 20);
  for (const one of places) {
    pen.fillStyle = button; pen.fillRect(one.x, one.y, 118, 30);
    pen.strokeStyle = ink; pen.strokeRect(one.x + .5, one.y + .5, 118, 30);
    pen.fillStyle = ink; pen.fillText(one.words, one.x + 12, one.y + 16);
  }
}, it.after_ms);
const under = event => {
  const x = (event.offsetX - it.x) / it.zoom, y = (event.offsetY - it.y) / it.zoom;
  return places.find(one => x >= one.x && x <= one.x + 118 && y >= one.y && y <= one.y + 30);
};
let taken = null;
document.getElementById("screen").onmousedown = event => { taken = [under(event), event.offsetY]; };
document.getElementById("screen").onclick = event => {
  const hit = under(event);
  if (Math.abs(event.offsetY - taken[1]) > 50) return window.log(taken[0] ? `took ${taken[0].words}` : "took nothing");
  window.log(hit ? `${hit.words}@${places.indexOf(hit)}` : "nothing");
};"""


@pytest.fixture
async def press(
    teacher: Teacher, pages: Pages, prepared: Browser, run: Callable[..., Any]
) -> AsyncIterator[Callable[..., Any]]:
    """`await press(words, screen)` records a press on a button of the first screen, and repeats it on another."""

    async def go(
        words: str,
        screen: Screen,
        *,
        timeout: float = 8,
        lose_picture: bool = False,
        drag_by: tuple[int, int] | None = None,
    ) -> Outcome:
        bundle = await _recorded(words, timeout, drag_by)
        if lose_picture:
            for file in (bundle.folder / "crops").iterdir():
                file.unlink()
        pages.content["/"] = screen.html()
        return await run(bundle, attempts=1, shots="failure")

    async def _recorded(words: str, timeout: float, drag_by: tuple[int, int] | None) -> Bundle:
        pages.content["/"] = Screen().html()
        at = BUTTONS.index(words)
        x, y = 20 + 20 + at % 3 * 130 + 40, 30 + 60 + at // 3 * 50 + 16
        context = await prepared.new_context(viewport={"width": 1280, "height": 720})
        page = await context.new_page()
        await page.goto(pages.url)
        canvas = await teacher.learn("button", page.locator("#screen"))
        await teacher.learn("log", page.locator("#log"))
        part, box = {"x": x / 900, "y": y / 400}, await canvas.bounding_box()
        assert box
        view = {"mark": "", "width": 1280, "hide": []}
        cut = drawn_at(picture_of(await page.screenshot(), view, 0.0), dict(box), part)
        await context.close()
        assert cut
        _teach(teacher, cut)
        act: dict[str, Any] = {"click": "button", "position": part}
        if drag_by:
            act = {"drag": "button", "position": part, "to": {"x": drag_by[0], "y": drag_by[1]}}
        steps = [act, {"read": "log", "into": "log"}]
        return teacher.bundle(
            [{"open": "desk:/"}, *steps],
            systems={"desk": {"url": pages.url}},
            outputs={"log": {}},
            timeout=timeout,
        )

    return go


def _teach(teacher: Teacher, cut: Cut) -> None:
    image = ByImage(image=keep_crop(teacher.folder, cut.png), **(cut.spot or {}))
    known = teacher.targets["button"]
    teacher.targets["button"] = known.model_copy(update={"candidates": (*known.candidates, image)})


def sighted(outcome: Outcome) -> dict[str, Any]:
    journal = read_journal(outcome.folder / "journal.jsonl")
    return next(entry.data for entry in journal if entry.event == "target.sighted")


async def test_what_is_where_it_was_is_clicked_there(press: Callable[..., Any]) -> None:
    outcome = await press("Save", Screen())
    assert outcome.outputs == {"log": "Save@0;"}
    assert sighted(outcome)["moved"] is False
    assert sighted(outcome)["score"] > 0.95


@pytest.mark.parametrize(
    "screen",
    [
        pytest.param(Screen(x=310, y=120), id="moved"),
        pytest.param(Screen(zoom=1.5), id="larger"),
        pytest.param(Screen(x=200, zoom=0.8), id="smaller"),
        pytest.param(Screen(colours=NIGHT), id="dark"),
        pytest.param(Screen(x=150, y=90, zoom=1.25, colours=NIGHT), id="all at once"),
        pytest.param(
            Screen(buttons=("Delete", "Submit order", "Sage", "Save", "Send")), id="in another order"
        ),
        pytest.param(Screen(x=260, after_ms=700), id="drawn late"),
    ],
)
@pytest.mark.parametrize("words", ["Save", "Submit order"])
async def test_what_is_drawn_otherwise_is_clicked_where_it_is_now(
    press: Callable[..., Any], words: str, screen: Screen
) -> None:
    outcome = await press(words, screen)
    assert (outcome.why, outcome.outputs) == ("", {"log": f"{words}@{screen.buttons.index(words)};"})


async def test_a_place_that_shows_something_else_now_is_not_clicked(press: Callable[..., Any]) -> None:
    outcome = await press("Save", Screen(buttons=("Sage", "Send", "Delete")), timeout=1)
    assert outcome.state == "application_exception"
    assert "target 'button' was not found" in outcome.why
    assert "score 0." in outcome.why
    assert "margin" in outcome.why


async def test_of_two_equal_ones_none_is_clicked(press: Callable[..., Any]) -> None:
    outcome = await press("Save", Screen(x=90, buttons=("Save", "Sage", "Save")), timeout=1)
    assert outcome.state == "application_exception"
    assert "equally like it" in outcome.why


async def test_what_is_around_tells_which_of_two_equal_ones_was_meant(press: Callable[..., Any]) -> None:
    outcome = await press(
        "Delete", Screen(x=90, buttons=("Delete", "Sage", "Send", "Sage", "Send", "Sage", *BUTTONS))
    )
    assert (outcome.why, outcome.outputs) == ("", {"log": "Delete@9;"})


async def test_without_the_recorded_picture_the_recorded_place_is_clicked(press: Callable[..., Any]) -> None:
    outcome = await press("Delete", Screen(), lose_picture=True)
    assert outcome.outputs == {"log": "Delete@3;"}
    assert any("cannot be read" in note for step in outcome.steps for note in step.notes)


def test_a_press_on_a_blank_part_has_no_picture() -> None:
    blank = cv2.imencode(".png", np.full((300, 400, 3), 230, np.uint8))[1].tobytes()
    picture = picture_of(blank, {"mark": "", "width": 400, "hide": []}, 0.0)
    assert drawn_at(picture, {"x": 0, "y": 0, "width": 400, "height": 300}, {"x": 0.5, "y": 0.5}) is None


async def test_what_is_drawn_is_dragged_from_where_it_is_now(press: Callable[..., Any]) -> None:
    outcome = await press("Send", Screen(x=230, y=80), drag_by=(0, 120))
    assert (outcome.why, outcome.outputs) == ("", {"log": "took Send;"})


def test_a_press_on_blank_space_of_a_page_does_not_mean_what_is_near() -> None:
    pixels = np.full((300, 400, 3), 230, np.uint8)
    cv2.putText(pixels, "News", (215, 150), cv2.FONT_HERSHEY_SIMPLEX, 0.5, (0, 0, 0), 1, cv2.LINE_AA)
    picture = picture_of(
        cv2.imencode(".png", pixels)[1].tobytes(), {"mark": "", "width": 400, "hide": []}, 0.0
    )
    page, beside = {"x": 0, "y": 0, "width": 400, "height": 300}, {"x": 0.5, "y": 0.5}
    assert drawn_at(picture, page, beside, drawing=False) is None
    assert drawn_at(picture, page, {"x": 0.57, "y": 0.49}, drawing=False)

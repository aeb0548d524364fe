"""Crops show the target as it was, and never a password."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

import cv2
import numpy as np

from clerkwork.recorder.page_source import LOOK
from clerkwork.recorder.pictures import QUIET, SURROUNDINGS, crop_of, picture_of
from clerkwork.recorder.trail import read_trail
from clerkwork.selectors.subject import subject_at
from clerkwork.selectors.target import ByImage

if TYPE_CHECKING:
    from tests.recorder.conftest import Desk


def _png(width: int, height: int) -> bytes:
    rows = np.zeros((height, width, 3), np.uint8)
    rows[:, :, 0] = np.arange(width) % 256
    return cv2.imencode(".png", rows)[1].tobytes()


def test_what_must_stay_hidden_is_painted_over_before_a_crop_is_cut() -> None:
    view = {"mark": "m", "width": 200, "hide": [[10, 10, 50, 20]]}
    picture = picture_of(_png(400, 200), view, 0.0)
    crop = crop_of(picture, {"x": 20, "y": 22, "width": 30, "height": 8})
    assert crop
    pixels = cv2.imdecode(np.frombuffer(crop, np.uint8), cv2.IMREAD_COLOR)
    assert pixels.shape == (2 * (8 + 24), 2 * (30 + 24), 3)
    assert (pixels[:40, 4:80] == 128).all()
    assert not (pixels[50:] == 128).all()


def test_a_target_out_of_sight_has_no_crop() -> None:
    picture = picture_of(_png(100, 100), {"mark": "m", "width": 100, "hide": []}, 0.0)
    assert crop_of(picture, {"x": 500, "y": 10, "width": 30, "height": 8}) is None


async def test_a_target_keeps_a_picture_of_itself(desk: Desk) -> None:
    await desk.open("desk")
    box = await desk.page.locator("#mid").bounding_box()
    deadline = time.monotonic() + 10
    while not any(event.kind == "down" and event.picture for event in read_trail(desk.folder)):
        assert time.monotonic() < deadline, "no picture was taken although the page was quiet"
        await desk.page.click("#mid")
        await asyncio.sleep(2 * QUIET)
    targets = (await desk.finish()).recording.targets
    assert box
    assert targets["middle"].crop
    pixels = cv2.imread(str(desk.folder / targets["middle"].crop))
    assert pixels is not None
    assert abs(pixels.shape[0] - (box["height"] + 2 * SURROUNDINGS)) <= 2
    assert abs(pixels.shape[1] - (box["width"] + 2 * SURROUNDINGS)) <= 2


async def test_what_is_drawn_keeps_a_picture_with_the_point_that_was_pressed(desk: Desk) -> None:
    await desk.open("desk")
    await desk.page.evaluate(
        """() => { const pen = document.getElementById("plan").getContext("2d");
                   pen.font = "16px sans-serif"; pen.fillText("Room 3", 80, 55); }"""
    )
    deadline = time.monotonic() + 10
    while not any(event.kind == "down" and event.spot for event in read_trail(desk.folder)):
        assert time.monotonic() < deadline, "no picture was taken although the page was quiet"
        await asyncio.sleep(2 * QUIET)
        await desk.page.click("#plan", position={"x": 100, "y": 50})
    targets = (await desk.finish()).recording.targets
    image = next(target for target in targets.values() if target.candidates[-1].by == "image").candidates[-1]
    assert isinstance(image, ByImage)
    assert max(abs(image.x - 100), abs(image.y - 48)) < 1
    assert image.scale == 1
    pixels = cv2.imread(str(desk.folder / image.image))
    assert pixels is not None
    subject = subject_at(np.asarray(pixels, np.uint8), image.x, image.y)
    assert 30 < subject.width < 80


async def test_no_picture_is_taken_while_the_recorder_draws_upon_the_page(desk: Desk) -> None:
    page = desk.page
    await desk.open("desk")
    assert (await page.evaluate(LOOK))["plain"] is True
    await page.keyboard.press("Alt+Shift+M")
    await page.hover("#mid")
    assert (await page.evaluate(LOOK))["plain"] is False
    await page.keyboard.press("Escape")
    assert (await page.evaluate(LOOK))["plain"] is True

"""Each gesture of a person, made with trusted input in a real browser, becomes the step that repeats it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.recorder.conftest import Desk


async def test_a_form_becomes_one_step_per_field(desk: Desk) -> None:
    await desk.open()
    page = desk.page
    await page.click("#u")
    await page.keyboard.press("Control+A")
    await page.keyboard.type("cle")
    await desk.seen("typed", 3)
    await page.keyboard.type("rk")
    await page.click("text=Password")
    await page.keyboard.type("geheim!42")
    await page.focus("#prio")
    await page.keyboard.type("ur")
    await page.click("text=Agree")
    await page.click("text=Agree")
    await page.click("text=Kind B")
    await page.click("#note")
    await page.keyboard.type("one")
    await page.keyboard.press("Enter")
    await page.keyboard.type("two")
    await page.click("text=Sign in")
    await page.wait_for_url("**/desk")
    steps = await desk.steps()
    assert steps == [
        {"open": "app:/"},
        {"fill": "user_name", "with": "clerk"},
        {"fill": "password", "with": "{{ secrets.app_password }}"},
        {"select": "priority", "choose": "urgent"},
        {"check": "agree"},
        {"uncheck": "agree"},
        {"check": "kind_b"},
        {"fill": "note", "with": "one\ntwo"},
        {"click": "sign_in"},
    ]
    assert b"geheim" not in desk.bytes()


async def test_enter_that_sends_a_form_is_one_press(desk: Desk) -> None:
    await desk.open()
    await desk.page.focus("#u")
    await desk.page.keyboard.type("clerk")
    await desk.page.keyboard.press("Enter")
    await desk.page.wait_for_url("**/desk")
    recorded = await desk.finish()
    steps = recorded.recording.steps
    assert [step.words() for step in steps] == [
        "open app:/",
        "fill user_name with 'clerk'",
        "press Enter on user_name",
    ]
    assert [step.after for step in steps[1:]] == [None, "navigation"]


async def test_keys_that_click_count_once(desk: Desk) -> None:
    await desk.open()
    await desk.page.focus("[name=agree]")
    await desk.page.keyboard.press("Space")
    await desk.page.focus("text=Go to the desk")
    await desk.page.keyboard.press("Enter")
    await desk.page.wait_for_url("**/desk")
    await desk.page.focus("#mid")
    await desk.page.keyboard.press("Space")
    await desk.page.keyboard.press("F4")
    await desk.seen("pressed")
    assert await desk.actions() == [
        "open app:/",
        "check agree",
        "click go_to_the_desk",
        "click middle",
        "press F4",
    ]


async def test_several_choices_in_a_list_are_one_step(desk: Desk) -> None:
    await desk.open()
    await desk.page.click("#tags option:text('red')")
    await desk.page.click("#tags option:text('blue')", modifiers=["Control"])
    await desk.seen("chosen", 2)
    assert (await desk.steps())[1:] == [{"select": "tags", "choose": ["red", "blue"]}]


async def test_buttons_and_counts_of_clicks(desk: Desk) -> None:
    await desk.open("desk")
    page = desk.page
    await page.dblclick("text=Twice")
    await page.click("text=Plain")
    await desk.seen("clicked", 3)
    await page.wait_for_timeout(600)  # longer than a double click's interval: two slow clicks are two steps
    await page.click("text=Plain")
    await page.click("#menu", button="right")
    await page.click("#mid", button="middle")
    await page.click("#mid", modifiers=["Shift"])
    await desk.seen("clicked", 7)
    assert (await desk.steps())[1:] == [
        {"click": "twice", "count": 2},
        {"click": "plain"},
        {"click": "plain"},
        {"click": "menu", "button": "right"},
        {"click": "middle", "button": "middle"},
        {"click": "middle", "modifiers": ["Shift"]},
    ]


async def test_a_click_by_script_is_not_recorded(desk: Desk) -> None:
    await desk.open("desk")
    await desk.page.click("text=By script")
    await desk.page.evaluate("document.getElementById('plain').click()")
    await desk.page.evaluate(
        "document.getElementById('plain').dispatchEvent(new Event('change', {bubbles: true}))"
    )
    await desk.seen("clicked")
    assert await desk.actions() == ["open app:/desk", "click by_script"]


async def test_a_node_replaced_while_it_is_pressed_is_still_what_was_clicked(desk: Desk) -> None:
    await desk.open("desk")
    await desk.page.click("text=Partial")
    await desk.page.click("text=Replaced")
    await desk.seen("clicked")
    assert await desk.actions() == ["open app:/desk", "click partial", "click replaced"]


async def test_a_place_on_a_canvas_is_kept(desk: Desk) -> None:
    await desk.open("desk")
    await desk.page.click("#plan", position={"x": 100, "y": 50})
    await desk.seen("clicked")
    step = (await desk.steps())[1]
    assert step["position"]["x"] == pytest.approx(0.25, abs=0.01)
    assert step["position"]["y"] == pytest.approx(0.5, abs=0.02)


async def test_rich_text_is_one_fill(desk: Desk) -> None:
    await desk.open("desk")
    await desk.page.click("[contenteditable]")
    await desk.page.keyboard.type("Dear all")
    await desk.seen("typed", 8)
    assert (await desk.steps())[1:] == [{"fill": "letter", "with": "Dear all"}]


async def test_what_a_page_asked_its_server_is_known(desk: Desk) -> None:
    await desk.open("desk")
    await desk.page.click("text=Fetch")
    await desk.seen("requested")
    assert (await desk.finish()).recording.steps[1].after == "requests"


async def test_a_page_that_overrides_everything_is_recorded_all_the_same(desk: Desk) -> None:
    await desk.open("hostile")
    await desk.page.click("text=Press me")
    await desk.page.click("#q")
    await desk.page.keyboard.type("abc")
    await desk.seen("typed", 3)
    assert await desk.page.evaluate("window.names") == []
    assert await desk.actions() == ["open app:/hostile", "click press_me", "fill query"]


@pytest.mark.parametrize("desk", [{"inputs": ["device=LT-0042", "days=7"]}], indirect=True)
async def test_values_of_inputs_become_inputs(desk: Desk) -> None:
    await desk.open("desk")
    await desk.page.click("tr:has-text('LT-0042') a")
    await desk.page.click("[contenteditable]")
    await desk.page.keyboard.type("Lend LT-0042 for 7")
    await desk.seen("typed", 18)
    assert (await desk.steps())[1:] == [
        {"click": "lend_in_row", "row": "{{ inputs.device }}"},
        {"fill": "letter", "with": "Lend {{ inputs.device }} for 7"},
    ]

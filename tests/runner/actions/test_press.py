"""Keys, on a target or on the window."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("key", "seen"), [("Enter", "Enter;"), ("F3", "F3;"), ("Control+S", "Control;S ctrl;")]
)
async def test_a_key_reaches_the_field_and_no_other(rehearse, key: str, seen: str) -> None:
    page = """<input id=f aria-label=F onkeydown="event.preventDefault();
      log(event.key + (event.ctrlKey && event.key != 'Control' ? ' ctrl' : ''))"><input id=g aria-label=G>"""
    outcome = await rehearse(page, {"f": "#f"}, [{"press": key, "on": "f"}])
    assert (outcome.why, outcome.outputs["log"].lower()) == ("", seen.lower())


async def test_a_key_without_a_target_goes_to_the_window(rehearse) -> None:
    page = """<body onkeydown="log(event.key)">"""
    outcome = await rehearse(page, {}, [{"press": "n"}])
    assert outcome.outputs["log"] == "n;"


async def test_a_key_that_no_american_keyboard_has_is_heard_by_the_page(rehearse) -> None:
    page = """<body onkeydown="log(event.key)"><input id=f aria-label=F>"""
    outcome = await rehearse(page, {"f": "#f"}, [{"press": "ü"}, {"press": "ß", "on": "f"}])
    assert (outcome.why, outcome.outputs["log"]) == ("", "ü;ß;")


async def test_enter_submits_the_form_and_the_next_page_is_waited_for(rehearse) -> None:
    rehearse.pages.content["/found"] = "<h1>Two devices</h1>"
    page = "<form action=/found><input id=f aria-label=F name=q></form>"
    steps = [{"press": "Enter", "on": "f", "after": "navigation"}, {"see": "Two devices"}, {"open": "desk:/"}]
    assert (await rehearse(page, {"f": "#f"}, steps)).why == ""


async def test_a_key_that_does_not_exist_is_a_fault_in_words(rehearse) -> None:
    outcome = await rehearse("<input id=f aria-label=F>", {"f": "#f"}, [{"press": "Entr", "on": "f"}])
    assert outcome.exit_code == 1
    assert 'Unknown key: "Entr"' in outcome.why

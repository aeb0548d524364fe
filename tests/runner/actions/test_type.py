"""Texts typed key by key, on a target or on the window."""

from __future__ import annotations

LISTENS = """<body onkeydown="log(event.key)"><p>Screen</p>"""


async def test_each_letter_is_a_key_for_the_page(rehearse) -> None:
    outcome = await rehearse(LISTENS, {}, [{"type": "a B/ü"}])
    assert (outcome.why, outcome.outputs["log"]) == ("", "a; ;B;/;ü;")


async def test_the_target_gets_the_focus_first(rehearse) -> None:
    page = """<p id=screen tabindex=0 onkeydown="log(event.key)">Screen</p>"""
    outcome = await rehearse(page, {"screen": "#screen"}, [{"type": "go", "on": "screen"}])
    assert (outcome.why, outcome.outputs["log"]) == ("", "g;o;")

"""Ticks, unticks and radio buttons."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("before", "step", "seen"),
    [
        ("", "check", "true;"),
        ("checked", "check", ""),
        ("checked", "uncheck", "false;"),
        ("", "uncheck", ""),
    ],
)
async def test_a_box_is_clicked_only_when_it_is_not_as_wanted(rehearse, before, step, seen) -> None:
    page = f'<input type=checkbox id=b aria-label=B onchange="log(this.checked)" {before}>'
    outcome = await rehearse(
        page, {"b": "#b"}, [{step: "b"}, {"value": "b", "is": str(step == "check").lower()}]
    )
    assert (outcome.why, outcome.outputs["log"]) == ("", seen)


async def test_a_radio_button_takes_the_choice_from_its_neighbour(rehearse) -> None:
    page = """<label><input type=radio name=p value=low checked onchange="log('low')">Low</label>
    <label><input type=radio name=p value=high onchange="log('high')">High</label>"""
    outcome = await rehearse(page, {"high": "[value=high]"}, [{"check": "high"}])
    assert (outcome.why, outcome.outputs["log"]) == ("", "high;")


async def test_a_box_that_hides_behind_its_drawn_label_is_ticked(rehearse) -> None:
    page = """<style>#b { position: absolute; opacity: 0; width: 1px; height: 1px; }</style>
    <label for=b style="padding-left: 30px">Express delivery</label>
    <input type=checkbox id=b onchange="log(this.checked)">"""
    outcome = await rehearse(page, {"b": "#b"}, [{"check": "b"}])
    assert (outcome.why, outcome.outputs.get("log")) == ("", "true;")


async def test_a_box_that_its_own_click_replaces_is_clicked_once(rehearse) -> None:
    page = """<div id=box></div><script>
    const draw = on => { document.getElementById("box").innerHTML =
      `<input type=checkbox id=b aria-label=B ${on ? "checked" : ""} onclick="log('clicked'); draw(this.checked)">`; };
    draw(false);
    </script>"""
    outcome = await rehearse(page, {"b": "#b"}, [{"check": "b"}, {"value": "b", "is": "true"}])
    assert (outcome.why, outcome.outputs.get("log")) == ("", "clicked;")

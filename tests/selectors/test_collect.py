"""What one collection says of each element is what describing it alone says."""

from __future__ import annotations

from random import Random

import pytest

from clerkwork.selectors.collect import collect, element, redescribe, request_for
from clerkwork.selectors.target import Fingerprint, Target
from tests.selectors.test_any_page import form, grid

SHADOW = """<title>Panel</title><h2>Devices</h2>{{}} Free text before <b>all</b> else
<x-panel></x-panel><div style="display:none">never <a href="/n">seen</a></div>
<fieldset><legend>Order</legend><label>Days <input id=d></label> <textarea>typed</textarea> days
<label style="float:left"><input type=checkbox style="display:none"> Drawn</label>
<input type=file style="display:none"><select><option>a</option></select></fieldset>
<svg width=20 height=20><g><path d="M0 0h9v9z"></path></g></svg><p>last words</p>
<div style="cursor:pointer"><i>Press</i> <em>me</em></div>
<script>
  const root = document.querySelector("x-panel").attachShadow({mode: "open"});
  root.innerHTML = "Label in shadow <input name=inner> <button>Go</button><p>after</p>";
</script>"""
FAR = "<p>" + "</p><p>".join(f"<i>{n}</i> text {n}" for n in range(120)) + "</p><button>End</button>"
ANYTHING = Fingerprint(tag="div")

TARGET = Target.model_validate({"candidates": [{"by": "css", "css": "x"}], "fingerprint": {"tag": "x"}})


PAGES = [
    pytest.param(SHADOW, id="shadow"),
    pytest.param(FAR, id="far"),
    *(pytest.param(form(Random(seed)) + grid(Random(seed)), id=f"form and grid {seed}") for seed in (1, 2)),
]


@pytest.mark.parametrize("markup", PAGES)
async def test_a_collected_element_is_as_it_is_described_alone(stage, markup) -> None:
    frame = await stage.show(markup)
    seen = await collect(frame, ANYTHING, "scroll")
    assert len(seen) > 10
    assert len({one.token for one in seen}) == len(seen)
    for one in seen:
        assert one.fingerprint == await described(frame, one.token)


async def described(frame, token) -> Fingerprint:
    target = await redescribe(frame, token, TARGET)
    assert target is not None
    return target.fingerprint


async def test_controls_that_pages_hide_behind_drawn_ones_are_there(stage) -> None:
    frame = await stage.show(SHADOW)
    seen = await collect(frame, Fingerprint(tag="input", type="file"), "upload")
    types = [one.fingerprint.type for one in seen if one.fingerprint.tag == "input"]
    assert types == ["text", "checkbox", "file", "text"]
    assert all(one.visible for one in seen)


async def test_what_a_press_can_mean_includes_what_shows_a_hand(stage) -> None:
    frame = await stage.show(SHADOW)
    seen = await collect(frame, Fingerprint(tag="a", role="link"), "click")
    texts = [one.fingerprint.text for one in seen]
    assert "Press me" in texts
    assert "Press" not in texts
    assert "seen" not in texts
    assert "Go" in texts
    end = next(one for one in seen if one.fingerprint.text == "Go")
    assert await element(frame, end.token).text_content() == "Go"


def test_texts_are_asked_for_where_a_text_was_recorded() -> None:
    assert request_for(Fingerprint(tag="td", role="cell"), "read") == {
        "does": ["press", "words"],
        "tag": "td",
    }
    assert request_for(Fingerprint(tag="input", type="text"), "fill") == {"does": ["press"], "tag": "input"}
    assert request_for(Fingerprint(tag="*", partial=True), "click")["does"] == ["all"]

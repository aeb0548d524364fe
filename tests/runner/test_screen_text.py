"""Words drawn on a canvas are clicked and seen, with the optional reader of text; without it the bot says so."""

from __future__ import annotations

from typing import Any

import pytest

from clerkwork.selectors import ocr
from clerkwork.selectors.target import ByScreenText
from tests.runner.conftest import LOG, Rehearsal

PAGE = (
    """<title>Remote</title><canvas id=screen width=420 height=200></canvas><script>
const buttons = [["LT-0031", 20, 20], ["LT-0037", 160, 20], ["Submit order", 20, 90], ["Submit", 240, 90]];
const pen = document.getElementById("screen").getContext("2d");
pen.fillStyle = "#223"; pen.fillRect(0, 0, 420, 200);
pen.font = "16px 'DejaVu Sans', sans-serif"; pen.textBaseline = "middle";
for (const [words, x, y] of buttons) {
  pen.fillStyle = "#46a"; pen.fillRect(x, y, 130, 34);
  pen.fillStyle = "#fff"; pen.fillText(words, x + 12, y + 18);
}
document.getElementById("screen").onclick = event => {
  const at = buttons.find(([, x, y]) => event.offsetX >= x && event.offsetX <= x + 130 &&
    event.offsetY >= y && event.offsetY <= y + 34);
  window.log(at ? at[0] : "nothing");
};</script>"""
    + LOG
)


async def _bundle(rehearse: Rehearsal, words: str, steps: list[dict[str, Any]], timeout: float = 90) -> Any:
    await rehearse.learn(PAGE, {"screen": "#screen", "log": "#log"})
    known = rehearse.teacher.targets["screen"]
    candidates = (*known.candidates, ByScreenText(text=words))
    rehearse.teacher.targets["words"] = known.model_copy(update={"candidates": candidates})
    return rehearse.bundle([*steps, {"read": "log", "into": "log"}], timeout=timeout, inputs={"device": {}})


async def test_words_are_clicked_where_they_are_drawn(rehearse: Rehearsal) -> None:
    steps = [
        {"see": "Submit order", "ocr": True, "within": "screen"},
        {"click": "words"},
        {"click": "words", "named": "{{ inputs.device }}"},
    ]
    bundle = await _bundle(rehearse, "Submit", steps)
    outcome = await rehearse.run(bundle, {"device": "LT-0037"}, attempts=1)
    assert (outcome.why, outcome.outputs) == ("", {"log": "Submit;LT-0037;"})


async def test_words_that_are_not_drawn_are_not_clicked(rehearse: Rehearsal) -> None:
    bundle = await _bundle(rehearse, "LT-0033", [{"click": "words"}], timeout=1)
    outcome = await rehearse.run(bundle, {"device": ""}, attempts=1)
    assert outcome.state == "application_exception"
    assert "not the words 'LT-0033' in its picture: no text on it says this" in outcome.why


async def test_without_the_reader_the_bot_says_how_to_get_it(
    rehearse: Rehearsal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ocr, "PACKAGES", ("no_such_reader",))
    ocr._reader.cache_clear()
    bundle = await _bundle(rehearse, "Submit", [{"click": "words"}])
    outcome = await rehearse.run(bundle, {"device": ""}, attempts=1)
    assert outcome.state == "application_exception"
    assert "needs the extra 'ocr'" in outcome.why
    assert outcome.hint == "pip install 'clerkwork[ocr]'"

"""Fills: the field holds what the person left in it, whatever kind of field it is."""

from __future__ import annotations

import pytest

from clerkwork.runner.state import RunState


@pytest.mark.parametrize(
    ("field", "text", "held"),
    [
        ('<input id=f aria-label=F value="old">', "new", "new"),
        ('<input id=f aria-label=F value="old">', "", ""),
        ("<input id=f aria-label=F type=number>", "12.5", "12.5"),
        ("<input id=f aria-label=F type=date>", "2026-11-21", "2026-11-21"),
        ("<input id=f aria-label=F type=time>", "23:59", "23:59"),
        ("<input id=f aria-label=F type=color>", "#12ab34", "#12ab34"),
        ("<input id=f aria-label=F type=range min=0 max=10>", "7", "7"),
        ("<input id=f aria-label=F type=email>", "a@example.com", "a@example.com"),
        ("<input id=f aria-label=F>", "Größe 42 € 🙂", "Größe 42 € 🙂"),
        ("<input id=f aria-label=F maxlength=5>", "123456789", "12345"),
        ("<textarea id=f aria-label=F></textarea>", "one\ntwo\n", "one two"),
        ("<div id=f aria-label=F role=textbox contenteditable>old</div>", "new text", "new text"),
    ],
)
async def test_each_kind_of_field_holds_what_was_filled(rehearse, field: str, text: str, held: str) -> None:
    steps = [{"fill": "f", "with": text}, {"value": "f", "is": held}]
    outcome = await rehearse(field, {"f": "#f"}, steps)
    assert outcome.why == ""


async def test_line_breaks_reach_a_textarea_as_they_are(rehearse) -> None:
    page = """<textarea id=f aria-label=F></textarea>
    <button id=tell onclick="log(JSON.stringify(document.getElementById('f').value))">Tell</button>"""
    outcome = await rehearse(
        page, {"f": "#f", "tell": "#tell"}, [{"fill": "f", "with": "one\n\ntwo"}, {"click": "tell"}]
    )
    assert outcome.outputs["log"] == r'"one\n\ntwo";'


async def test_a_page_that_listens_for_keys_hears_one(rehearse) -> None:
    page = (
        """<input id=f aria-label=F onkeydown="log('down ' + event.key)" onkeyup="log('up ' + this.value)">"""
    )
    outcome = await rehearse(page, {"f": "#f"}, [{"fill": "f", "with": "LT-0042"}])
    assert outcome.outputs["log"] == "down 2;up LT-0042;"


async def test_a_field_that_formats_its_text_may_do_so(rehearse) -> None:
    page = """<input id=f aria-label=F oninput="this.value = this.value.replace(/[^0-9]/g, '')
      .replace(/(....)(?=.)/g, '$1 ')">"""
    steps = [{"fill": "f", "with": "DE4200"}, {"value": "f", "is": "4200"}]
    assert (await rehearse(page, {"f": "#f"}, steps)).why == ""


async def test_a_field_that_stays_read_only_is_no_field_to_fill(rehearse) -> None:
    page = "<input id=f aria-label=F><script>f.readOnly = location.search === '?locked'</script>"
    steps = [{"open": "desk:/?locked"}, {"fill": "f", "with": "x", "timeout": 2.5}]
    outcome = await rehearse(page, {"f": "#f"}, steps)
    assert outcome.state is RunState.APPLICATION_EXCEPTION
    assert "not editable" in outcome.why


async def test_a_text_that_a_kind_of_field_cannot_hold_is_a_fault_in_words(rehearse) -> None:
    steps = [{"fill": "f", "with": "tomorrow", "timeout": 2.5}]
    outcome = await rehearse("<input id=f aria-label=F type=date>", {"f": "#f"}, steps)
    assert outcome.exit_code == 1
    assert outcome.why.startswith("fill f with 'tomorrow'")
    assert "of type date and cannot hold that" in outcome.why


async def test_an_expression_that_fails_while_running_names_its_step(rehearse) -> None:
    steps = [{"fill": "f", "with": "{{ 1 // (inputs.n - 3) }}"}]
    await rehearse.learn("<input id=f aria-label=F>", {"f": "#f"})
    bundle = rehearse.bundle(steps, inputs={"n": {"type": "integer"}})
    outcome = await rehearse.run(bundle, {"n": 3}, attempts=1)
    assert outcome.exit_code == 1
    assert outcome.why.startswith("fill f with ")

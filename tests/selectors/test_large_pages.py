"""On a page too large to be searched at each press, what is remembered of it says the same as a fresh search."""

from __future__ import annotations

import pytest

from clerkwork.selectors.page_script import page_script

PAGE = """<!DOCTYPE html><title>Assets</title><style>.away { display: none }</style>
<form name="filter"><label for="number">Number</label> <input id="number" name="number">
<label>Holder <input name="holder"></label> <label><input type="checkbox" name="archived"> with archived ones</label>
State <select name="state"><option>any</option></select> <button type="button" id="apply">Apply</button>
<input type="submit" value="Reset view"><img alt="Printer" src="p.gif" onclick="print()"></form>
<p id="total">none</p><div id="spare"></div>
<table id="assets"><thead><tr><th></th><th>Number</th><th>Model</th><th>State</th><th></th></tr></thead><tbody>
%s</tbody></table>"""
ROW = (
    '<tr id="r{n}"><td><input type="checkbox" name="chosen" value="{n}"></td><td><a href="#asset/{n}">LT-{n:05}</a></td>'
    '<td>Notebook {size} inch</td><td class="state">free</td><td><button type="button">Reserve</button></td></tr>'
)
PLACES = [
    "#r7 input",
    "#r7 a",
    "#r7 .state",
    "#r7 button",
    "[name=number]",
    "[name=holder]",
    "[name=archived]",
]
PLACES += ["[name=state]", "#apply", "[type=submit]", "img"]

CHANGES = {
    "another row says the same": "spare.innerHTML = '<table><tr><td>LT-00007</td><td><button>Reserve</button></td></tr></table>'",
    "a text became the same": "document.querySelector('#r9 a').firstChild.data = 'LT-00007'",
    "a word was put together": "document.querySelector('#r9 a').innerHTML = 'LT-0<b>0007</b>'",
    "a word came together": "{ const a = document.querySelector('#r9 a'); a.innerHTML = 'LT-0<i>x</i>0007'; a.querySelector('i').remove() }",
    "the only other one went away": "document.querySelector('#r9').remove()",
    "rows came and went": "{ const b = document.querySelector('tbody'); b.append(b.rows[0]); b.rows[3].remove() }",
    "rows were sorted": "{ const b = document.querySelector('tbody'); b.append(...[...b.rows].reverse()) }",
    "the row was drawn anew": "{ const r = document.getElementById('r7'); r.innerHTML = r.innerHTML.replace('free', 'lent') }",
    "rivals by their attributes": "spare.innerHTML = '<div role=button title=Apply style=width:9px;height:9px></div>'"
    " + '<img alt=Printer src=q.gif width=9 height=9><input aria-label=Number><input name=state type=submit value=\"Reset view\">'",
    "a rival by a changed attribute": "{ spare.innerHTML = '<input><input>'; const [a, b] = spare.children;"
    " a.name = 'holder'; b.type = 'submit'; b.value = 'Apply' }",
    "a rival by a label": "spare.innerHTML = '<label for=other>Number</label><input id=other><label>Holder <input></label>'",
    "a label that means another": "{ spare.innerHTML = '<input id=other>'; document.querySelector('label').htmlFor = 'other' }",
    "rivals that do not show": "spare.innerHTML = '<div class=away><button>Apply</button><input name=holder><select name=state></select></div>'",
    "the headers went": "document.querySelector('thead').remove()",
    "other headers": "document.querySelector('thead').innerHTML = '<tr><th>a</th><th>Nr</th><th>c</th><th>Free</th><th>e</th></tr>'",
    "a shadow root": "{ spare.innerHTML = '<div></div>'; spare.firstChild.attachShadow({mode: 'open'}).innerHTML ="
    " '<button>Apply</button><input name=holder><p>LT-00007</p>' }",
    "many changes": "for (let i = 0; i < 3000; i += 1) total.textContent = i",
}
UNSEEN = "document.querySelectorAll('.away').forEach((e) => e.classList.remove('away'))"
"""Shows what was hidden, by nothing that is written in the elements themselves."""

TELL = "css => window.{name}.json(window.{name}.describe(document.querySelector(css), {{prefer: []}}))"


async def _agrees(stage, number: int) -> None:
    """Compares what the script that has been there says with what a script says that has just come."""
    fresh = f"fresh{number}"
    await stage.page.evaluate(page_script().replace("__clerkwork", fresh))
    for css in PLACES:
        remembered = await stage.page.evaluate(TELL.format(name="__clerkwork"), css)
        assert remembered == await stage.page.evaluate(TELL.format(name=fresh), css), css
        assert remembered != "null"


@pytest.mark.parametrize("change", CHANGES)
async def test_what_is_remembered_follows_each_change(stage, change):
    await stage.show(PAGE % "".join(ROW.format(n=n, size=13 + n % 3) for n in range(1, 500)))
    await _agrees(stage, 1)
    await stage.page.evaluate(f"() => {{ {CHANGES[change]} }}")
    await _agrees(stage, 2)
    await stage.page.evaluate(f"() => {{ {UNSEEN} }}")
    await _agrees(stage, 3)


async def test_looking_ahead_goes_on_until_nothing_is_left_to_find_out(stage):
    await stage.show(PAGE % "".join(ROW.format(n=n, size=13 + n % 3) for n in range(1, 500)))
    ahead = "css => { let parts = 1; while (!window.__clerkwork.prepare(document.querySelector(css), {}) && parts < 30) parts += 1; return parts }"
    for css in PLACES:
        assert await stage.page.evaluate(ahead, css) < 30
        assert await stage.page.evaluate(ahead, css) == 1
    await _agrees(stage, 1)

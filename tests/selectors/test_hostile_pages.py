"""Pages that override prototypes, clobber properties, or are of another kind."""

from __future__ import annotations

import json

import pytest
from playwright.async_api import Browser

from clerkwork.selectors.page_script import page_script
from clerkwork.selectors.resolve import resolve
from clerkwork.selectors.target import Target

SABOTAGE = """
const broken = () => { throw new Error("overridden"); };
for (const name of ["map", "filter", "forEach", "indexOf", "push", "join", "slice", "sort", "some"]) Array.prototype[name] = broken;
Array.prototype.toJSON = function () { return "not a list"; };
Object.prototype.toJSON = function () { return "not an object"; };
String.prototype.trim = String.prototype.replace = String.prototype.split = broken;
JSON.stringify = JSON.parse = broken;
window.Map = window.WeakMap = window.WeakRef = broken;
Map.prototype.get = Map.prototype.set = broken;
Object.keys = Array.isArray = broken;
for (const name of ["querySelectorAll", "querySelector", "getAttribute", "hasAttribute", "matches", "closest", "getBoundingClientRect"])
  Element.prototype[name] = broken;
Document.prototype.querySelectorAll = Document.prototype.createTreeWalker = Document.prototype.evaluate = broken;
Node.prototype.contains = Node.prototype.getRootNode = broken;
Object.defineProperty(Node.prototype, "textContent", { get: broken });
Object.defineProperty(Element.prototype, "localName", { get: broken });
window.getComputedStyle = broken;
CSS.escape = broken;
"""

ROWS = "".join(
    f"<tr><td>C-{n}</td><td><input name='a{n}'></td><td><button id='b{n}'>Go</button></td></tr>"
    for n in range(4)
)
PAGE = (
    f"<table><tr><th>Code</th><th>Amount</th><th>Act</th></tr>{ROWS}</table><label>Name <input id=nm></label>"
)


# Playwright's own evaluate cannot work on such a page: the page itself asks and leaves the answer in an attribute.
ANSWER = """<script>document.documentElement.dataset.said = window.__clerkwork.json(
  [window.__clerkwork.describe(document.getElementById("nm")), window.__clerkwork.describe(document.getElementById("b2"))])</script>"""


async def test_a_page_that_overrides_prototypes_is_described_and_resolved(chromium: Browser, engine: None):
    context = await chromium.new_context()
    await context.add_init_script(page_script())
    await context.add_init_script(SABOTAGE)
    await context.route("**/*", lambda route: route.fulfill(body=PAGE + ANSWER, content_type="text/html"))
    page = await context.new_page()
    await page.goto("http://console.test/list")
    field, button = json.loads(await page.locator("html").get_attribute("data-said") or "[]")
    assert field["candidates"][0] == {"by": "role", "role": "textbox", "name": "Name"}
    assert [c["text"] for c in button["candidates"] if c["by"] == "row"] == ["C-2"]
    for said, place in ((field, "nm"), (button, "b2")):
        target = Target.model_validate({key: said[key] for key in ("candidates", "fingerprint")})
        found = (await resolve(page.main_frame, target)).found
        assert found is not None
        assert await found.locator.get_attribute("id") == place
    await context.close()


async def test_a_form_whose_fields_hide_its_properties_is_described(stage):
    names = [
        "id",
        "name",
        "tagName",
        "parentNode",
        "children",
        "attributes",
        "getAttribute",
        "action",
        "closest",
        "localName",
    ]
    fields = "".join(f'<input name="{name}">' for name in names)
    await stage.show(f'<form id="order" name="order">{fields}<button>Send</button></form>')
    target = await stage.describe("button")
    assert target.fingerprint.form == "order"
    form = await stage.describe("form")
    assert form.fingerprint.tag == "form"
    for name in names:
        assert (await stage.resolve(await stage.describe(f'[name="{name}"]'))).found


async def test_the_global_is_one_hidden_and_installed_once(stage):
    await stage.show("<p>x</p>")
    before = await stage.page.evaluate(
        "() => { window.kept = window.__clerkwork; return Object.keys(window) }"
    )
    await stage.page.evaluate(page_script())
    assert await stage.page.evaluate("() => window.kept === window.__clerkwork")
    assert "__clerkwork" not in before
    assert await stage.page.evaluate(
        "() => { try { delete window.__clerkwork } catch {} return !!window.__clerkwork }"
    )
    added = await stage.page.evaluate(
        "() => { const f = document.createElement('iframe'); document.body.append(f); "
        "const plain = new Set(Object.getOwnPropertyNames(f.contentWindow)); "
        "return Object.getOwnPropertyNames(window).filter(n => !plain.has(n) && isNaN(n)) }"
    )
    assert [name for name in added if "clerk" in name.lower()] == ["__clerkwork"]


async def test_it_never_throws_into_the_page(stage):
    await stage.show("<p>x</p>")
    assert await stage.page.evaluate("() => window.__clerkwork.describe(null)") is None
    assert await stage.page.evaluate("() => window.__clerkwork.resolve(undefined)") is None
    assert await stage.page.evaluate("() => window.__clerkwork.resolveJson('{')") is None
    assert await stage.page.evaluate("() => window.__clerkwork.element('t1-1')") is None


XHTML = (
    '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head>'
    '<body><label for="a">Amount</label><input id="a" type="text"/><input type="submit" value="Pay"/></body></html>'
)
QUIRKS = "<html><body><table><tr><td>Amount<td><INPUT ID=a><tr><td><td><INPUT TYPE=SUBMIT VALUE=Pay></table>"


@pytest.mark.parametrize(
    ("body", "kind"),
    [(XHTML, "application/xhtml+xml"), (QUIRKS, "text/html"), (QUIRKS, "text/html; charset=windows-1252")],
    ids=["xhtml", "quirks", "windows-1252"],
)
async def test_old_kinds_of_page_are_read(chromium: Browser, engine: None, body: str, kind: str):
    context = await chromium.new_context()
    await context.add_init_script(page_script())
    await context.route("**/*", lambda route: route.fulfill(body=body, content_type=kind))
    page = await context.new_page()
    await page.goto("http://console.test/pay")
    for css, label in (("#a", "Amount"), ("[value=Pay]", None)):
        said = await page.locator(css).evaluate("e => window.__clerkwork.describe(e)")
        target = Target.model_validate({key: said[key] for key in ("candidates", "fingerprint")})
        assert target.fingerprint.label == label
        assert (await resolve(page.main_frame, target)).found
    await context.close()


async def test_a_popup_written_by_script_is_read(stage):
    await stage.show(
        "<button onclick=\"w=window.open('');w.document.write('<p>Date <input name=day></p>');w.document.close()\">Pick</button>"
    )
    async with stage.page.expect_popup() as opening:
        await stage.page.click("button")
    popup = await opening.value
    await popup.evaluate(page_script())
    said = await popup.locator("input").evaluate("e => window.__clerkwork.describe(e)")
    target = Target.model_validate({key: said[key] for key in ("candidates", "fingerprint")})
    assert (await resolve(popup.main_frame, target)).found


async def test_open_shadow_roots_are_searched(stage):
    page = (
        "<my-card></my-card><script>const c=document.querySelector('my-card');c.attachShadow({mode:'open'}).innerHTML="
        "'<style>b{color:red}</style><label>Code <input id=code data-mark=in></label><x-in></x-in>';"
        "const x=c.shadowRoot.querySelector('x-in');x.attachShadow({mode:'open'}).innerHTML='<button data-mark=deep>Send</button>'</script>"
    )
    await stage.show(page)
    for css, mark in (("#code", "in"), ("button", "deep")):
        handle = await stage.page.locator(css).element_handle()
        said = await handle.evaluate("e => window.__clerkwork.describe(e)")
        target = Target.model_validate({key: said[key] for key in ("candidates", "fingerprint")})
        for candidate in target.candidates:
            alone = target.model_copy(update={"candidates": (candidate,)})
            resolution = await stage.resolve(alone)
            assert await stage.mark(resolution) == mark, (candidate, resolution.why)


async def test_a_picture_map_has_areas_to_press(stage):
    areas = "".join(
        f'<area shape="rect" coords="{x},0,{x + 50},50" href="/{n}" alt="{n}">'
        for n, x in (("North", 0), ("South", 50))
    )
    await stage.show(f'<img usemap="#m" width="100" height="50" src="/map.gif"><map name="m">{areas}</map>')
    target = await stage.describe("area:nth-of-type(2)")
    assert target.candidates[0].model_dump() == {"by": "role", "role": "link", "name": "South"}
    assert await stage.mark(await stage.resolve(target), "alt") == "South"

"""Clicks: the button, keys, place and number of the person's, once, on pages that react at once."""

from __future__ import annotations

import pytest

from clerkwork.runner.state import RunState

BUTTON = "<button id=go>Go on</button>"
TELL = """<script>
for (const kind of ["click", "dblclick", "auxclick", "contextmenu"])
  document.getElementById("go").addEventListener(kind, event => {
    event.preventDefault();
    const keys = [event.ctrlKey && "ctrl", event.shiftKey && "shift", event.altKey && "alt"].filter(Boolean);
    log([kind, event.button, ...keys].join(" "));
  });
</script>"""


@pytest.mark.parametrize(
    ("how", "seen"),
    [
        ({}, "click 0;"),
        ({"count": 2}, "click 0;click 0;dblclick 0;"),
        ({"button": "right"}, "contextmenu 2;auxclick 2;"),
        ({"button": "middle"}, "auxclick 1;"),
        ({"modifiers": ["Control", "Shift"]}, "click 0 ctrl shift;"),
    ],
)
async def test_the_button_the_keys_and_the_number_are_the_persons(rehearse, how: dict, seen: str) -> None:
    outcome = await rehearse(
        BUTTON + "<script>addEventListener('load', () => tell())</script>" + _late(TELL),
        {"go": "#go"},
        [{"click": "go", **how}],
    )
    assert outcome.why == ""
    assert set(outcome.outputs["log"].split(";")) == set(seen.split(";"))


def _late(script: str) -> str:
    """The script as a function, since the log stands below it on the page."""
    return script.replace("<script>", "<script>function tell() {").replace("</script>", "}</script>")


async def test_a_click_lands_where_the_person_clicked(rehearse) -> None:
    page = """<div id=map role=button aria-label=Map style="width:200px;height:100px;background:#ccc"
      onclick="log(event.offsetX + ' ' + event.offsetY)"></div>"""
    outcome = await rehearse(page, {"map": "#map"}, [{"click": "map", "position": {"x": 0.25, "y": 0.8}}])
    assert (outcome.why, outcome.outputs.get("log")) == ("", "50 80;")


async def test_a_button_that_its_own_click_replaces_is_clicked_once(rehearse) -> None:
    page = """<div id=box><button id=go onclick="log('clicked');
      document.getElementById('box').innerHTML = '<button id=go>Go on</button>'">Go on</button></div>"""
    outcome = await rehearse(page, {"go": "#go"}, [{"click": "go"}])
    assert (outcome.why, outcome.outputs.get("log")) == ("", "clicked;")


async def test_a_button_that_comes_late_and_is_enabled_later_is_waited_for(rehearse) -> None:
    page = """<div id=box></div><script>
    const add = disabled => { document.getElementById("box").innerHTML =
      `<button id=go ${disabled} onclick="log('clicked')">Go on</button>`; };
    if (location.search) { setTimeout(() => add("disabled"), 200); setTimeout(() => add(""), 500); } else add("");
    </script>"""
    outcome = await rehearse(page, {"go": "#go"}, [{"open": "desk:/?late"}, {"click": "go"}])
    assert (outcome.why, outcome.outputs.get("log")) == ("", "clicked;")


async def test_a_button_under_an_overlay_is_not_clicked_and_the_overlay_is_named(rehearse) -> None:
    page = """<button id=go onclick="log('clicked')">Go on</button>
    <script>if (location.search) document.write(
      '<div id=veil style="position:fixed;inset:0;background:#0008">Please wait</div>')</script>"""
    outcome = await rehearse(
        page, {"go": "#go"}, [{"open": "desk:/?veiled"}, {"click": "go", "timeout": 2.5}]
    )
    assert outcome.state is RunState.APPLICATION_EXCEPTION
    assert "click go: the page did not let it happen within 2.5 s" in outcome.why
    assert 'id="veil"' in outcome.why
    assert "intercepts pointer events" in outcome.why


async def test_a_popup_that_closes_in_its_own_click_is_no_fault(rehearse) -> None:
    await rehearse.learn(
        """<button id=pick onclick="opener.log('picked'); window.close()">Pick</button>""",
        {"pick": "#pick"},
        window="list",
        path="/list",
    )
    outcome = await rehearse(
        """<button id=choose onclick="window.open('/list', 'list', 'width=300,height=200')">Choose</button>""",
        {"choose": "#choose"},
        [{"click": "choose", "opens": "list"}, {"click": "pick"}],
    )
    assert (outcome.why, outcome.outputs["log"]) == ("", "picked;")


async def test_a_link_that_leads_to_another_page_is_followed_before_the_next_step(rehearse) -> None:
    rehearse.pages.content["/next"] = "<h1>The next page</h1><a id=back href=/>Back</a>"
    outcome = await rehearse(
        "<a id=on href=/next>On</a>",
        {"on": "#on"},
        [{"click": "on", "after": "navigation"}, {"see": "The next page"}, {"open": "desk:/"}],
    )
    assert outcome.why == ""


@pytest.mark.parametrize("mode", ["open", "closed"])
async def test_a_button_in_a_shadow_root_is_clicked_open_or_closed(rehearse, mode: str) -> None:
    page = """<my-box></my-box><script>
    const root = document.querySelector("my-box").attachShadow({mode: new URLSearchParams(location.search).get("m") || "open"});
    root.innerHTML = "<button id=go>Go on</button>";
    root.firstChild.onclick = () => log("clicked");
    </script>"""
    outcome = await rehearse(
        page,
        {"go": "my-box button"},
        [{"open": f"desk:/?m={mode}"}, {"click": "go"}],
    )
    assert (outcome.why, outcome.outputs.get("log")) == ("", "clicked;")


async def test_a_button_in_a_frame_of_a_frame_is_clicked(rehearse) -> None:
    rehearse.pages.content["/inner"] = "<button id=go onclick=\"top.log('inner')\">Go on</button>"
    rehearse.pages.content["/middle"] = "<iframe name=inner src=/inner></iframe>"
    outcome = await rehearse(
        "<iframe name=other src=about:blank></iframe><iframe id=m1 name=middle src=/middle></iframe>",
        {"go": "iframe[name=middle] >> iframe[name=inner] >> #go"},
        [{"click": "go"}],
    )
    assert (outcome.why, outcome.outputs["log"]) == ("", "inner;")


async def test_a_link_in_a_frameset_opens_its_page_in_the_frame_beside(rehearse) -> None:
    content = rehearse.pages.content
    content["/menu"] = "<a id=list href=/list target=work>List</a>"
    content["/empty"] = "<p>Nothing yet</p>"
    content["/list"] = "<h1>Twelve tickets</h1>"
    await rehearse.learn(
        "<frameset cols='20%,*'><frame name=menu src=/menu><frame name=work src=/empty></frameset>",
        {"list": "frame[name=menu] >> #list"},
    )
    bundle = rehearse.bundle([{"click": "list", "after": "navigation"}, {"see": "Twelve tickets"}])
    assert (await rehearse.run(bundle, attempts=1)).why == ""


BUSY = """<script>
const busy = ms => { const end = Date.now() + ms; while (Date.now() < end); };
document.getElementById("go").addEventListener("%s", () => { log("%s"); busy(%d); });
</script>"""


@pytest.mark.parametrize("ms", [800, 2500])
async def test_a_page_that_works_for_seconds_in_its_handler_has_taken_the_press(rehearse, ms: int) -> None:
    outcome = await rehearse(BUTTON + BUSY % ("click", "click", ms), {"go": "#go"}, [{"click": "go"}])
    assert (outcome.state, outcome.outputs["log"]) == (RunState.DONE, "click;"), outcome.why


async def test_a_tick_whose_handler_works_for_a_second_is_done_once(rehearse) -> None:
    box = "<input type=checkbox id=go>" + BUSY % ("click", "ticked", 1200)
    outcome = await rehearse(box, {"go": "#go"}, [{"check": "go"}])
    assert (outcome.state, outcome.outputs["log"]) == (RunState.DONE, "ticked;"), outcome.why


async def test_a_page_that_is_busy_while_the_button_is_down_gets_the_whole_press(rehearse) -> None:
    page = '<button id=go onclick="log(`clicked`)">Go on</button>' + BUSY % ("mousedown", "down", 900)
    outcome = await rehearse(page, {"go": "#go"}, [{"click": "go"}])
    assert (outcome.state, outcome.outputs["log"]) == (RunState.DONE, "down;clicked;"), outcome.why

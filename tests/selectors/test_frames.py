"""Frames are found by name, id, title, URL or place; frameset and iframe alike."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, Frame, Page

from clerkwork.selectors.frames import find_frame, url_pattern
from clerkwork.selectors.page_script import page_script
from clerkwork.selectors.target import FrameStep

PAGES = {
    "/": '<frameset cols="100,*"><frame name="menu" src="/menu"><frameset rows="50%,*"><frame name="list" src="/list/7">'
    '<frame src="/detail/12/view"></frameset></frameset>',
    "/menu": "<button>menu</button>",
    "/list/7": "<button>list</button>",
    "/list/9": "<button>list</button>",
    "/detail/12/view": '<body style="margin:0"><iframe id="inner" src="/same" style="margin:0 0 0 30px;border:2px solid"></iframe>'
    '<iframe src="/same" title="Second one"></iframe><iframe src="/same"></iframe></body>',
    "/same": '<body style="margin:0"><button style="margin:10px">same</button></body>',
    "/quoted": """<iframe name='a"b [c]' src="/menu"></iframe><iframe name="it's" src="/menu"></iframe><iframe srcdoc="<button>doc</button>"></iframe>""",
    "/far": '<iframe src="http://other.test/menu"></iframe><iframe name="f" src="http://other.test/list/7"></iframe>',
}


@pytest.fixture
async def framed(chromium: Browser) -> AsyncIterator[Page]:
    context = await chromium.new_context(viewport={"width": 1000, "height": 600})
    await context.add_init_script(page_script())

    async def answer(route):
        path = "/" + route.request.url.split("/", 3)[3]
        await route.fulfill(body=PAGES[path], content_type="text/html")

    await context.route("**/*", answer)
    yield await context.new_page()
    await context.close()


def frames_of(page: Page) -> list[Frame]:
    return page.frames[1:]


async def described(frame: Frame):
    return await frame.locator("button").evaluate("e => window.__clerkwork.describe(e)")


@pytest.mark.parametrize("start", ["/", "/quoted"])
async def test_the_recorded_path_leads_back_to_each_frame(framed: Page, start: str):
    await framed.goto(f"http://console.test{start}")
    checked = 0
    for frame in frames_of(framed):
        if not await frame.locator("button").count():
            continue
        said = await described(frame)
        assert said["frame_exact"] is True
        path = [FrameStep.model_validate(step) for step in said["frame"]]
        assert (await find_frame(framed, path)).frame is frame
        checked += 1
    assert checked == {"/": 5, "/quoted": 3}[start]


async def test_the_box_is_seen_from_the_top_page(framed: Page):
    await framed.goto("http://console.test/")
    inner = next(frame for frame in framed.frames if frame.name == "inner")
    box = (await described(inner))["box"]
    seen = await inner.locator("button").bounding_box()
    assert seen is not None
    assert (box["x"], box["y"]) == pytest.approx((seen["x"], seen["y"]), abs=1)


async def test_a_frame_of_another_origin_is_told_as_not_exact(framed: Page):
    await framed.goto("http://console.test/far")
    assert (await described(frames_of(framed)[0]))["frame_exact"] is False
    found = await find_frame(framed, [FrameStep(url="/menu", index=0)])
    assert found.frame is frames_of(framed)[0]
    by_name = await find_frame(framed, [FrameStep(name="f", url="/other")])
    assert by_name.frame is frames_of(framed)[1]


async def test_a_frame_that_navigated_is_found_by_its_name(framed: Page):
    await framed.goto("http://console.test/")
    path = [FrameStep(name="list", url="/list/*", index=1)]
    frame = (await find_frame(framed, path)).frame
    assert frame is not None
    await frame.goto("http://console.test/list/9")
    assert (await find_frame(framed, path)).frame is frame


async def test_equal_frames_are_told_apart_by_id_title_and_place(framed: Page):
    await framed.goto("http://console.test/")
    parent = FrameStep(url="/detail/*/view", index=2)
    steps = [
        FrameStep(id="inner", url="/same"),
        FrameStep(title="Second one", url="/same", index=1),
        FrameStep(url="/same", index=2),
    ]
    found = [(await find_frame(framed, [parent, step])).frame for step in steps]
    assert len({id(frame) for frame in found}) == 3
    assert None not in found


async def test_a_missing_frame_is_named_with_what_is_there(framed: Page):
    await framed.goto("http://console.test/")
    missing = await find_frame(framed, [FrameStep(name="basket", url="/basket", index=7)])
    assert missing.frame is None
    assert "basket" in missing.why
    assert "menu" in missing.why


@pytest.mark.parametrize(
    ("url", "pattern"),
    [
        ("http://a/loans/17/edit?x=1#y", "/loans/*/edit"),
        ("about:blank", "about:blank"),
        ("about:srcdoc", "about:srcdoc"),
        ("http://a/", "/"),
        ("http://a/v2.10/x", "/v*.*/x"),
    ],
)
def test_a_url_pattern_has_stars_for_numbers(url: str, pattern: str):
    assert url_pattern(url) == pattern

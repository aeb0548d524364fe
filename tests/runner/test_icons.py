"""A button that shows nothing but an icon is healed by its picture, in whatever place and colours it is now."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from playwright.async_api import Browser

from clerkwork.bots.bot import Bundle
from clerkwork.recorder.pictures import crop_of, keep_crop, picture_of
from clerkwork.runner.state import RunState
from tests.runner.conftest import Pages, Teacher

DRAWN = {
    "bin": "M5 6h14M8 6v14h8V6",
    "pen": "M5 19L18 6l-3-3L4 15z",
    "lens": "M10 4a6 6 0 1 0 .1 0M14 14l6 6",
    "plus": "M12 4v16M4 12h16",
}


def page_of(icons: tuple[str, ...], button: str, ink: str) -> str:
    """Buttons without a word: only what they draw tells them apart."""
    made = (
        button.format(
            icon=f"<svg width=24 height=24 fill=none stroke='{ink}' stroke-width=2><path d='{DRAWN[name]}'/></svg>",
            name=name,
        )
        for name in icons
    )
    return "<title>Desk</title><h1>Loans</h1>" + "".join(made)


BEFORE = page_of(
    ("plus", "pen", "bin", "lens"),
    "<button style='padding:4px;border:0;background:#eee' onclick='log(`{name}`)'>{icon}</button>",
    "#111",
)
TOOL = "<div class=tool><button style='padding:4px;border:0;background:#223' class=t>{icon}</button></div>"
LISTEN = """<script>document.querySelectorAll("button").forEach((button, i) => {
  button.addEventListener("click", () => log("press " + i)); });</script>"""


@pytest.fixture
def upgraded(
    redesign: Callable[..., Any], teacher: Teacher, pages: Pages, prepared: Browser
) -> Callable[..., Awaitable[Bundle]]:
    """A bot that presses the bin, on a page that shows these icons now."""

    async def teach(*icons: str) -> Bundle:
        after = page_of(icons, TOOL, "#fff") + LISTEN
        await redesign(BEFORE, after, {"bin": "button:nth-of-type(3)"}, [{"click": "bin"}])
        _picture(teacher, await _shot(prepared, BEFORE))
        return teacher.bundle(
            [{"open": "desk:/"}, {"click": "bin"}, {"read": "log", "into": "log"}],
            systems={"desk": {"url": pages.url}},
            outputs={"log": {}},
            timeout=6,
        )

    return teach


async def test_an_icon_is_healed_by_its_picture(
    upgraded: Callable[..., Any], run: Callable[..., Any], events: Callable[..., Any]
) -> None:
    outcome = await run(await upgraded("lens", "bin", "plus", "pen"), attempts=1, shots="failure")
    assert outcome.state is RunState.NEEDS_REVIEW, outcome.why
    assert outcome.outputs["log"] == "press 1;"
    assert events(outcome, "healed")[0]["why"].startswith("its picture")


async def test_an_icon_that_is_gone_is_not_healed_onto_another(
    upgraded: Callable[..., Any], run: Callable[..., Any]
) -> None:
    outcome = await run(await upgraded("lens", "plus", "pen"), attempts=1, shots="failure")
    assert outcome.state is RunState.APPLICATION_EXCEPTION
    assert "was not healed" in outcome.why


async def _shot(browser: Browser, html: str) -> bytes:
    context = await browser.new_context(viewport={"width": 1280, "height": 900})
    page = await context.new_page()
    await page.set_content(html)
    png = await page.screenshot()
    await context.close()
    return png


def _picture(teacher: Teacher, png: bytes) -> None:
    """The target with the crop that the recorder would have kept."""
    target = teacher.targets["bin"]
    box = target.fingerprint.box
    assert box
    crop = crop_of(picture_of(png, {"mark": "", "width": 1280, "hide": []}, 0.0), box.model_dump())
    assert crop
    teacher.targets["bin"] = target.model_copy(update={"crop": keep_crop(teacher.folder, crop)})

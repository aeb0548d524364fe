"""A frame's first, empty document may leave its window, with our listeners, to the document that comes after it."""

from __future__ import annotations

import asyncio

from playwright.async_api import Browser, Playwright, Route

from clerkwork.selectors.engine import ask, register
from clerkwork.selectors.presses import presses

MAIN = """<div id="place"></div><script>
  function show() {
    place.innerHTML = '<iframe src="/form"></iframe>';
    frames[0].told = "spoken to while it is empty, a frame keeps its window";
  }
</script>"""
BUTTON = {"candidates": [{"by": "css", "css": "button"}]}


async def test_presses_are_counted_in_the_second_document_too(
    playwright: Playwright, chromium: Browser
) -> None:
    await register(playwright)
    page = await chromium.new_page()
    held = asyncio.Event()

    async def answer(route: Route) -> None:
        if route.request.url.endswith("/form"):
            await held.wait()
        body = "<button>Go</button>" if route.request.url.endswith("/form") else MAIN
        await route.fulfill(body=body, content_type="text/html")

    await page.route("**/*", answer)
    await page.goto("http://reused.test/")
    await page.evaluate("show()")
    frame = page.frames[1]
    assert await ask(frame, BUTTON, 5_000) == {"candidates": [{"count": 0, "element": None}], "elements": []}
    held.set()
    await frame.locator("button").wait_for()
    assert await frame.evaluate("window.told"), "the window is another one: nothing is tried here"

    answered = await ask(frame, BUTTON, 5_000)
    assert answered
    token = answered["elements"][0]["token"]
    await frame.locator("button").click()
    assert await presses(frame, token, 5_000) == 1
    await page.context.close()

"""A search window gives its result to the page that opened it and closes."""

import contextlib

from playwright.async_api import Error


async def play(page, human):
    async with page.expect_popup() as opening:
        await page.click("button")
    popup = await opening.value

    await popup.click("#q")
    await popup.keyboard.type("mill")

    async with popup.expect_event("close"):
        with contextlib.suppress(Error):  # the window is gone before the click is confirmed
            await popup.click("a")

"""A window that a frame opens gives its result to that frame."""

import contextlib

from playwright.async_api import Error


async def play(page, human):
    async with page.expect_popup() as opening:
        await page.frame("work").click("button")
    popup = await opening.value
    async with popup.expect_event("close"):
        with contextlib.suppress(Error):  # the window is gone before the click is confirmed
            await popup.click("button")

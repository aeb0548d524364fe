"""The window is gone before the mouse button is released."""

import contextlib

from playwright.async_api import Error


async def play(page, human):
    async with page.expect_popup() as opening:
        await page.click("button")
    popup = await opening.value
    await human.until_watched(windows=2)

    async with popup.expect_event("close"):
        with contextlib.suppress(Error):  # the window is gone before the click is confirmed
            await popup.click("button")

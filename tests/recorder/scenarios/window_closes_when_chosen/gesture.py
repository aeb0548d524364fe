"""The choice in a list closes the window in its own handler."""

import contextlib

from playwright.async_api import Error


async def play(page, human):
    async with page.expect_popup() as opening:
        await page.click("text=Pick")
    popup = await opening.value
    await human.until_watched(windows=2)

    async with popup.expect_event("close"):
        with contextlib.suppress(Error):
            await popup.focus("select")
            await popup.keyboard.press("ArrowDown")
    await page.click("text=Go on")

"""A window opens another window."""

import contextlib

from playwright.async_api import Error


async def play(page, human):
    async with page.expect_popup() as opening:
        await page.click("button")
    popup = await opening.value

    async with popup.expect_popup() as opening:
        await popup.click("text=Details")
    details = await opening.value
    await details.click("button")

    async with popup.expect_event("close"):
        with contextlib.suppress(Error):  # the window is gone before the click is confirmed
            await popup.click("text=Use")

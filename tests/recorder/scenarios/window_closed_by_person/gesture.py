"""The person closes the window and goes on in the first one."""

import asyncio


async def play(page, human):
    async with page.expect_popup() as opening:
        await page.click("a")
    popup = await opening.value

    await popup.click("button")
    await asyncio.sleep(1.1)  # a window closed within a second of an act was closed by its page
    await popup.close()
    await page.click("text=Go on")

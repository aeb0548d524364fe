"""The second link goes into the window that the first one opened."""


async def play(page, human):
    async with page.expect_popup() as opening:
        await page.click("text=A1")
    popup = await opening.value

    await popup.click("button")
    await page.click("text=B2")
    await popup.wait_for_url("**/view.html?B2")
    await popup.click("button")
    await human.until("effect.length == 2")

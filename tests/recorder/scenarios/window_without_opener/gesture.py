"""Without rel=opener the new window does not know who opened it."""


async def play(page, human):
    async with page.expect_popup() as opening:
        await page.click("a")
    popup = await opening.value

    await popup.click("button")
    await page.click("button")

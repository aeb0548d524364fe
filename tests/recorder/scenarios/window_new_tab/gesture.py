"""A link opens a window of its own."""


async def play(page, human):
    async with page.expect_popup() as opening:
        await page.click("a")
    popup = await opening.value

    await popup.click("button")
    await human.until("effect.length == 1")

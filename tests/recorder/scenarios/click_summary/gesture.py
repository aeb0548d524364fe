"""Opening a disclosure."""


async def play(page, human):
    await page.click("i")
    await page.click("button")

"""The page is loaded anew."""


async def play(page, human):
    await page.reload()
    await page.reload()
    await page.click("button")

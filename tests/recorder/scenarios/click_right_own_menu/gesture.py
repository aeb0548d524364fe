"""The page's own context menu opens, and an entry of it is clicked."""


async def play(page, human):
    await page.click("#row", button="right")
    await page.click("#retire")

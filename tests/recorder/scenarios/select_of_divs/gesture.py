"""A list that the page builds of plain elements is worked by clicks."""


async def play(page, human):
    await page.click("#c")
    await page.click("text=closed")

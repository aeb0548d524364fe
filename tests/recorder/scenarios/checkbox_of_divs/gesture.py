"""A switch that the page builds of plain elements."""


async def play(page, human):
    await page.click("#s")

"""The box of one row of a table."""


async def play(page, human):
    await page.click("input >> nth=1")

"""Two links of the same words in a table: the row tells which."""


async def play(page, human):
    await page.click("a >> nth=1")

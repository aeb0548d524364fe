"""A radio button clicked, then another."""


async def play(page, human):
    await page.click("input >> nth=0")
    await page.click("input >> nth=2")

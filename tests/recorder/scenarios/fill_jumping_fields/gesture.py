"""Fields of one digit each, where the page moves on by itself."""


async def play(page, human):
    await page.click("input >> nth=0")
    await human.type("472")

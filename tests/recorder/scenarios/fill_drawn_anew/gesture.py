"""A page that draws the field anew with every letter."""


async def play(page, human):
    await page.click("input")
    await human.type("pump")

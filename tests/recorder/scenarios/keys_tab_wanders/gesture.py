"""Tab that only leads on is no step."""


async def play(page, human):
    await page.click("input >> nth=0")
    await human.type("1")
    await human.press("Tab")
    await human.type("2")

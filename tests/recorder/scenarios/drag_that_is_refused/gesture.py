"""A card let go where nothing takes it is no step."""


async def play(page, human):
    await human.drag("#card", "#no")
    await page.click("button")

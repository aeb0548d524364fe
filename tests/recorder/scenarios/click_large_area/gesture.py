"""In a large plain area it matters where the click was."""


async def play(page, human):
    await page.click("#day", position={"x": 100, "y": 325})

"""A field that turns every letter into a capital."""


async def play(page, human):
    await page.click("#n")
    await human.type("lt-42")

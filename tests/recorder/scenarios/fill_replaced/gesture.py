"""What a field held before is replaced, not added to."""


async def play(page, human):
    await page.click("#n")
    await human.press("Control+A")
    await human.type("New")

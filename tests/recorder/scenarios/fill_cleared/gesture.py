"""A field that was cleared is filled with nothing."""


async def play(page, human):
    await page.click("#n")
    await human.press("Control+A", "Delete")

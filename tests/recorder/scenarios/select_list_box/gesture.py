"""An entry of a list that is open all the time."""


async def play(page, human):
    await page.click("option:text-is('blue')")

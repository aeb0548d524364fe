"""A veil lies over the page until the answer is there."""


async def play(page, human):
    await page.click("text=Work it out")
    await human.until("effect.length == 1")
    await page.click("text=Take it")

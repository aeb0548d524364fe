"""A button of the page goes back: the click is the step, not what came of it."""


async def play(page, human):
    await page.click("a")
    await page.click("text=Back")
    await page.click("text=Mark")

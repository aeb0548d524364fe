"""A click on a disabled button does nothing and is no step."""


async def play(page, human):
    await page.click("#off", force=True)
    await page.click("text=Keep")

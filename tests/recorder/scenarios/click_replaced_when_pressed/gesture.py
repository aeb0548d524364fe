"""The page puts a new button in the place of the pressed one before the click."""


async def play(page, human):
    await page.click("text=Refresh")

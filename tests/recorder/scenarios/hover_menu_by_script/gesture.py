"""A menu that a script shows when the pointer comes."""


async def play(page, human):
    await page.hover("#title")
    await page.click("text=Clean up")

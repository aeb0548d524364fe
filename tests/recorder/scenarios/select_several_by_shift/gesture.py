"""A range of entries with Shift held."""


async def play(page, human):
    await page.click("option:text-is('green')")
    await page.click("option:text-is('white')", modifiers=["Shift"])

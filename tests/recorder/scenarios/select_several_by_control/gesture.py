"""Several entries with Control held, one taken back."""


async def play(page, human):
    await page.click("option:text-is('red')")
    await page.click("option:text-is('blue')", modifiers=["Control"])
    await page.click("option:text-is('black')", modifiers=["Control"])
    await page.click("option:text-is('blue')", modifiers=["Control"])

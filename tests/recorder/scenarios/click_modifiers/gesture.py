"""Control and Shift held while clicking rows of a list."""


async def play(page, human):
    await page.click("text=Mon")
    await page.click("text=Wed", modifiers=["Control"])
    await page.click("text=Thu", modifiers=["Control", "Shift"])

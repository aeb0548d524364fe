"""Delete takes the chosen row away."""


async def play(page, human):
    await page.click("text=Valve")
    await human.press("Delete")

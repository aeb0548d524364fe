"""Suggestions that choose when the mouse goes down, before the field loses its focus."""


async def play(page, human):
    await page.click("#n")
    await human.type("B")
    await page.click("text=Bern")

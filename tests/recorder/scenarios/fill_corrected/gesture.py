"""Typing errors that were put right are not in the bot."""


async def play(page, human):
    await page.click("#n")
    await human.type("Anma")
    await human.press("Backspace", "Backspace")
    await human.type("na")
    await human.press("Home")
    await human.type("Dr. ")
    await human.press("End", "ArrowLeft", "Delete")
    await human.type("e")

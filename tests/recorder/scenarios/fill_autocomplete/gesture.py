"""The typed beginning and the chosen entry of a list of suggestions."""


async def play(page, human):
    await page.click("#n")
    await human.type("Ber")
    await page.click("li:text-is('Berlin')")

"""An entry chosen by arrow keys and Enter."""


async def play(page, human):
    await page.click("#n")
    await human.type("Ber")
    await human.press("ArrowDown", "ArrowDown", "Enter")

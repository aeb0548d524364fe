"""Enter in a textarea is a line break of its text."""


async def play(page, human):
    await page.click("#n")
    await human.type("first")
    await human.press("Enter", "Enter")
    await human.type("third")

"""A field that its page empties when Enter was pressed, several times."""


async def play(page, human):
    await page.click("#n")
    for code in ("4711", "4712"):
        await human.type(code)
        await human.press("Enter")

"""Function keys, also with Shift, outside and inside a field."""


async def play(page, human):
    await human.press("F2", "Shift+F2")
    await page.click("#n")
    await human.type("47")
    await human.press("F4")

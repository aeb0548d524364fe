"""An old masked field that takes every key itself and writes the value by script."""


async def play(page, human):
    await page.click("#n")
    await human.type("1x7")
    await human.press("Backspace")
    await human.type("2412")
